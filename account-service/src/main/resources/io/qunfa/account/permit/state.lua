-- What the scripts share. A state is a hash:
--   gen            the generation of the slot in which it was counted
--   day, used      recipients counted on that day (days since 1970 where the days turn)
--   credit         so many recipients may be counted on that day; MySQL knows it, so that they survive this hash
--   gate           no permits before this millisecond
--   W<ms>, M<ms>, H<ms>  slots taken in the part of a sliding window that begins at this millisecond

-- Every slot has a marker: gen, version (how many grants were counted), open (from when on it is open). Counts are
-- trusted only while the marker is at least as new as the asker knows it to have been. Only what passes this door raises
-- the version: what is settled after a loss must not fill up what the loss took. A settlement that is lost itself leaves
-- more counted than was used.
local function door(key, gen, seen, now)
  local marker = redis.call('HMGET', key, 'gen', 'version', 'open')
  local has = tonumber(marker[1] or '0')
  if has > gen then
    return 'OUTDATED', 0
  end
  if has < gen or tonumber(marker[2]) < seen then
    return 'LOST', 0
  end
  local open = tonumber(marker[3])
  if now < open then
    return 'LIMITER_UNAVAILABLE', open - now
  end
  return nil, 0
end

-- A limit below 0 is none.
local function window(limit, length, parts)
  return { limit = limit, length = length, part = math.ceil(length / parts), taken = 0, parts = {} }
end

-- A permit's slot stands in the part of the window where its call may begin at the latest. A part counts as long as
-- any of its moments lies within the window before now, and parts yet to come count too. So of the calls of any
-- window, whenever they really began, all earlier ones are counted when the last one is permitted.
local function read(key, now, windows)
  local fields = redis.call('HGETALL', key)
  local state = { stale = {} }
  for i = 1, #fields, 2 do
    local name, value = fields[i], tonumber(fields[i + 1])
    local counted = windows[string.sub(name, 1, 1)]
    if not counted then
      state[name] = value
    else
      local begins = tonumber(string.sub(name, 2))
      if begins + counted.part + counted.length <= now then
        state.stale[#state.stale + 1] = name
      else
        counted.taken = counted.taken + value
        counted.parts[#counted.parts + 1] = { begins = begins, taken = value }
      end
    end
  end
  return state
end

local function forgetStale(key, state)
  if #state.stale > 0 then
    redis.call('HDEL', key, unpack(state.stale))
  end
end

-- Begins a new day. A clock that stepped back over midnight does not open a second quota.
local function turnDay(state, now, offset)
  local today = math.floor((now / 1000 + offset) / 86400)
  local day = state.day or today
  if day < today then
    state.used, state.credit = 0, 0
  end
  state.day = math.max(day, today)
  state.used = state.used or 0
  state.credit = state.credit or 0
end

local function untilMidnight(now, state, offset)
  return math.max(1, ((state.day + 1) * 86400 - offset) * 1000 - now)
end

-- Takes in what MySQL knows. A state of another generation was lost, or is older than what was lost: then everything
-- that MySQL allowed to be counted on this day may have been counted.
local function trust(state, gen, creditDay, credit)
  local lost = state.gen ~= gen
  if lost and creditDay < 0 then
    return false
  end
  state.gen = gen
  if creditDay > state.day then
    state.day, state.used, state.credit = creditDay, lost and credit or 0, credit
  elseif creditDay == state.day then
    state.credit = math.max(state.credit, credit)
    if lost then
      state.used = math.max(state.used, credit)
    end
  end
  return true
end

-- How long until so many slots are free at the latest. Asking earlier may help: a settled call counts from when it began.
local function untilFree(counted, slots, now)
  table.sort(counted.parts, function(a, b) return a.begins < b.begins end)
  local taken, freeAt = counted.taken, now + 1
  for _, p in ipairs(counted.parts) do
    if taken + slots <= counted.limit then break end
    taken = taken - p.taken
    freeAt = p.begins + counted.part + counted.length
  end
  return math.max(1, freeAt - now)
end

local function freeSlots(counted)
  return counted.limit < 0 and math.huge or math.max(0, counted.limit - counted.taken)
end

-- The field of the part in which this moment lies.
local function partOf(prefix, at, part)
  return prefix .. text(at - at % part)
end

local function takeOut(key, field, slots)
  local held = tonumber(redis.call('HGET', key, field) or '0')
  if held < slots then
    return false
  end
  if held == slots then
    redis.call('HDEL', key, field)
  else
    redis.call('HINCRBY', key, field, -slots)
  end
  return true
end

-- Moves slots from where their call might have begun at the latest to where it has begun at the latest now. A part
-- that has left its window is gone, and so is its slot.
local function move(key, prefix, from, slots, kept, at, part)
  if slots > 0 and takeOut(key, from, slots) and kept > 0 then
    redis.call('HINCRBY', key, partOf(prefix, at, part), kept)
  end
end

-- Of several limits the one that decides: { name, free, wait }. Names the one that opens last if nothing is granted,
-- else the tightest.
local function decide(limits, recipients, wholeOnly)
  local granted = recipients
  for _, limit in ipairs(limits) do
    granted = math.min(granted, limit.free)
  end
  if wholeOnly and granted < recipients then
    granted = 0
  end
  if granted == recipients then
    return granted, 'NONE', 0
  end
  local needed = wholeOnly and recipients or granted + 1
  local name, wait = 'NONE', -1
  for _, limit in ipairs(limits) do
    if limit.free < needed then
      local own = limit.wait(wholeOnly and recipients or 1, granted)
      if own > wait then
        name, wait = limit.name, own
      end
    end
  end
  return granted, name, wait
end
