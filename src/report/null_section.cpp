#include <string>
#include <string_view>

#include <fmt/format.h>

#include "moebench/report/estimates.hpp"
#include "moebench/report/figure_table.hpp"
#include "moebench/report/sections.hpp"

namespace moebench::report {

std::string null_section(const Measured& measured) {
  std::string out = "## What the Harness Costs\n\nEvery way of timing, applied to an operation that does nothing.\n\n";
  measured.with("null/batched", [&](const core::BenchmarkResult&, const core::Summary& summary) {
    FigureTable table{"Timing", summary.level};
    const auto add = [&](std::string_view name, std::string_view group, std::string_view metric, double factor,
                         std::string_view unit) {
      measured.with(name, [&](const core::BenchmarkResult&, const core::Summary& figures) {
        table.group(group);
        table.add(metric, scaled(mean_estimate(figures), factor), unit);
      });
    };
    add("null/batched", "batched", "An empty operation", 1000, "ns");
    add("null/single-shot", "single shot", "Two clock readings", 1000, "ns");
    // One number of threads, or a sweep over several.
    const auto add_teams = [&](std::string_view way, std::string_view group, std::string_view what) {
      for (const core::BenchmarkResult& each : measured.set.results) {
        if (each.name.starts_with(way)) {
          const std::string threads = each.params.text("threads");
          add(each.name, group, fmt::format(fmt::runtime(what), threads), each.params.number("threads").value_or(1),
              "us");
        }
      }
    };
    add_teams("null/makespan", "makespan", "Release {} threads, until the last ends");
    add_teams("null/threads-created", "thread creation included", "Create and join {} threads");
    out += table.markdown() + "\n" + fmt::format("Intervals: {}.\n", interval_basis(summary));
  });
  if (const std::string list = doubts(measured, Shown::means); !list.empty()) {
    out += "\n" + list;
  }
  return out;
}

}  // namespace moebench::report
