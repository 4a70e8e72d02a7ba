-- What wrk says at its end, as one line of JSON.
done = function(summary, latency, requests)
  local failed = summary.errors.connect + summary.errors.read + summary.errors.write
    + summary.errors.status + summary.errors.timeout
  io.write(string.format(
    '\n{"p50": %.3f, "p95": %.3f, "requests": %d, "seconds": %.3f, "failed": %d}\n',
    latency:percentile(50) / 1000, latency:percentile(95) / 1000,
    summary.requests, summary.duration / 1e6, failed))
end
