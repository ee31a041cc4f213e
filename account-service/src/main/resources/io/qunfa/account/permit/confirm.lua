-- KEYS: 1 marker of the pool's slot, 2 pool state, 3 leave that was drawn, 4 open leaves, 5 leave of the permit given
-- ARGV: 1 id of the leave drawn, 2 id of the leave of the permit (the same, an earlier one, or empty: no permit),
--       3 recipients granted
-- Answers {1 if the permit has its leave, version}.
local function giveBack(key, recipients, whole)
  local leave = redis.call('HMGET', key, 'granted', 'day', 'latest', 'gen')
  if leave[1] and leave[4] == redis.call('HGET', KEYS[1], 'gen') then
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
local granted = tonumber(ARGV[3])
if ARGV[1] ~= ARGV[2] then
  giveBack(KEYS[3], drawn, true)
  redis.call('DEL', KEYS[3])
  redis.call('ZREM', KEYS[4], ARGV[1])
elseif drawn > granted then
  giveBack(KEYS[3], drawn - granted, false)
  redis.call('HSET', KEYS[3], 'granted', ARGV[3])
end
if ARGV[2] ~= '' then
  local leave = redis.call('HMGET', KEYS[5], 'gen')
  if leave[1] and leave[1] == redis.call('HGET', KEYS[1], 'gen') then
    redis.call('ZREM', KEYS[4], ARGV[2])
    confirmed = 1
  end
end
return { confirmed, redis.call('HINCRBY', KEYS[1], 'version', 1) }
