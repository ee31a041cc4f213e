-- The limits of one corp and API. Their state is a hash beside W, M, H and gate as everywhere:
--   share    thousandths of the published rates that are used; cut, raised: when that changed last
--   calm     the share is not raised before this millisecond
--   conc     thousandths of calls that may be under way; concCut: when that was cut last
--   block    how long the API was closed last time, in ms
-- Calls under way are a sorted set of permits by the millisecond from which on they cannot be under way any more.

-- ARGV from here on: published rate per minute, per hour, ceiling per minute, per hour (-1: none), share at the start,
-- at most, step up, ms between steps, calls at once at the start, at most, retry when too many are under way in ms.
local function apiSettings(from)
  return {
    perMinute = tonumber(ARGV[from]), perHour = tonumber(ARGV[from + 1]),
    minuteCeiling = tonumber(ARGV[from + 2]), hourCeiling = tonumber(ARGV[from + 3]),
    start = tonumber(ARGV[from + 4]), most = tonumber(ARGV[from + 5]), step = tonumber(ARGV[from + 6]),
    stepEvery = tonumber(ARGV[from + 7]), concStart = tonumber(ARGV[from + 8]), concMost = tonumber(ARGV[from + 9]),
    crowded = tonumber(ARGV[from + 10])
  }
end

local function shareOf(published, share, ceiling)
  local limit = math.max(1, math.floor(published * share / 1000))
  return ceiling < 0 and limit or math.min(limit, ceiling)
end

local function readApi(key, inFlight, gen, now, settings)
  local minute, hour = window(-1, 60000, 20), window(-1, 3600000, 60)
  local api = read(key, now, { M = minute, H = hour })
  if api.gen ~= gen then
    -- New, or lost: an hour ago cannot be known, so the rates of an hour must do for what was called before and after.
    -- That WeCom has closed the API is still known. All of it is kept at once: this run may grant nothing.
    if api.gen or gen > 1 then
      redis.call('DEL', key)
      minute, hour = window(-1, 60000, 20), window(-1, 3600000, 60)
      api = { stale = {}, gate = api.gate or 0, block = api.block or 0, calm = now + 3600000,
        share = math.min(settings.start, settings.most) }
      redis.call('HSET', key, 'gen', text(gen), 'share', text(api.share), 'calm', text(api.calm),
        'gate', text(api.gate), 'block', text(api.block), 'conc', text(settings.concStart * 1000))
      redis.call('PEXPIRE', key, '604800000')
    end
    api.gen = gen
  end
  api.share = math.min(api.share or settings.start, settings.most)
  api.conc = math.min(api.conc or settings.concStart * 1000, settings.concMost * 1000)
  minute.limit = shareOf(settings.perMinute, api.share, settings.minuteCeiling)
  hour.limit = shareOf(settings.perHour, api.share, settings.hourCeiling)
  redis.call('ZREMRANGEBYSCORE', inFlight, '-inf', text(now))
  api.underWay = redis.call('ZCARD', inFlight)
  api.minute, api.hour = minute, hour
  return api
end

-- The limits in the form that decide() takes; each lets so many calls begin.
local function apiLimits(api, now, settings, toRecipients)
  local crowded = api.underWay >= math.floor(api.conc / 1000)
  local function rate(counted)
    return {
      name = 'API_RATE',
      free = toRecipients(freeSlots(counted)),
      wait = function() return untilFree(counted, 1, now) end
    }
  end
  return
    {
      name = 'API_BLOCKED',
      free = now < (api.gate or 0) and 0 or math.huge,
      wait = function() return api.gate - now end
    },
    rate(api.minute),
    rate(api.hour),
    {
      name = 'API_CONCURRENCY',
      free = crowded and 0 or math.huge,
      wait = function() return settings.crowded end
    }
end

local function takeApi(key, inFlight, api, calls, latest, underWayUntil, permitId, now, settings)
  forgetStale(key, api)
  api.raised = api.raised or now
  if now - api.raised >= settings.stepEvery and now >= (api.calm or 0)
      and api.minute.taken * 2 >= api.minute.limit then
    api.share = math.min(settings.most, api.share + settings.step)
    api.raised = now
  end
  redis.call('HSET', key, 'gen', text(api.gen), 'share', text(api.share), 'conc', text(api.conc),
    'raised', text(api.raised), 'calm', text(api.calm or 0), 'gate', text(api.gate or 0))
  redis.call('HINCRBY', key, partOf('M', latest, api.minute.part), calls)
  redis.call('HINCRBY', key, partOf('H', latest, api.hour.part), calls)
  redis.call('PEXPIRE', key, '604800000')
  redis.call('ZADD', inFlight, text(underWayUntil), permitId)
  redis.call('PEXPIRE', inFlight, text(math.max(underWayUntil - now + 60000, redis.call('PTTL', inFlight))))
end

-- That WeCom has closed an API outlives what was counted: also a permit that was counted before a loss, or went with it,
-- has the API rest. As always saying it twice changes nothing: in the permit's place stands for a while that it was told.
local function restAfterLoss(key, permit, told, now)
  if told.cause ~= 'RATE' or told.rest <= 0 or redis.call('HGET', permit, 'told') then
    return
  end
  local gate = now + math.min(told.rest, told.longestBlock)
  if gate > tonumber(redis.call('HGET', key, 'gate') or '0') then
    redis.call('HSET', key, 'gate', text(gate))
    redis.call('PEXPIRE', key, '604800000')
  end
end

local function rememberTold(permit, told)
  if told.cause == 'RATE' and told.rest > 0 then
    redis.call('HSET', permit, 'told', '1')
    redis.call('PEXPIRE', permit, text(told.longestBlock))
  end
end

-- What a settled permit of so many calls, of which so many were made, tells about the API.
local function settleApi(key, inFlight, permitId, calls, made, latest, grantedAt, told, now)
  local at = math.min(now, latest)
  move(key, 'M', partOf('M', latest, 3000), calls, made, at, 3000)
  move(key, 'H', partOf('H', latest, 60000), calls, made, at, 60000)
  local underWay = redis.call('ZCOUNT', inFlight, '(' .. text(now), '+inf')
  redis.call('ZREM', inFlight, permitId)
  local api = redis.call('HMGET', key, 'share', 'cut', 'conc', 'concCut', 'gate', 'block')
  if not api[1] then
    return
  end
  local share, conc, gate, block = tonumber(api[1]), tonumber(api[3]), tonumber(api[5] or '0'), tonumber(api[6] or '0')
  if told.cause == 'RATE' then
    -- Calls that were under way together are pushed back together: one cut for all of them.
    if grantedAt > tonumber(api[2] or '0') then
      -- Pushed back again soon after a block: it was a longer window than we thought.
      local length = told.rest
      if block > 0 and now - gate < block then
        length = math.max(length, block * 4)
      end
      length = math.min(length, told.longestBlock)
      redis.call('HSET', key, 'share', text(math.max(told.least, math.floor(share / 2))), 'cut', text(now),
        'raised', text(now + length), 'block', text(length), 'gate', text(math.max(gate, now + length)))
    else
      redis.call('HSET', key, 'gate', text(math.max(gate, math.min(now + told.rest, now + told.longestBlock))))
    end
  elseif told.cause == 'CONCURRENCY' then
    if grantedAt > tonumber(api[4] or '0') then
      redis.call('HSET', key, 'conc', text(math.max(1000, math.floor(conc / 2))), 'concCut', text(now))
    end
  elseif made > 0 and underWay >= math.floor(conc / 1000) then
    redis.call('HSET', key, 'conc', text(math.min(told.concMost * 1000, conc + math.floor(1000000 / conc))))
  end
end
