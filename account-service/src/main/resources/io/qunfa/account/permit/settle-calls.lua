-- KEYS: 1 marker of the corp's slot, 2 API state, 3 calls under way, 4 permit
-- ARGV: 1 calls made, 2 what pushed back or NONE, 3 rest in ms, 4 permit id, 5 least share in thousandths,
--       6 calls at once at most, 7 longest block in ms
-- Answers {1 if this settled the permit or 0 if it was settled before or is forgotten}. Raises no version: see door().
local now = clock()
local told = { cause = ARGV[2], rest = tonumber(ARGV[3]), least = tonumber(ARGV[5]), concMost = tonumber(ARGV[6]),
  longestBlock = tonumber(ARGV[7]) }

-- In the permit's place: an ask under its name that is still on its way comes too late.
local function remember()
  redis.call('HSET', KEYS[4], 'settled', '1')
  redis.call('PEXPIRE', KEYS[4], '120000')
  rememberTold(KEYS[4], told)
end

local permit = redis.call('HMGET', KEYS[4], 'granted', 'at', 'latest', 'gen')
if not permit[1] then
  restAfterLoss(KEYS[2], KEYS[4], told, now)
  remember()
  return { 0 }
end
if permit[4] == redis.call('HGET', KEYS[1], 'gen') then
  local calls = tonumber(permit[1])
  settleApi(KEYS[2], KEYS[3], ARGV[4], calls, math.min(calls, tonumber(ARGV[1])), tonumber(permit[3]),
    tonumber(permit[2]), told, now)
else
  restAfterLoss(KEYS[2], KEYS[4], told, now)
end
redis.call('DEL', KEYS[4])
remember()
return { 1 }
