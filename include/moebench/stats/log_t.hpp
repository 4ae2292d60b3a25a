// Welch's test of the logarithms: the ratio of geometric means, for samples that vary by factors. Included by compare.
#pragma once

#include <optional>
#include <span>

#include "moebench/core/two_sample.hpp"

namespace moebench::stats {

/// Empty where a sample is not above 0 or a side is empty. A side with one sample, or two that do not vary, leave the
/// ratio alone, as does an interval that no double holds. level in (0, 1).
std::optional<core::LogT> log_t(std::span<const double> candidate, std::span<const double> baseline, double level);

}  // namespace moebench::stats
