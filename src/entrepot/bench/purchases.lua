-- Drives POST /api/v1/purchases: two lines of two merchants, a Chinese address, a fresh key each time.
-- BENCH_FOLDER holds variants.txt and people.txt, one id a line.
local counter, thread_id, threads = 0, 0, {}
local variants, people = {}, {}

local function read(name, into)
  for line in io.lines(os.getenv("BENCH_FOLDER") .. "/" .. name) do into[#into + 1] = line end
end

function setup(thread)
  thread:set("number", #threads + 1)
  threads[#threads + 1] = thread
end

function init(args)
  read("variants.txt", variants)
  read("people.txt", people)
  math.randomseed(os.time() * 100 + number)
end

function request()
  counter = counter + 1
  local first = math.random(#variants)
  local second = first % #variants + 1
  local body = '{"currency":"CNY","email":"buyer@example.com","ship_to":{"country":"CN","region":"上海市","city":"上海市",' ..
    '"district":"黄浦区","postal_code":"200001","lines":["南京东路1号"],"name":"收件人","phone":"+8613800138000",' ..
    '"id_number":"' .. people[math.random(#people)] .. '"},"lines":[{"variant":"' .. variants[first] ..
    '","quantity":1},{"variant":"' .. variants[second] .. '","quantity":1}],"payment":{"provider":"sandbox","token":"tok_ok"}}'
  return wrk.format("POST", "/api/v1/purchases", {
    ["Content-Type"] = "application/json",
    ["Idempotency-Key"] = number .. "-" .. os.time() .. "-" .. counter .. "-" .. math.random(1e9),
  }, body)
end

local shown = 0
function response(status, headers, body)
  if status ~= 201 then
    failed = (failed or 0) + 1
    if shown < 3 then shown = shown + 1; io.stderr:write(status, " ", body, "\n") end
  end
end

function done(summary, latency, requests)
  local failures = 0
  for _, thread in ipairs(threads) do failures = failures + (thread:get("failed") or 0) end
  io.write(string.format("RESULT %d %d %d %d %d %d %d\n", summary.requests, summary.duration,
    failures + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50), latency:percentile(95), latency:percentile(99), latency.max))
end
