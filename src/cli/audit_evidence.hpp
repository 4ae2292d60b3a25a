// What an audit needs beside the two files: the recipe carried out, the candidate's inference run again, this machine
// measured. Private to cli.
#pragma once

#include <string>

#include "moebench/audit/evidence.hpp"
#include "moebench/core/error.hpp"
#include "moebench/core/result_set.hpp"

namespace moebench::cli {

/// Trains the benchmark model, runs the candidate's model (that one, or the file that the candidate's configuration
/// names as "model") when its hash is the recorded one, by the kernel of the `judged` result, and measures how fast
/// this machine reads and computes unless this build is instrumented or not optimised. Takes about a second. Leaves
/// figures, claims and elsewhere to the caller.
audit::Evidence gather_evidence(const core::ResultSet& candidate, const core::BenchmarkResult& judged);

}  // namespace moebench::cli
