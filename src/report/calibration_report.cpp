#include "moebench/report/calibration_report.hpp"

#include <fmt/format.h>

#include "moebench/report/inline_text.hpp"
#include "moebench/report/numbers.hpp"
#include "moebench/report/table.hpp"

namespace moebench::report {
namespace {

std::string share(double value) {
  return fmt::format("{:.2g} %", 100 * value);
}

std::string rate(const core::Rate& rate) {
  return fmt::format("{} of {} [{:.1f} %, {:.1f} %]", rate.times, rate.of, 100 * rate.interval.lower,
                     100 * rate.interval.upper);
}

}  // namespace

std::string calibration_report(const core::Calibration& calibration) {
  Table table{{{"Result"},
               {"Metric"},
               {"Noise floor", Align::right},
               {"Smallest slowdown found", Align::right},
               {"sd of a block's ratio", Align::right},
               {"Lag-1", Align::right},
               {"False regressions", Align::right},
               {"False changes at margin 0", Align::right}}};
  for (const core::CalibratedRow& row : calibration.rows) {
    table.add({row.name, std::string{core::name(row.metric)}, share(row.noise_floor), share(row.smallest_effect),
               share(row.sd_of_pairs), fmt::format("{:.2f}", row.lag1), rate(row.regressed), rate(row.changed_at_0)});
  }
  return fmt::format(
      "# Calibration: a command against itself\n\nCommand: {}\n\n{} gates of {} blocks, {:.3g} s for a block, {:.3g} s "
      "for a gate that does not stop early.\n\n{}\n"
      "Noise floor: gates of identical code stay within this share 19 times of 20; no share within it is claimed, "
      "whatever the margin. "
      "Smallest slowdown found: 4 times of 5, with the margin of {} and alpha {:g}. The last two columns count gates "
      "of "
      "identical code that claimed a share, each result by itself, with 95 % intervals (Clopper and Pearson).\n",
      inline_text(calibration.command), calibration.gates, calibration.blocks, calibration.seconds_per_block,
      calibration.seconds_per_block * static_cast<double>(calibration.blocks), table.markdown(),
      share(calibration.margin), calibration.alpha);
}

}  // namespace moebench::report
