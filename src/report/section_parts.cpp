// What sections share: checks and doubts.
#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "moebench/report/sections.hpp"
#include "moebench/report/table.hpp"

namespace moebench::report {

std::string checks_table(const core::ResultSet& set) {
  Table table{{{"Check"}, {"Expected", Align::right}, {"Seen", Align::right}, {"Verdict"}}};
  for (const core::BenchmarkResult& result : set.results) {
    for (const core::Check& check : result.checks) {
      table.add({fmt::format("{}: {}", result.name, check.name), check.expected, check.actual,
                 check.ok ? "ok" : "**FAILED**"});
    }
  }
  return table.empty() ? "" : table.markdown();
}

std::string doubts(const Measured& measured, Shown shown) {
  std::vector<core::Warning> all;
  const auto add = [&all, shown](const std::vector<core::Warning>& warnings) {
    for (const core::Warning& warning : warnings) {
      const bool concerns = shown == Shown::quantiles || warning.code != core::WarningCode::quantile_not_estimable;
      if (concerns && std::ranges::find(all, warning) == all.end()) {
        all.push_back(warning);
      }
    }
  };
  for (std::size_t i = 0; i < measured.set.results.size(); ++i) {
    add(measured.set.results[i].warnings);
    add(measured.summaries[i].warnings);
  }
  std::string out;
  for (const core::Warning& warning : all) {
    out += fmt::format("- {} ({}): {}\n", warning.subject, core::name(warning.code), warning.message);
  }
  return out.empty() ? out : "Doubts:\n\n" + out;
}

}  // namespace moebench::report
