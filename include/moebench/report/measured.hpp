// A result set with its analysis: what every section is made from. Included by the sections and cli.
#pragma once

#include <string_view>

#include "moebench/core/analysis.hpp"
#include "moebench/core/result_set.hpp"

namespace moebench::report {

struct Measured {
  core::ResultSet set;
  core::Analysis analysis;  // of this set

  /// Calls `use(result, summary)` for the result of that name, if there is one.
  template <class Use>
  void with(std::string_view name, Use use) const {
    for (std::size_t i = 0; i < set.results.size(); ++i) {
      if (set.results[i].name == name) {
        use(set.results[i], analysis.summaries[i]);
      }
    }
  }
};

}  // namespace moebench::report
