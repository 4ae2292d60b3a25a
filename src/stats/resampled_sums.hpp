// The sums of resamples drawn with replacement: the part of the bootstrap that takes the time. Private to stats.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "moebench/stats/bootstrap.hpp"

namespace moebench::stats {

/// The sum of each of the resamples of `values`, every one from a stream of its own: `side` (0 or 1) tells
/// apart what is resampled independently with one seed. At least one value and fewer than 2^32. The same to the last
/// bit for any number of threads (0: one for each core).
std::vector<double> resampled_sums(std::span<const double> values, std::uint64_t side, const BootstrapOptions& options);

}  // namespace moebench::stats
