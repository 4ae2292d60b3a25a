// Owns the figures of one result as files show them, from its summary or, where that is silent, from what the result's
// own file reported. Included by io's writers of results.
#pragma once

#include <optional>

#include "moebench/core/result_set.hpp"
#include "moebench/core/summary.hpp"

namespace moebench::io {

/// Times in the result's unit; empty where undefined.
struct Figures {
  std::optional<double> p50, p95, p99, min, max;
  std::optional<double> throughput_per_sec;  // operations; of samples: core::Series's own
};

Figures figures(const core::BenchmarkResult& result, const core::Summary& summary);

}  // namespace moebench::io
