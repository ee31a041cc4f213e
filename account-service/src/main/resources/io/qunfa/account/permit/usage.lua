-- KEYS: 1 account state, 2 marker of the corp's limiter
-- ARGV: 1 daily quota, 2 slots per window, 3 window in ms, 4 part of it in ms, 5 zone offset in seconds
-- Answers {recipients counted today, millisecond of the next permit}. Changes nothing.
local quota, limit, window, part = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local offset = tonumber(ARGV[5])
local now = clock()
local state = read(KEYS[1], now, window, part, offset)
local wait = math.max(0, state.gate - now, tonumber(redis.call('GET', KEYS[2]) or '0') - now)
if state.taken >= limit then
  wait = math.max(wait, untilFree(now, state, 1, limit, window, part))
end
if state.used >= quota then
  wait = math.max(wait, untilMidnight(now, state, offset))
end
return { state.used, now + wait }
