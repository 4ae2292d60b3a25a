// Owns the JSON and CSV forms of a gate's report: schema moebench.gate/1. Computes nothing. Included by cli.
#pragma once

#include <string>

#include "moebench/core/gate.hpp"

namespace moebench::io {

/// {"schema", "candidate", "baseline", "interleaved", "alpha", "level", "adjustment", "schedule", "blocks", "seconds",
/// "seed", counts by outcome, "rows", "failed_runs", "without_partner", "differences", "confirmed"}. What is undefined
/// is null.
std::string to_json(const core::GateReport& report);

/// A header line and one for each row.
std::string gate_csv(const core::GateReport& report);

}  // namespace moebench::io
