-- KEYS: 1 account state, 2 permit
-- ARGV: 1 verdict, 2 rest after a push-back in ms, 3 part of the window in ms, 4 permit id
-- Answers 1 if this settled the permit, 0 if it was settled before or is forgotten.
local permit = redis.call('HMGET', KEYS[2], 'granted', 'slots', 'day', 'begins', 'latest', 'reference')
if not permit[1] then
  return 0
end
redis.call('DEL', KEYS[2])
if redis.call('GET', permit[6]) == ARGV[4] then
  redis.call('DEL', permit[6])
end

local granted, slots, begins, latest = tonumber(permit[1]), tonumber(permit[2]), permit[4], tonumber(permit[5])
local verdict, part = ARGV[1], tonumber(ARGV[3])
local now = clock()

-- A part that has left the window is gone, and so is its slot.
local held = tonumber(redis.call('HGET', KEYS[1], begins) or '0')
if held >= slots then
  if held == slots then
    redis.call('HDEL', KEYS[1], begins)
  else
    redis.call('HINCRBY', KEYS[1], begins, -slots)
  end
  if verdict ~= 'UNUSED' then
    -- The call began before now, so counting it from now on is the safe side, and sooner than at the permit's end.
    local at = math.min(now, latest)
    redis.call('HINCRBY', KEYS[1], text(at - at % part), slots)
  end
end

if verdict ~= 'USED' and redis.call('HGET', KEYS[1], 'day') == permit[3] then
  local used = tonumber(redis.call('HGET', KEYS[1], 'used') or '0')
  redis.call('HSET', KEYS[1], 'used', text(math.max(0, used - granted)))
end

if verdict == 'PUSHED_BACK' then
  local gate = now + tonumber(ARGV[2])
  if gate > tonumber(redis.call('HGET', KEYS[1], 'gate') or '0') then
    redis.call('HSET', KEYS[1], 'gate', text(gate))
    if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[2]) + 86400000 then
      redis.call('PEXPIRE', KEYS[1], text(tonumber(ARGV[2]) + 86400000))
    end
  end
end
return 1
