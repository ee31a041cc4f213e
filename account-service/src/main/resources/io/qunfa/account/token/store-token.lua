-- KEYS: 1 token (hash), 2 last version, 3 refresh lock
-- ARGV: 1 owner of the lock, 2 sealed token, 3 secret version, 4 expires at (ms), 5 life in ms, 6 version to keep or ''
-- Answers the version, or 0 if the lock went to another owner meanwhile: then his token counts.
if redis.call('GET', KEYS[3]) ~= ARGV[1] then
  return 0
end
local version = tonumber(ARGV[6])
if not version then
  local time = redis.call('TIME')
  local millis = time[1] * 1000 + math.floor(time[2] / 1000)
  -- Grows also after Redis lost the last version.
  version = math.max(tonumber(redis.call('GET', KEYS[2]) or '0') + 1, millis)
  redis.call('SET', KEYS[2], string.format('%.0f', version))
end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'sealed', ARGV[2], 'version', string.format('%.0f', version), 'secret', ARGV[3], 'expires', ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return version
