-- KEYS: 1 marker of the corp's slot, 2 API state, 3 calls under way, 4 new permit
-- ARGV: 1 generation, 2 version seen, 3, 4 unused, 5 calls, 6 life of the permit, 7 how much later a call may begin,
--       8 how long a call lasts, 9 how long an ended permit can be settled, 10 permit id, 11 ff. see apiSettings
-- A permit for several calls lets them be made one after another: it is one call under way.
-- Answers {granted, permit id, life left, retry after, limit, version, 0, 0, now}; run again while the permit lives, the
-- same grant.
local gen, calls, life = tonumber(ARGV[1]), tonumber(ARGV[5]), tonumber(ARGV[6])
local settings = apiSettings(11)
local now = clock()
local closed, wait = door(KEYS[1], gen, tonumber(ARGV[2]), now)
if closed then
  return { 0, '', 0, wait, closed, 0, 0, 0, now }
end
if redis.call('HGET', KEYS[4], 'settled') then
  -- Who made this ask has given it back or used its slice meanwhile, and waits for no answer.
  return { 0, '', 0, 1, 'API_CONCURRENCY', 0, 0, 0, now }
end
local before = redis.call('HMGET', KEYS[4], 'granted', 'ends', 'retry', 'limit', 'gen', 'latest')
if before[1] and tonumber(before[5]) == gen then
  if tonumber(before[2]) > now then
    return { tonumber(before[1]), ARGV[10], tonumber(before[2]) - now, tonumber(before[3]), before[4],
      tonumber(redis.call('HGET', KEYS[1], 'version')), 0, 0, now }
  end
  -- It ended, and who asks again under its name has not used it: it returns.
  settleApi(KEYS[2], KEYS[3], ARGV[10], tonumber(before[1]), 0, tonumber(before[6]), 0, { cause = 'NONE' }, now)
end
redis.call('DEL', KEYS[4])
local api = readApi(KEYS[2], KEYS[3], gen, now, settings)
local granted, decidedBy, retry =
  decide({ apiLimits(api, now, settings, function(slots) return slots end) }, calls, false)
if granted == 0 then
  return { 0, '', 0, retry, decidedBy, 0, 0, 0, now }
end
local ends = now + life
local latest = ends + tonumber(ARGV[7])
takeApi(KEYS[2], KEYS[3], api, granted, latest, latest + tonumber(ARGV[8]), ARGV[10], now, settings)
redis.call('HSET', KEYS[4], 'granted', text(granted), 'at', text(now), 'latest', text(latest),
  'ends', text(ends), 'retry', text(retry), 'limit', decidedBy, 'gen', text(gen))
redis.call('PEXPIRE', KEYS[4], text(life + tonumber(ARGV[9])))
local version = redis.call('HINCRBY', KEYS[1], 'version', 1)
return { granted, ARGV[10], life, retry, decidedBy, version, 0, 0, now }
