-- KEYS: 1 token (hash), 2 mark that one was taken back a moment ago  ARGV: 1 version, 2 life of the mark in ms
if redis.call('HGET', KEYS[1], 'version') ~= ARGV[1] then
  return 0
end
if not redis.call('SET', KEYS[2], '', 'NX', 'PX', ARGV[2]) then
  return 0
end
return redis.call('DEL', KEYS[1])
