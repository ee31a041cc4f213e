-- What both scripts know about one account's state, a hash:
--   day, used   recipients counted on that day (days since 1970 in the corp's zone)
--   gate        no permits before this millisecond
--   <number>    slots taken in the part of the window that begins at this millisecond
-- All numbers are whole milliseconds or counts; below 2^53 a Lua number holds them exactly.

local function text(number)
  return string.format('%.0f', number)
end

local function clock()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- A permit's slot stands in the part of the window where its call may begin at the latest. A part counts as long as
-- any of its moments lies within the window before now, and parts yet to come count too. So of the calls of any
-- window, whenever they really began, all earlier ones are counted when the last one is permitted.
local function read(key, now, window, part, offset)
  local fields = redis.call('HGETALL', key)
  local state = { day = math.floor((now / 1000 + offset) / 86400), used = 0, gate = 0, taken = 0, parts = {} }
  local day, used = 0, 0
  local stale = {}
  for i = 1, #fields, 2 do
    local name, value = fields[i], tonumber(fields[i + 1])
    if name == 'day' then day = value
    elseif name == 'used' then used = value
    elseif name == 'gate' then state.gate = value
    elseif tonumber(name) + part + window <= now then stale[#stale + 1] = name
    else
      state.taken = state.taken + value
      state.parts[#state.parts + 1] = { begins = tonumber(name), taken = value }
    end
  end
  -- A clock that stepped back over midnight does not open a second quota.
  if day >= state.day then
    state.day = day
    state.used = used
  end
  state.stale = stale
  return state
end

local function untilMidnight(now, state, offset)
  return ((state.day + 1) * 86400 - offset) * 1000 - now
end

-- How long until so many slots are free at the latest. Asking earlier may help: a settled call counts from when it began.
local function untilFree(now, state, slots, limit, window, part)
  table.sort(state.parts, function(a, b) return a.begins < b.begins end)
  local taken = state.taken
  for _, p in ipairs(state.parts) do
    if taken + slots <= limit then break end
    taken = taken - p.taken
    state.freeAt = p.begins + part + window
  end
  return state.freeAt and state.freeAt - now or 0
end
