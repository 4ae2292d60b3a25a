// The parts of the suite and how they take turns. Private to cli.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "moebench/core/result_set.hpp"
#include "moebench/report/suite_report.hpp"
#include "progress.hpp"

namespace moebench::cli {

using EachSecond = std::function<void()>;

/// One scenario of the suite: how it is started, where its file goes, and what its runs gave.
struct Part {
  std::string file;
  std::string title;
  std::function<core::Result<core::ResultSet>(std::size_t run, const EachSecond& each_second)> start;
  report::Measured report::SuiteResults::*place;  // null: not a section of its own
  bool is_ours = true;                            // not PyTorch's
  std::vector<std::string> arguments = {};        // of this program, where it is ours
  core::ResultSet set = {};
  std::size_t completed = 0;  // runs in the set
};

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
