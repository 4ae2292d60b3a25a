#include "moebench/report/plan_report.hpp"

#include <fmt/format.h>

#include "moebench/report/inline_text.hpp"
#include "moebench/report/numbers.hpp"
#include "moebench/report/table.hpp"

namespace moebench::report {
namespace {

std::string needed(const core::PlannedRow& row) {
  return row.needed ? with_thousands(*row.needed) : "over a million";
}

std::string duration(const core::PlannedRow& row) {
  return row.seconds ? fmt::format("{} s", significant(*row.seconds, 3)) : "n/a";
}

std::string share(const core::PlannedRow& row) {
  return row.within_share ? fmt::format("{:.0f} %", 100 * *row.within_share) : "n/a";
}

std::string together(const core::MeasurementPlan& plan) {
  return plan.comparisons == 1
             ? "Of one row that is judged alone (`--comparisons`: several need somewhat more)."
             : fmt::format(
                   "Of the one row that changes among {} that are judged together, a metric each (Holm: "
                   "alpha / {}; `--comparisons` says another number).",
                   plan.comparisons, plan.interleaved ? 3 * plan.comparisons : plan.comparisons);
}

}  // namespace

std::string plan_report(const core::MeasurementPlan& plan) {
  Table table{{{"Result"},
               {"Metric"},
               {plan.interleaved ? "Blocks needed" : "Runs needed, each side", Align::right},
               {"Time", Align::right},
               {plan.interleaved ? "sd of a block's ratio" : "sd between runs", Align::right},
               {"Within runs", Align::right}}};
  for (const core::PlannedRow& row : plan.rows) {
    table.add({row.name, std::string{core::name(row.metric)}, needed(row), duration(row),
               fmt::format("{:.2g} %", 100 * row.sd), share(row)});
  }
  const std::string_view how =
      plan.interleaved ? "Blocks are fresh processes of both sides in turns, as `moebench ab` measures them."
                       : "Runs are fresh processes of each side that do not take turns; interleaved (`moebench ab`) "
                         "fewer are needed: `moebench calibrate` says how many.";
  return fmt::format(
      "# How much to measure\n\nTo find a slowdown of {:.3g} % in {:.3g} % of all tries, with the whole interval "
      "beyond a "
      "margin of {:.3g} % at alpha {:g}:\n\n{}\n{} Variation from: {}. A gate claims only what lies beyond its margin "
      "(`moebench ab`: 3 % unless said), so give it a smaller one than the effect. {} Within runs: the share of the "
      "variance of a "
      "run's "
      "mean that longer runs could take away; only more runs take away the rest.\n",
      100 * plan.effect, 100 * plan.power, 100 * plan.margin, plan.alpha, table.markdown(), how,
      inline_text(plan.source), together(plan));
}

}  // namespace moebench::report
