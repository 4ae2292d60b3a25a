// Adjusts p values for having asked several questions at once. Included by compare.
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace moebench::stats {

using PValues = std::vector<std::optional<double>>;

/// Holm's step-down adjustment, which bounds the chance of any false finding (Scandinavian Journal of Statistics 6,
/// 1979). p in [0, 1], in any order; the answer is in the same order. An empty p stays empty and does not count in the
/// family.
PValues holm(std::span<const std::optional<double>> p_values);

/// Benjamini and Hochberg's adjustment, which bounds the expected share of false findings (JRSS B 57, 1995). As `holm`.
PValues benjamini_hochberg(std::span<const std::optional<double>> p_values);

}  // namespace moebench::stats
