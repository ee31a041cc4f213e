-- KEYS: 1 marker of a slot
-- ARGV: 1 generation, 2 how long the slot stays closed in ms
-- Begins a generation, unless it or a later one has begun. Answers the millisecond from which the slot is open.
local marker = redis.call('HMGET', KEYS[1], 'gen', 'version', 'open')
if marker[1] and tonumber(marker[1]) >= tonumber(ARGV[1]) then
  return tonumber(marker[3])
end
local open = clock() + tonumber(ARGV[2])
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'gen', ARGV[1], 'version', '0', 'open', text(open))
return open
