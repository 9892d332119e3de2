-- wrk's script: prepared requests one after the other, and answers that name errors counted.
-- Words after `--`: the file of the requests (for each its length, a line feed, its bytes), and the first to send.
local prepared, turn = {}, 0
local threads = {}
failed = 0

function setup(thread)
   threads[#threads + 1] = thread
end

function init(words)
   local file = assert(io.open(words[1], "rb"))
   while true do
      local length = file:read("*l")
      if not length then break end
      prepared[#prepared + 1] = file:read(tonumber(length))
   end
   file:close()
   turn = tonumber(words[2])
end

function request()
   turn = turn + 1
   return prepared[(turn - 1) % #prepared + 1]
end

function response(status, headers, body)
   if status ~= 200 or body:find('"errors":', 1, true) or body:find('"code":', 1, true) then
      failed = failed + 1
   end
end

function done(summary, latency, requests)
   local wrong = 0
   for _, thread in ipairs(threads) do wrong = wrong + thread:get("failed") end
   local errors = summary.errors
   io.write(string.format(
      'MEASURED {"answered": %d, "micros": %d, "p50": %d, "p99": %d, "failed": %d, "unanswered": %d}\n',
      summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), wrong,
      errors.connect + errors.read + errors.write + errors.timeout))
end
