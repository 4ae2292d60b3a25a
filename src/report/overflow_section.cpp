#include <string>
#include <vector>

#include <fmt/format.h>

#include "moebench/report/numbers.hpp"
#include "moebench/report/sections.hpp"
#include "moebench/report/table.hpp"
#include "sweep_parts.hpp"

namespace moebench::report {
namespace {

using core::BenchmarkResult;
using core::Summary;

std::string one_setting(const Measured& measured) {
  std::string out;
  measured.with("overflow/route", [&](const BenchmarkResult& result, const Summary& summary) {
    const core::Attributes& p = result.params;
    const std::size_t runs = result.series.runs.size();
    out += fmt::format(
        "**Test**: expert 0 of {} is best and full (capacity {}), expert 1 is second-best and empty; {} threads ask "
        "once, "
        "all at the same time; {} rounds in each of {} run{}, every round checked.\n\n",
        p.text("experts"), p.text("capacity"), p.text("threads"), p.text("rounds"), runs, runs == 1 ? "" : "s");
    if (summary.counts) {
      Table table{{{"Metric"}, {"Value", Align::right}}};
      table.add({"Requests routed to fallback by route()",
                 fmt::format("{} of {} ({})", with_thousands(summary.counts->succeeded),
                             with_thousands(summary.counts->requests), percent(summary.counts->success_rate.value))});
      measured.with("overflow/admit", [&](const BenchmarkResult&, const Summary& admit) {
        if (admit.counts) {
          const auto& counts = *admit.counts;
          table.add({"Places given out by admit()", fmt::format("{} of {} asked for", with_thousands(counts.succeeded),
                                                                with_thousands(counts.requests))});
          table.add({"Capacity errors from admit()", with_thousands(counts.requests - counts.succeeded)});
        }
      });
      out += table.markdown() + "\n";
    }
  });
  return out;
}

std::string of_all(const core::CountSummary& counts) {
  return fmt::format("{} of {}", with_thousands(counts.succeeded), with_thousands(counts.requests));
}

/// A row for each combination: a swept threads, experts and capacity.
std::string settings_table(const Measured& measured, const std::vector<Parameter>& parameters) {
  std::vector<Table::Column> columns = columns_of(parameters);
  for (const char* title : {"Routed to fallback", "Places given out", "Capacity errors"}) {
    columns.push_back({title, Align::right});
  }
  Table table{std::move(columns)};
  const std::string route = "overflow/route";
  for (const BenchmarkResult& result : measured.set.results) {
    if (!result.name.starts_with(route)) {
      continue;
    }
    std::vector<std::string> row = values_of(result, parameters);
    measured.with(result.name, [&](const BenchmarkResult&, const Summary& summary) {
      row.push_back(summary.counts ? of_all(*summary.counts) : "n/a");
    });
    measured.with(
        "overflow/admit" + result.name.substr(route.size()), [&](const BenchmarkResult&, const Summary& summary) {
          row.push_back(summary.counts ? of_all(*summary.counts) : "n/a");
          row.push_back(summary.counts ? with_thousands(summary.counts->requests - summary.counts->succeeded) : "n/a");
        });
    table.add(std::move(row));
  }
  const core::Attributes& p = measured.set.results.front().params;
  const std::size_t runs = measured.set.results.front().series.runs.size();
  return fmt::format(
             "**Test**: expert 0 is best and full, expert 1 is second-best and empty; the threads ask once, all at "
             "the same time; {} rounds in each of {} run{}, every round checked.\n\n",
             p.text("rounds"), runs, runs == 1 ? "" : "s") +
         table.markdown() + "\n";
}

}  // namespace

std::string overflow_section(const Measured& measured) {
  const std::vector<Parameter> parameters =
      swept_of(measured.set, {{"threads", "Threads"}, {"experts", "Experts"}, {"capacity", "Capacity"}});
  std::string out =
      fmt::format("## 3. Capacity Overflow Fallback{}\n\n", parameters.empty() ? "" : " by " + titles_of(parameters));
  out += parameters.empty() ? one_setting(measured) : settings_table(measured, parameters);
  out += checks_table(measured.set) + "\n";
  out +=
      "- route() advises, as the reference does: it names the second-best however full that is. The reference "
      "document's\n"
      "  20/20 (100%) compares with the first check.\n"
      "- admit() takes the place in the same atomic step: exactly the free places are given out, whoever comes later "
      "gets\n"
      "  the capacity error, and no queue passes its capacity.\n\n"
      "**Citation**: fallback to the second choice per Mitzenmacher (2001) [^mitzenmacher-2001]\n";
  return out;
}

}  // namespace moebench::report
