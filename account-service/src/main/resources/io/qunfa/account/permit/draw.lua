-- KEYS: 1 marker of the pool's slot, 2 pool state, 3 new leave, 4 open leaves
-- ARGV: 1 generation, 2 version seen, 3 day of the credit (-1: not asked), 4 credit, 5 recipients, 6 whole only (1/0),
--       7 daily quota (-1: none), 8 calls per minute (-1: none), 9 after how long the call begins at the latest,
--       10 zone offset in seconds, 11 how long a leave can be settled, 12 leave id, 13 key prefix of leaves,
--       14 how long a leave stays open, 15 limit's name, 16 only looking (1/0); durations in ms
-- Answers {granted, leave id, 0, retry after, limit, version, day, used today, now}; run again, the same grant.
local gen, recipients, wholeOnly = tonumber(ARGV[1]), tonumber(ARGV[5]), ARGV[6] == '1'
local quota, latestAfter, offset, looking = tonumber(ARGV[7]), tonumber(ARGV[9]), tonumber(ARGV[10]), ARGV[16] == '1'
local now = clock()

local closed, wait = door(KEYS[1], gen, tonumber(ARGV[2]), now)
if closed then
  return { 0, '', 0, wait, closed, 0, 0, 0, now }
end

local before = redis.call('HMGET', KEYS[3], 'granted', 'retry', 'limit', 'gen')
if before[1] and tonumber(before[4]) == gen then
  return { tonumber(before[1]), ARGV[12], 0, tonumber(before[2]), before[3],
    tonumber(redis.call('HGET', KEYS[1], 'version')), 0, 0, now }
end

-- Leaves that nobody confirmed in time were never told to anybody: they return.
local over = redis.call('ZRANGEBYSCORE', KEYS[4], '-inf', text(now), 'LIMIT', 0, 100)
for _, id in ipairs(over) do
  local leave = redis.call('HMGET', ARGV[13] .. id, 'granted', 'day', 'latest', 'gen')
  if leave[1] and tonumber(leave[4]) == gen then
    takeOut(KEYS[2], partOf('W', tonumber(leave[3]), 3000), 1)
    if redis.call('HGET', KEYS[2], 'day') == leave[2] then
      redis.call('HINCRBY', KEYS[2], 'used', -tonumber(leave[1]))
    end
  end
  redis.call('DEL', ARGV[13] .. id)
  redis.call('ZREM', KEYS[4], id)
end

local counted = window(tonumber(ARGV[8]), 60000, 20)
local state = read(KEYS[2], now, { W = counted })
turnDay(state, now, offset)
if not trust(state, gen, tonumber(ARGV[3]), tonumber(ARGV[4])) then
  return { 0, '', 0, 0, 'REBUILD', 0, state.day, 0, now }
end
local granted, decidedBy, retry = decide({
  {
    name = ARGV[15],
    free = quota < 0 and math.huge or math.max(0, quota - state.used),
    wait = function() return untilMidnight(now, state, offset) end
  },
  {
    name = ARGV[15],
    free = freeSlots(counted) > 0 and recipients or 0,
    wait = function() return untilFree(counted, 1, now) end
  }
}, recipients, wholeOnly)
if granted > 0 and not looking and state.used + granted > state.credit then
  -- Kept, so that the credit that is asked for now is not taken for one that was used.
  redis.call('HSET', KEYS[2], 'gen', text(gen), 'day', text(state.day), 'used', text(state.used),
    'credit', text(state.credit))
  redis.call('PEXPIRE', KEYS[2], text(math.max(2 * 86400000, (state.gate or 0) - now)))
  return { granted, '', 0, 0, 'CREDIT', 0, state.day, state.used, now }
end
if granted == 0 or looking then
  return { granted, '', 0, retry, decidedBy, 0, state.day, state.used, now }
end

forgetStale(KEYS[2], state)
redis.call('HSET', KEYS[2], 'gen', text(gen), 'day', text(state.day), 'used', text(state.used + granted),
  'credit', text(state.credit))
local latest = now + latestAfter
redis.call('HINCRBY', KEYS[2], partOf('W', latest, counted.part), 1)
redis.call('PEXPIRE', KEYS[2], text(2 * 86400000))
redis.call('HSET', KEYS[3], 'granted', text(granted), 'slots', '1', 'day', text(state.day), 'at', text(now),
  'latest', text(latest), 'retry', text(retry), 'limit', decidedBy, 'gen', text(gen), 'api', '0')
redis.call('PEXPIRE', KEYS[3], text(latestAfter + tonumber(ARGV[11])))
redis.call('ZADD', KEYS[4], text(now + tonumber(ARGV[14])), ARGV[12])
redis.call('PEXPIRE', KEYS[4], text(2 * 86400000))
local version = redis.call('HINCRBY', KEYS[1], 'version', 1)
return { granted, ARGV[12], 0, retry, decidedBy, version, state.day, state.used + granted, now }
