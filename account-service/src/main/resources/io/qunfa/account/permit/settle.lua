-- KEYS: 1 marker of the slot, 2 account or pool state, 3 permit, 4 API state, 5 calls under way
-- ARGV: 1 verdict, 2 rest after a push-back in ms, 3 part of the window in ms, 4 permit id, 5 what pushed back,
--       6 least share in thousandths, 7 calls at once at most, 8 longest block in ms
-- Answers {1 if this settled the permit or 0 if it was settled before or is forgotten}. Raises no version, see door().
local told = { cause = ARGV[1] == 'PUSHED_BACK' and ARGV[5] or 'NONE', rest = tonumber(ARGV[2]),
  least = tonumber(ARGV[6]), concMost = tonumber(ARGV[7]), longestBlock = tonumber(ARGV[8]) }
local permit = redis.call('HMGET', KEYS[3], 'granted', 'slots', 'day', 'at', 'latest', 'reference', 'gen', 'api')
if not permit[1] then
  restAfterLoss(KEYS[4], KEYS[3], told, clock())
  rememberTold(KEYS[3], told)
  return { 0 }
end
redis.call('DEL', KEYS[3])
if permit[6] and redis.call('GET', permit[6]) == ARGV[4] then
  redis.call('DEL', permit[6])
end

local granted, slots, latest = tonumber(permit[1]), tonumber(permit[2]), tonumber(permit[5])
local verdict, part, now = ARGV[1], tonumber(ARGV[3]), clock()
local made = verdict ~= 'UNUSED'

-- What was counted before a loss is counted as used up already.
if permit[7] == redis.call('HGET', KEYS[1], 'gen') then
  -- The call began before now, so counting it from now on is the safe side, and sooner than at the permit's end.
  move(KEYS[2], 'W', partOf('W', latest, part), slots, made and slots or 0, math.min(now, latest), part)
  if verdict ~= 'USED' and redis.call('HGET', KEYS[2], 'day') == permit[3] then
    local used = tonumber(redis.call('HGET', KEYS[2], 'used') or '0')
    redis.call('HSET', KEYS[2], 'used', text(math.max(0, used - granted)))
  end
  if permit[8] == '1' then
    settleApi(KEYS[4], KEYS[5], ARGV[4], 1, made and 1 or 0, latest, tonumber(permit[4]), told, now)
  end
elseif permit[8] == '1' then
  restAfterLoss(KEYS[4], KEYS[3], told, now)
end
rememberTold(KEYS[3], told)

if verdict == 'PUSHED_BACK' and ARGV[5] == 'OTHER' and tonumber(ARGV[2]) > 0 then
  local gate = now + tonumber(ARGV[2])
  if gate > tonumber(redis.call('HGET', KEYS[2], 'gate') or '0') then
    redis.call('HSET', KEYS[2], 'gate', text(gate))
    if redis.call('PTTL', KEYS[2]) < tonumber(ARGV[2]) + 86400000 then
      redis.call('PEXPIRE', KEYS[2], text(tonumber(ARGV[2]) + 86400000))
    end
  end
end
return { 1 }
