-- Opens pages as a guest does: BENCH_FOLDER/pages.txt holds their paths, BENCH_COOKIE is what the browser sends with each.
local paths, cookie, threads, shown = {}, os.getenv("BENCH_COOKIE"), {}, 0

function setup(thread) threads[#threads + 1] = thread end

function init(args)
  for line in io.lines(os.getenv("BENCH_FOLDER") .. "/pages.txt") do paths[#paths + 1] = line end
  math.randomseed(20261125)
  failed = 0
end

function request()
  return wrk.format("GET", paths[math.random(#paths)], { ["Cookie"] = cookie, ["Accept"] = "text/html" })
end

function response(status, headers, body)
  if status ~= 200 then
    failed = failed + 1
    if shown < 3 then shown = shown + 1; io.stderr:write(status, " ", body:sub(1, 300), "\n") end
  end
end

function done(summary, latency, requests)
  local failures = 0
  for _, thread in ipairs(threads) do failures = failures + thread:get("failed") end
  io.write(string.format("RESULT %d %d %d %d %d %d %d\n", summary.requests, summary.duration,
    failures + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50), latency:percentile(95), latency:percentile(99), latency.max))
end
