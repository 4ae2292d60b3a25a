// How the parts of the suite take turns. Private to cli.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "moebench/core/result_set.hpp"
#include "progress.hpp"
#include "suite_parts.hpp"

namespace moebench::cli {

struct Turns {
  std::size_t runs;
  std::uint64_t seed;  // of the order
};

/// Every part `runs` times, the parts taking turns in an order drawn anew for each turn; under an InterruptHandler, the
/// turns that were complete when Ctrl-C came, so that all parts have the same number of runs.
core::Result<void> measure_in_turns(std::vector<Part>& all, const Turns& turns, Progress& progress);

/// The fewest runs of any part that has some; 0 where none has.
std::size_t runs_of_every_part(const std::vector<Part>& all);

/// Whether a part has fewer runs than `planned`.
bool was_interrupted(const std::vector<Part>& all, std::size_t planned);

}  // namespace moebench::cli
