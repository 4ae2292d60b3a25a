#include "moebench/report/history_summary.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "history_text.hpp"
#include "moebench/report/history_chart.hpp"
#include "moebench/report/inline_text.hpp"
#include "moebench/report/numbers.hpp"
#include "moebench/report/table.hpp"

namespace moebench::report {
namespace {

using core::HistoryChanges;
using core::HistorySeries;

/// The keys of lines of "key=value", in their order.
std::vector<std::string_view> keys_in(std::string_view lines) {
  std::vector<std::string_view> keys;
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    keys.push_back(line.substr(0, line.find('=')));
    lines.remove_prefix(std::min(line.size() + 1, lines.size()));
  }
  return keys;
}

/// What these machines are not told alike, first what a reader would name.
std::vector<std::string_view> differing_keys(std::span<const HistorySeries* const> group) {
  std::vector<std::string_view> all{"cpu_model", "cpu_available", "compiler", "build_type"};
  for (const HistorySeries* series : group) {
    std::ranges::copy(keys_in(series->machine), std::back_inserter(all));
  }
  std::vector<std::string_view> differing;
  for (const std::string_view key : all) {
    const auto differs = [&](const HistorySeries* series) {
      return fact_in(series->machine, key) != fact_in(group.front()->machine, key);
    };
    if (std::ranges::find(differing, key) == differing.end() && std::ranges::any_of(group, differs)) {
      differing.push_back(key);
    }
  }
  if (std::ranges::find(differing, "cpu_available") != differing.end()) {
    std::erase_if(differing, [](std::string_view key) {
      return key == "cpu_physical_cores" || key == "cpu_logical_cores";  // they say no more
    });
  }
  return differing;
}

/// "GCC 12.2.0", "2 cores", "governor powersave".
std::string named_fact(std::string_view key, std::string_view value) {
  std::string words{key};
  std::ranges::replace(words, '_', ' ');
  if (value.empty()) {
    return words + " not told";
  }
  const std::string text = inline_text(value);
  return key == "cpu_available"                                           ? text + (text == "1" ? " core" : " cores")
         : key == "cpu_model" || key == "compiler" || key == "build_type" ? text
                                                                          : words + " " + text;
}

/// What tells `one` from the others of its name.
std::string distinction(const HistorySeries& one, std::span<const HistorySeries* const> group) {
  std::vector<std::string> parts;
  const auto differs = [&](auto member) {
    return std::ranges::any_of(group, [&](const HistorySeries* other) { return other->*member != one.*member; });
  };
  if (differs(&HistorySeries::metric)) {
    parts.push_back(inline_text(one.metric));
  }
  if (differs(&HistorySeries::unit)) {
    parts.push_back("in " + inline_text(one.unit));
  }
  for (const std::string_view key : differing_keys(group)) {
    parts.push_back(named_fact(key, fact_in(one.machine, key)));
  }
  return parts.empty() ? "" : fmt::format(" ({})", fmt::join(parts, ", "));
}

enum class Lately : std::uint8_t { regressed, improved, not_code, unchanged, untested };

/// What the newest change of the level says.
Lately lately(const HistorySeries& series) {
  if (series.changes.empty()) {
    return series.tested ? Lately::unchanged : Lately::untested;
  }
  switch (series.changes.back().effect) {
    case core::ChangeEffect::regression: return Lately::regressed;
    case core::ChangeEffect::improvement: return Lately::improved;
    case core::ChangeEffect::not_code: break;
  }
  return Lately::not_code;
}

std::string lately_text(const HistorySeries& series) {
  switch (lately(series)) {
    case Lately::unchanged: return "no change found";
    case Lately::untested: return "too few to test";
    case Lately::not_code: return "changed within one commit";
    case Lately::regressed:
    case Lately::improved: break;
  }
  return fmt::format("{}, {}", lately(series) == Lately::regressed ? "regressed" : "improved",
                     name(series.changes.back().status));
}

/// "+98.4 %, worse"; "n/a" where there is nothing to divide by.
std::string change_in_percent(double from, double to, core::Better better) {
  if (!(from > 0) || !std::isfinite(to / from)) {
    return "n/a";
  }
  const double percent = 100 * (to / from - 1);
  const std::string text = percent < 999.5 ? fmt::format("{:+.3g} %", percent) : fmt::format("{:+.0f} %", percent);
  if (std::abs(percent) < 0.05) {
    return "as before";
  }
  return text + ((percent < 0) == (better == core::Better::lower) ? ", better" : ", worse");
}

/// Changed series first; those of one kind in their order.
std::vector<std::size_t> most_telling_first(const HistoryChanges& found) {
  std::vector<std::size_t> order(found.series.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    order[i] = i;
  }
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return lately(found.series[i]); });
  return order;
}

std::string series_table(const HistoryChanges& found) {
  Table table{{{"Result"},
               {"Verdict"},
               {"Since"},
               {"Level, before and now", Align::right},
               {"Change", Align::right},
               {"Newest", Align::right},
               {"Against the one before", Align::right}}};
  const std::vector<std::string> titles = series_titles(found);
  for (const std::size_t i : most_telling_first(found)) {
    const HistorySeries& series = found.series[i];
    const double newest = series.points.back().value;
    std::string since;
    std::string levels = significant(series.levels.empty() ? newest : series.levels.back().moments.mean);
    std::string change;
    if (!series.changes.empty()) {
      const double before = series.levels[series.levels.size() - 2].moments.mean;
      const double now = series.levels.back().moments.mean;
      since = commit_text(series.points[series.changes.back().at].commit);
      levels = fmt::format("{} to {}", significant(before), significant(now));
      change = change_in_percent(before, now, series.better);
    }
    const std::string against_before =
        series.points.size() < 2
            ? ""
            : change_in_percent(series.points[series.points.size() - 2].value, newest, series.better);
    const std::string unit = " " + series.unit;
    table.add(
        {titles[i], lately_text(series), since, levels + unit, change, significant(newest) + unit, against_before});
  }
  return table.markdown();
}

std::string counts(const HistoryChanges& found) {
  std::array<std::size_t, 5> count{};
  for (const HistorySeries& series : found.series) {
    ++count[static_cast<std::size_t>(lately(series))];
  }
  const auto of = [&](Lately what) { return count[static_cast<std::size_t>(what)]; };
  std::string out =
      fmt::format("Of {} series, {} regressed and {} improved at the newest change, {} no change", found.series.size(),
                  of(Lately::regressed), of(Lately::improved), counted(of(Lately::unchanged), "shows", "show"));
  if (of(Lately::not_code) > 0) {
    out += fmt::format(", {} changed within one commit (the machine, not the code)", of(Lately::not_code));
  }
  if (of(Lately::untested) > 0) {
    out += fmt::format(", {} of fewer than {} measurements {} not tested", of(Lately::untested),
                       found.least_measurements, of(Lately::untested) == 1 ? "was" : "were");
  }
  return out;
}

/// "12 measurements of 4 results at 6 commits, from a1 (2026-01-01 00:00) to c9 (2026-01-31 12:00)".
std::string extent(const HistoryChanges& found) {
  std::size_t points = 0;
  std::set<std::string_view> names;
  std::set<std::string_view> commits;
  std::set<std::string> branches;
  const core::Commit* first = &found.series.front().points.front().commit;
  const core::Commit* last = first;
  for (const HistorySeries& series : found.series) {
    names.insert(series.name);
    points += series.points.size();
    for (const core::HistoryPoint& point : series.points) {
      commits.insert(point.commit.id);
      if (!point.commit.branch.empty()) {
        branches.insert(inline_text(point.commit.branch));
      }
      first = point.commit.time < first->time ? &point.commit : first;
      last = point.commit.time >= last->time ? &point.commit : last;
    }
  }
  std::string out =
      fmt::format("{} of {} at {}", counted(points, "measurement", "measurements"),
                  counted(names.size(), "result", "results"), counted(commits.size(), "commit", "commits"));
  out += branches.empty() ? "" : fmt::format(" on {}", fmt::join(branches, ", "));
  const auto named = [](const core::Commit& commit) {
    return fmt::format("{} ({})", commit_text(commit), time_text(commit));
  };
  return out +
         (commits.size() == 1 ? ", " + named(*first) : fmt::format(", from {} to {}", named(*first), named(*last)));
}

std::string machines_of(const HistoryChanges& found) {
  std::set<std::string> machines;
  for (const HistorySeries& series : found.series) {
    machines.insert(machine_text(series.machine));
  }
  return fmt::format("{}{}", machines.size() == 1 ? "" : fmt::format("{} machines or builds: ", machines.size()),
                     fmt::join(machines, "; "));
}

}  // namespace

std::vector<std::string> series_titles(const HistoryChanges& found) {
  std::map<std::string_view, std::vector<const HistorySeries*>> groups;
  for (const HistorySeries& series : found.series) {
    groups[series.name].push_back(&series);
  }
  std::vector<std::string> titles;
  for (const HistorySeries& series : found.series) {
    titles.push_back(series.name + distinction(series, groups[series.name]));
  }
  return titles;
}

std::string history_summary(const HistoryChanges& found) {
  const std::string sure =
      found.tested_series == 0
          ? fmt::format(
                "no series has the {} measurements that a test takes: what is said of the one before rests on "
                "two measurements",
                found.least_measurements)
          : fmt::format(
                "{} of {} series {} tested; the chance of any false change in all of them is at most {:.3g} %, "
                "and changes below {:.3g} % are dropped. A change is confirmed once {} the new level",
                found.tested_series, found.series.size(), found.tested_series == 1 ? "was" : "were",
                100 * found.options.alpha, 100 * found.options.min_change,
                counted(found.options.persistence, "measurement has", "measurements have"));
  return fmt::format(
      "## Summary\n\n- **What was measured**: {}; the {} of each is followed.\n- **On what**: {}.\n- **How sure**: "
      "{}.\n- **Is it better?** {}.\n\n{}",
      extent(found), name(found.options.metric), machines_of(found), sure, counts(found), series_table(found));
}

std::string history_item(const HistoryChanges& found) {
  return fmt::format("- **Over time**: {}. {}: [history](#history).\n", counts(found), extent(found));
}

}  // namespace moebench::report
