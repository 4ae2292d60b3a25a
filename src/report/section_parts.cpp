// What sections share: checks and doubts.
#include <algorithm>
#include <ranges>
#include <vector>

#include <fmt/format.h>

#include "moebench/report/inline_text.hpp"
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

namespace {

/// Whether the mean between runs has no interval, or one that no time can have.
bool mean_is_doubtful(const core::BetweenRuns& runs) {
  return !runs.mean.interval || runs.mean.interval->lower < 0;
}

/// Whether a doubt concerns a reader of figures with these intervals. Intervals between runs do not rest on samples
/// being independent, nor on there being enough of them for a quantile's own interval; and where means alone are shown,
/// what is wrong with the quantiles' intervals is nobody's concern.
bool concerns(const core::Warning& warning, const core::Summary& summary, Shown shown) {
  switch (warning.code) {
    case core::WarningCode::autocorrelated: return !summary.between_runs;
    case core::WarningCode::quantile_not_estimable: return !summary.between_runs && shown == Shown::quantiles;
    case core::WarningCode::zero_variance:
    case core::WarningCode::n_too_small:
      return shown == Shown::quantiles || !summary.between_runs || mean_is_doubtful(*summary.between_runs);
    default: return true;
  }
}

}  // namespace

std::string doubts(const Measured& measured, Shown shown) {
  std::vector<core::Warning> all;
  const auto add = [&all](const core::Warning& warning) {
    if (std::ranges::find(all, warning) == all.end()) {
      all.push_back(warning);
    }
  };
  for (std::size_t i = 0; i < measured.set.results.size(); ++i) {
    std::ranges::for_each(measured.set.results[i].warnings, add);
    const core::Summary& summary = measured.summaries[i];
    std::ranges::for_each(summary.warnings | std::views::filter([&](const core::Warning& warning) {
                            return concerns(warning, summary, shown);
                          }),
                          add);
  }
  std::string out;
  for (const core::Warning& warning : all) {
    out += fmt::format("- {} ({}): {}\n", inline_text(warning.subject), core::name(warning.code),
                       inline_text(warning.message));
  }
  return out.empty() ? out : "Doubts:\n\n" + out;
}

}  // namespace moebench::report
