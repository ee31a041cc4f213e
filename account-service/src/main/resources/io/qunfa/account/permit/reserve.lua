-- KEYS: 1 marker of the corp's slot, 2 account state, 3 new permit, 4 reference -> permit id, 5 API state, 6 calls under way
-- ARGV: 1 generation, 2 version seen, 3 day of the credit (-1: not asked), 4 credit, 5 recipients, 6 whole only (1/0),
--       7 slots are messages (1) or calls (0), 8 day of the first daily quota, 9 slots per window, 10 window, 11 parts,
--       12 life of a permit, 13 how much later than its end a call may begin, 14 how long a call lasts, 15 zone offset in s,
--       16 how long an ended permit can be settled, 17 new permit id, 18 key prefix of permits, 19 only looking (1/0),
--       20, 21, 22 daily quota of three days in a row, 23 ff. see apiSettings; durations in ms
-- Answers {granted, permit id, life left, retry after, limit, version, day, used today, now}.
local gen, seen = tonumber(ARGV[1]), tonumber(ARGV[2])
local recipients, wholeOnly, perMessage = tonumber(ARGV[5]), ARGV[6] == '1', ARGV[7] == '1'
local life, late, lasts = tonumber(ARGV[12]), tonumber(ARGV[13]), tonumber(ARGV[14])
local offset, looking = tonumber(ARGV[15]), ARGV[19] == '1'
local settings = apiSettings(23)
local now = clock()

local closed, wait = door(KEYS[1], gen, seen, now)
if closed then
  return { 0, '', 0, wait, closed, 0, 0, 0, now }
end

local counted = window(tonumber(ARGV[9]), tonumber(ARGV[10]), tonumber(ARGV[11]))

local earlier = not looking and redis.call('GET', KEYS[4])
if earlier then
  local key = ARGV[18] .. earlier
  local permit = redis.call('HMGET', key, 'granted', 'ends', 'retry', 'limit', 'gen', 'slots', 'day', 'latest')
  if permit[1] and tonumber(permit[5]) == gen then
    if tonumber(permit[2]) > now then
      return { tonumber(permit[1]), earlier, tonumber(permit[2]) - now, tonumber(permit[3]), permit[4],
        tonumber(redis.call('HGET', KEYS[1], 'version')), 0, 0, now }
    end
    -- It ended, and who asks again under its name has not used it: it returns.
    redis.call('DEL', key)
    if redis.call('HGET', KEYS[2], 'day') == permit[7] then
      redis.call('HINCRBY', KEYS[2], 'used', -tonumber(permit[1]))
    end
    takeOut(KEYS[2], partOf('W', tonumber(permit[8]), counted.part), tonumber(permit[6]))
    if not perMessage then
      settleApi(KEYS[5], KEYS[6], earlier, 1, 0, tonumber(permit[8]), 0, { cause = 'NONE' }, now)
    end
  end
end

local state = read(KEYS[2], now, { W = counted })
turnDay(state, now, offset)
if not trust(state, gen, tonumber(ARGV[3]), tonumber(ARGV[4])) then
  return { 0, '', 0, 0, 'REBUILD', 0, state.day, 0, now }
end
-- The asker's clock may be at another day: this one says which quota counts.
local quota = tonumber(ARGV[20 + math.max(0, math.min(2, state.day - tonumber(ARGV[8])))])
-- A call counts at the channel on the day it is made, so a permit ends with the day it is counted on.
local untilTomorrow = untilMidnight(now, state, offset)
local leastLife = math.min(life, 5000)
life = math.min(life, untilTomorrow - late)

local function toRecipients(slots)
  return slots > 0 and recipients or 0
end

local limits = {
  {
    name = 'PUSHED_BACK',
    free = now < (state.gate or 0) and 0 or math.huge,
    wait = function() return state.gate - now end
  },
  {
    name = 'DAILY_QUOTA',
    free = life < leastLife and 0 or math.max(0, quota - state.used),
    wait = function() return untilTomorrow end
  },
  {
    name = 'ACCOUNT_WINDOW',
    free = perMessage and freeSlots(counted) or toRecipients(freeSlots(counted)),
    wait = function(wanted, granted)
      -- What is granted now fills the window too.
      if granted > 0 and perMessage and counted.taken == 0 then
        return life + late + counted.length + counted.part
      end
      local after = { limit = counted.limit - (perMessage and granted or 0), length = counted.length,
        part = counted.part, taken = counted.taken, parts = counted.parts }
      return untilFree(after, perMessage and wanted or 1, now)
    end
  }
}
local api
if not perMessage then
  api = readApi(KEYS[5], KEYS[6], gen, now, settings)
  limits[4], limits[5], limits[6], limits[7] = apiLimits(api, now, settings, toRecipients)
end

local granted, decidedBy, retry = decide(limits, recipients, wholeOnly)
if granted > 0 and not looking and state.used + granted > state.credit then
  -- Kept, so that the credit that is asked for now is not taken for one that was used.
  redis.call('HSET', KEYS[2], 'gen', text(gen), 'day', text(state.day), 'used', text(state.used),
    'credit', text(state.credit))
  redis.call('PEXPIRE', KEYS[2], text(math.max(2 * 86400000, (state.gate or 0) - now)))
  return { granted, '', 0, 0, 'CREDIT', 0, state.day, state.used, now }
end
if not looking then
  forgetStale(KEYS[2], state)
  redis.call('HSET', KEYS[2], 'gen', text(gen), 'day', text(state.day), 'used', text(state.used + granted),
    'credit', text(state.credit))
  redis.call('PEXPIRE', KEYS[2], text(math.max(2 * 86400000, counted.length + counted.part + life + late,
    (state.gate or 0) - now)))
end
if granted == 0 or looking then
  return { granted, '', 0, retry, decidedBy, 0, state.day, state.used, now }
end

local ends = now + life
local latest = ends + late
local slots = perMessage and granted or 1
redis.call('HINCRBY', KEYS[2], partOf('W', latest, counted.part), slots)
if api then
  takeApi(KEYS[5], KEYS[6], api, 1, latest, latest + lasts, ARGV[17], now, settings)
end
local kept = text(life + tonumber(ARGV[16]))
redis.call('HSET', KEYS[3], 'granted', text(granted), 'slots', text(slots), 'day', text(state.day), 'at', text(now),
  'latest', text(latest), 'ends', text(ends), 'retry', text(retry), 'limit', decidedBy, 'reference', KEYS[4],
  'gen', text(gen), 'api', api and '1' or '0')
redis.call('PEXPIRE', KEYS[3], kept)
redis.call('SET', KEYS[4], ARGV[17], 'PX', kept)
local version = redis.call('HINCRBY', KEYS[1], 'version', 1)
return { granted, ARGV[17], life, retry, decidedBy, version, state.day, state.used + granted, now }
