// What sections share: checks and doubts.
#include <algorithm>
#include <ranges>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "moebench/report/inline_text.hpp"
#include "moebench/report/sections.hpp"
#include "moebench/report/table.hpp"

namespace moebench::report {

std::string interruption_note(const core::Attributes& config) {
  const std::string planned = config.text("runs_planned");
  return planned.empty() ? ""
                         : fmt::format(
                               "**INTERRUPTED** after {} of {} runs. The figures are of those that were "
                               "completed; what had no turn yet is left out.\n\n",
                               config.text("runs"), planned);
}

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

namespace {

/// One doubt, and everything that it is about.
struct Doubt {
  core::Warning warning;
  std::vector<std::string> subjects;
};

/// "a", "a and b", "a, b and c", "a, b, c and 5 others".
std::string listed(const std::vector<std::string>& subjects) {
  constexpr std::size_t shown = 3;
  std::string text;
  for (std::size_t i = 0; i < std::min(shown, subjects.size()); ++i) {
    const bool last = i + 1 == subjects.size();
    text += (i == 0 ? "" : last ? " and " : ", ") + inline_text(subjects[i]);
  }
  const std::size_t others = subjects.size() - std::min(shown, subjects.size());
  return others == 0 ? text : text + fmt::format(" and {} other{}", others, others == 1 ? "" : "s");
}

}  // namespace

bool raises_doubts(const Measured& measured, std::size_t result, Shown shown) {
  const core::Summary& summary = measured.analysis.summaries[result];
  return !measured.set.results[result].warnings.empty() ||
         std::ranges::any_of(summary.warnings,
                             [&](const core::Warning& warning) { return concerns(warning, summary, shown); });
}

std::string doubts(const Measured& measured, Shown shown) {
  std::vector<Doubt> all;
  const auto add = [&all](const core::Warning& warning) {
    const auto same = [&](const Doubt& doubt) {
      return doubt.warning.code == warning.code && doubt.warning.message == warning.message;
    };
    const auto at = std::ranges::find_if(all, same);
    if (at == all.end()) {
      all.push_back({.warning = warning, .subjects = {warning.subject}});
    } else if (std::ranges::find(at->subjects, warning.subject) == at->subjects.end()) {
      at->subjects.push_back(warning.subject);
    }
  };
  for (std::size_t i = 0; i < measured.set.results.size(); ++i) {
    std::ranges::for_each(measured.set.results[i].warnings, add);
    const core::Summary& summary = measured.analysis.summaries[i];
    std::ranges::for_each(summary.warnings | std::views::filter([&](const core::Warning& warning) {
                            return concerns(warning, summary, shown);
                          }),
                          add);
  }
  std::ranges::for_each(measured.analysis.warnings, add);
  std::string out;
  for (const Doubt& doubt : all) {
    out += fmt::format("- {} ({}): {}\n", listed(doubt.subjects), core::name(doubt.warning.code),
                       inline_text(doubt.warning.message));
  }
  return out.empty() ? out : "Doubts:\n\n" + out;
}

}  // namespace moebench::report
