-- KEYS: 1 marker of the pool's slot, 2 pool state, 3 leave that was drawn, 4 open leaves, 5 leave of the permit given
-- ARGV: 1 generation, 2 version seen, 3, 4 unused, 5 id of the leave drawn, 6 id of the leave of the permit (the same,
--       an earlier one, or empty: no permit), 7 recipients granted
-- A confirmation that is lost would let the leave return, so it passes the door and raises the version like a grant.
-- Answers {1 if the permit has its leave, '', 0, retry after, limit, version, 0, 0, now}.
local now = clock()
local closed, wait = door(KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]), now)
if closed then
  return { 0, '', 0, wait, closed, 0, 0, 0, now }
end

local function giveBack(key, recipients, whole)
  local leave = redis.call('HMGET', key, 'granted', 'day', 'latest', 'gen')
  if leave[1] and leave[4] == ARGV[1] then
    if whole then
      takeOut(KEYS[2], partOf('W', tonumber(leave[3]), 3000), 1)
    end
    if recipients > 0 and redis.call('HGET', KEYS[2], 'day') == leave[2] then
      redis.call('HINCRBY', KEYS[2], 'used', -recipients)
    end
  end
end

local confirmed = 0
local drawn = tonumber(redis.call('HGET', KEYS[3], 'granted') or '0')
local granted = tonumber(ARGV[7])
if ARGV[5] ~= ARGV[6] then
  giveBack(KEYS[3], drawn, true)
  redis.call('DEL', KEYS[3])
  redis.call('ZREM', KEYS[4], ARGV[5])
elseif drawn > granted then
  giveBack(KEYS[3], drawn - granted, false)
  redis.call('HSET', KEYS[3], 'granted', ARGV[7])
end
local version = 0
if ARGV[6] ~= '' and redis.call('HGET', KEYS[5], 'gen') == ARGV[1] then
  confirmed = 1
  version = redis.call('HINCRBY', KEYS[1], 'version', redis.call('ZREM', KEYS[4], ARGV[6]))
end
return { confirmed, '', 0, 0, 'NONE', version, 0, 0, now }
