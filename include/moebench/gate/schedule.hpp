// When a gate that measures looks at its data, and when it has seen enough. Included by cli and by calibration.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "moebench/core/gate.hpp"

namespace moebench::gate {

inline constexpr std::size_t k_most_looks = 3;

/// The least number of pairs with which one of so many rows can be claimed to have changed at this two-sided alpha:
/// rows 2^-n <= alpha / 2 (Holm's bound of the least p that signed ranks have). rows >= 1.
std::size_t least_pairs(double alpha, std::size_t rows);

/// A quarter, a half and all of the blocks, without those at which alpha / 3 allows no claim; with that few, all of
/// them alone. Ascending, without repetition. blocks, rows >= 1, alpha in (0, 1).
std::vector<std::size_t> looks(std::size_t blocks, double alpha, std::size_t rows);

/// Whether no row can gain from going on: each is regressed, improved or equivalent, or its interval, on the
/// logarithmic scale, is no wider than `half_width` on either side.
bool settled(const std::vector<core::GateRow>& rows, std::optional<double> half_width);

}  // namespace moebench::gate
