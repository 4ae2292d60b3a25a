#include <fmt/format.h>

#include "moebench/report/estimates.hpp"
#include "moebench/report/figure_table.hpp"
#include "moebench/report/sections.hpp"

namespace moebench::report {

std::string null_section(const Measured& measured) {
  std::string out = "## What the Harness Costs\n\nEvery way of timing, applied to an operation that does nothing.\n\n";
  measured.with("null/batched", [&](const core::BenchmarkResult& result, const core::Summary& summary) {
    FigureTable table{"Timing", summary.level};
    const auto add = [&](std::string_view name, std::string_view group, std::string_view metric, double factor,
                         std::string_view unit) {
      measured.with(name, [&](const core::BenchmarkResult&, const core::Summary& figures) {
        table.group(group);
        table.add(metric, scaled(mean_estimate(figures), factor), unit);
      });
    };
    const std::string threads = result.params.text("threads");
    const double team = result.params.number("threads").value_or(1);
    add("null/batched", "batched", "An empty operation", 1000, "ns");
    add("null/single-shot", "single shot", "Two clock readings", 1000, "ns");
    add("null/makespan", "makespan", fmt::format("Release {} threads, until the last ends", threads), team, "us");
    add("null/threads-created", "thread creation included", fmt::format("Create and join {} threads", threads), team,
        "us");
    out += table.markdown() + "\n" + fmt::format("Intervals: {}.\n", interval_basis(summary));
  });
  if (const std::string list = doubts(measured, Shown::means); !list.empty()) {
    out += "\n" + list;
  }
  return out;
}

}  // namespace moebench::report
