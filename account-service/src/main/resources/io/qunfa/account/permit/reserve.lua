-- KEYS: 1 account state, 2 new permit, 3 reference -> permit id, 4 marker of the corp's limiter
-- ARGV: 1 recipients, 2 whole only (1/0), 3 slots are messages (1) or calls (0), 4 daily quota, 5 slots per window,
--       6 window, 7 part of the window, 8 life of a permit, 9 how much later than its end a call may begin,
--       10 zone offset in seconds, 11 how long an ended permit can be settled, 12 new permit id, 13 key prefix of permits,
--       14 may the marker be new (1/0), 15 how long the limiter stays closed when the marker is lost; durations in ms
-- Answers {granted, permit id, ends at, retry after, limit}.
local recipients, wholeOnly, perMessage = tonumber(ARGV[1]), ARGV[2] == '1', ARGV[3] == '1'
local quota, limit = tonumber(ARGV[4]), tonumber(ARGV[5])
local window, part, life, late = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])
local offset = tonumber(ARGV[10])
local now = clock()

local openFrom = tonumber(redis.call('GET', KEYS[4]) or '-1')
if openFrom < 0 then
  openFrom = ARGV[14] == '1' and now or now + tonumber(ARGV[15])
  redis.call('SET', KEYS[4], text(openFrom))
end
if now < openFrom then
  return { 0, '', 0, openFrom - now, 'LIMITER_UNAVAILABLE' }
end

local earlier = redis.call('GET', KEYS[3])
if earlier then
  local permit = redis.call('HMGET', ARGV[13] .. earlier, 'granted', 'ends', 'retry', 'limit')
  if permit[1] and tonumber(permit[2]) > now then
    return { tonumber(permit[1]), earlier, tonumber(permit[2]), tonumber(permit[3]), permit[4] }
  end
end

local state = read(KEYS[1], now, window, part, offset)
if #state.stale > 0 then
  redis.call('HDEL', KEYS[1], unpack(state.stale))
end
if now < state.gate then
  return { 0, '', 0, state.gate - now, 'PUSHED_BACK' }
end

local leftToday = math.max(0, quota - state.used)
local free = math.max(0, limit - state.taken)
local inWindow = perMessage and free or (free > 0 and recipients or 0)
local granted = math.min(recipients, leftToday, inWindow)
if wholeOnly and granted < recipients then
  granted = 0
end

local decidedBy, retry = 'NONE', 0
if granted < recipients then
  if leftToday < recipients and (leftToday <= inWindow or granted == 0) then
    decidedBy, retry = 'DAILY_QUOTA', untilMidnight(now, state, offset)
  else
    local wanted = 1
    if perMessage and wholeOnly then wanted = recipients end
    decidedBy, retry = 'ACCOUNT_WINDOW', math.max(1, untilFree(now, state, wanted, limit - granted * (perMessage and 1 or 0), window, part))
  end
end
if granted == 0 then
  return { 0, '', 0, retry, decidedBy }
end

local ends = now + life
local latest = ends + late
local begins = text(latest - latest % part)
local slots = perMessage and granted or 1
redis.call('HSET', KEYS[1], 'day', text(state.day), 'used', text(state.used + granted))
redis.call('HINCRBY', KEYS[1], begins, slots)
redis.call('PEXPIRE', KEYS[1], text(math.max(2 * 86400000, window + part + life + late)))
redis.call('HSET', KEYS[2], 'granted', text(granted), 'slots', text(slots), 'day', text(state.day), 'begins', begins,
  'latest', text(latest), 'ends', text(ends), 'retry', text(retry), 'limit', decidedBy, 'reference', KEYS[3])
redis.call('PEXPIRE', KEYS[2], text(life + tonumber(ARGV[11])))
redis.call('SET', KEYS[3], ARGV[12], 'PX', text(life))
return { granted, ARGV[12], ends, retry, decidedBy }
