// Owns the JSON form of what the samples of a file look like: schema moebench.stats/1. Computes nothing. Included by
// cli.
#pragma once

#include <string>

#include "moebench/core/description.hpp"

namespace moebench::io {

/// {"schema", "warnings", "results"}, every warning of every result in order. What is undefined or not finite is null.
/// "source" is "samples", or "summary" where a file has none: its figures are then the file's own, and what needs
/// samples is null. "mean_ci" counts samples as independent; "mean_ci_effective" is null unless they depend on each
/// other and counts what they are worth. "runs" is null unless two or more hold samples; its interval is the primary
/// one. "samples_needed" of a quantile is null where both limits are there. "bootstrap" is null unless asked for.
std::string to_json(const core::DescriptionSet& set);

}  // namespace moebench::io
