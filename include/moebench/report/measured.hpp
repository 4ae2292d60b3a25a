// A result set with the summary of each of its results: what every section is made from. Included by the sections and
// cli.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "moebench/core/result_set.hpp"
#include "moebench/core/summary.hpp"

namespace moebench::report {

/// Invariant: one summary for each result, in the same order.
struct Measured {
  core::ResultSet set;
  std::vector<core::Summary> summaries;

  /// Calls `use(result, summary)` for the result of that name, if there is one.
  template <class Use>
  void with(std::string_view name, Use use) const {
    for (std::size_t i = 0; i < set.results.size(); ++i) {
      if (set.results[i].name == name) {
        use(set.results[i], summaries[i]);
      }
    }
  }
};

}  // namespace moebench::report
