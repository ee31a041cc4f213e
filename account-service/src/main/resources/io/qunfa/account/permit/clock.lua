-- All numbers are whole milliseconds or counts; below 2^53 a Lua number holds them exactly.
local function text(number)
  return string.format('%.0f', number)
end

local function clock()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
