#include <fmt/format.h>

#include "moebench/report/numbers.hpp"
#include "moebench/report/sections.hpp"
#include "moebench/report/table.hpp"

namespace moebench::report {

std::string overflow_section(const Measured& measured) {
  std::string out = "## 3. Capacity Overflow Fallback\n\n";
  measured.with("overflow/route", [&](const core::BenchmarkResult& result, const core::Summary& summary) {
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
      measured.with("overflow/admit", [&](const core::BenchmarkResult&, const core::Summary& admit) {
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
  out += checks_table(measured.set) + "\n";
  out +=
      "- route() advises, as the reference does: it names the second-best however full that is. The reference "
      "document's\n"
      "  20/20 (100%) compares with the first check.\n"
      "- admit() takes the place in the same atomic step: exactly the free places are given out, whoever comes later "
      "gets\n"
      "  the capacity error, and no queue passes its capacity.\n\n"
      "**Citation**: fallback to the second choice per Mitzenmacher (2001) [^3]\n";
  return out;
}

}  // namespace moebench::report
