-- A flash sale: BENCH_BUYERS buyers, each with an identity number, an address and a key of its own, want one of BENCH_VARIANT.
-- Bounded by count, on one thread of wrk: no buyer begins after the last, and wrk ends when the last is answered.
local ffi = require("ffi")
ffi.cdef[[
  struct bench_time { long seconds; long nanoseconds; };
  int clock_gettime(int clock, struct bench_time *time);
  int getpid(void);
  int kill(int process, int signal);
]]
local REALTIME, INTERRUPT, NEVER_MS = 0, 2, 3600000

local buyers = tonumber(os.getenv("BENCH_BUYERS"))
local variant = os.getenv("BENCH_VARIANT")
local people = {}
-- wrk asks for one request that it checks and never sends.
local asked = -1
local began, answered, shown, run = 0, 0, 0, os.time()
local worker

local function micros()
  local time = ffi.new("struct bench_time")
  ffi.C.clock_gettime(REALTIME, time)
  return tonumber(time.seconds) * 1000000 + math.floor(tonumber(time.nanoseconds) / 1000)
end

function setup(thread) worker = thread end

function init(args)
  for line in io.lines(os.getenv("BENCH_FOLDER") .. "/buyers.txt") do people[#people + 1] = line end
  sold, short, failed, spent = 0, 0, 0, 0
  began = micros()
end

local begun = 0
function delay()
  begun = begun + 1
  return begun > buyers and NEVER_MS or 0
end

function request()
  asked = asked + 1
  local body = '{"currency":"CNY","email":"buyer' .. asked .. '@example.com","ship_to":{"country":"CN","region":"上海市",' ..
    '"city":"上海市","district":"黄浦区","postal_code":"200001","lines":["南京东路1号"],"name":"收件人",' ..
    '"phone":"+8613800138000","id_number":"' .. people[math.max(asked, 1)] .. '"},"lines":[{"variant":"' .. variant ..
    '","quantity":1}],"payment":{"provider":"sandbox","token":"tok_ok"}}'
  return wrk.format("POST", "/api/v1/purchases", {
    ["Content-Type"] = "application/json",
    ["Idempotency-Key"] = variant .. "-" .. run .. "-" .. asked,
  }, body)
end

function response(status, headers, body)
  answered = answered + 1
  if status == 201 then
    sold = sold + 1
  elseif status == 409 and body:find('"stock.short"', 1, true) then
    short = short + 1
  else
    failed = failed + 1
    if shown < 3 then shown = shown + 1; io.stderr:write(status, " ", body, "\n") end
  end
  if answered == buyers then
    spent = micros() - began
    ffi.C.kill(ffi.C.getpid(), INTERRUPT)
  end
end

function done(summary, latency, requests)
  local sold, short, spent = worker:get("sold"), worker:get("short"), worker:get("spent")
  local failures = worker:get("failed") + summary.errors.connect + summary.errors.read + summary.errors.write +
    summary.errors.timeout
  io.write(string.format("RESULT %d %d %d %d %d %d %d\n", summary.requests, spent > 0 and spent or summary.duration,
    failures, latency:percentile(50), latency:percentile(95), latency:percentile(99), latency.max))
  io.write(string.format("TOLD %d %d\n", sold, short))
end
