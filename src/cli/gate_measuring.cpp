#include "gate_measuring.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "moebench/gate/schedule.hpp"
#include "moebench/harness/interrupts.hpp"
#include "moebench/report/numbers.hpp"
#include "progress.hpp"

namespace moebench::cli {
namespace {

// A process that fails once in ten leaves too few blocks to trust those that are left.
constexpr std::size_t k_failures_before_the_tenth = 3;

bool fails_too_often(const InterleavedRuns& runs) {
  return runs.failed().size() >= k_failures_before_the_tenth && 10 * runs.failed().size() > runs.attempts();
}

std::chrono::nanoseconds nanoseconds_of(double seconds) {
  return std::chrono::round<std::chrono::nanoseconds>(std::chrono::duration<double>{seconds});
}

std::string seconds_text(double seconds) {
  return report::significant(seconds, 2) + " s";
}

/// What is known of a gate's time once its first block was measured.
class TimeBudget {
 public:
  /// `least`: the fewest blocks with which a change can be claimed. With fewer all would be wasted.
  TimeBudget(const InterleavedRuns& runs, const MeasuringOptions& options, std::size_t least)
      : runs_{runs}, options_{options}, least_{least} {}

  bool used_up() const { return runs_.blocks() >= least_ && runs_.seconds() >= options_.time_budget_s; }

  double block_s() const { return runs_.seconds() / static_cast<double>(runs_.attempts()); }

  /// Whether even the least number of blocks takes longer.
  bool too_short() const {
    return runs_.attempts() > 0 && block_s() * static_cast<double>(least_) > options_.time_budget_s;
  }

  std::string label() const {
    const std::size_t next = runs_.attempts() + 1;
    return too_short()
               ? fmt::format("block {} of {}, about {} each", next, std::max(next, least_), seconds_text(block_s()))
               : fmt::format("block {} of {} at most", next, options_.blocks);
  }

  /// Before the blocks that do not fit.
  std::string warning() const {
    return fmt::format(
        "a block takes about {}, and with fewer than {} blocks no change can be claimed: the gate takes about {}, more "
        "than its time budget of {:g} s. {}",
        seconds_text(block_s()), least_, seconds_text(block_s() * static_cast<double>(least_)), options_.time_budget_s,
        remedy());
  }

  /// After it was used up.
  std::string shortage() const {
    const std::string measured = fmt::format("a block took {}, so {} of {} were measured", seconds_text(block_s()),
                                             runs_.blocks(), options_.blocks);
    return too_short() && runs_.blocks() == least_
               ? fmt::format("{}, the fewest that can claim a change, in more than the time budget of {:g} s. {}",
                             measured, options_.time_budget_s, remedy())
               : fmt::format("{} in the time budget of {:g} s. {}", measured, options_.time_budget_s, remedy());
  }

 private:
  std::string remedy() const {
    const double all = block_s() * static_cast<double>(options_.blocks);
    const double magnitude = std::pow(10, std::max(0.0, std::floor(std::log10(std::max(all, 1.0))) - 1));
    const std::string shorter =
        runs_.runs_in_a_process() > 1
            ? fmt::format("each process measures {} runs where a block takes one (moebench: --runs 1 behind --)",
                          runs_.runs_in_a_process())
            : "or let each process measure less (fewer rounds or iterations)";
    return fmt::format("All {} blocks take --time-budget {:.0f}; {}", options_.blocks,
                       std::ceil(all / magnitude) * magnitude, shorter);
  }

  const InterleavedRuns& runs_;
  const MeasuringOptions& options_;
  std::size_t least_;
};

bool interrupted() {
  return harness::InterruptHandler::interrupted();
}

/// Why the gate ends at this look; empty where it goes on.
std::string why_ended(const InterleavedRuns& runs, const MeasuringOptions& options, const TimeBudget& time,
                      const gate::Rows& rows, bool ended_early) {
  return ended_early                                           ? "it was interrupted"
         : fails_too_often(runs)                               ? "too many processes failed"
         : gate::settled(rows.rows, options.target_half_width) ? "every row was settled"
         : runs.blocks() == options.blocks                     ? "the planned number of blocks was measured"
         : time.used_up()                                      ? "the time budget was used up"
                                                               : "";
}

}  // namespace

core::Result<MeasuredGate> measure_gate(const Session& session, InterleavedRuns& runs, const MeasuringOptions& options,
                                        gate::RowOptions judging) {
  const harness::InterruptHandler handler{harness::OnInterrupt::remember};
  Progress progress{session};
  runs.each_second(progress.refresh());
  const auto rehearsed = runs.rehearse();
  if (!rehearsed && interrupted()) {
    return MeasuredGate{};
  }
  if (!rehearsed) {
    return std::unexpected(rehearsed.error());
  }
  const auto shape = gate::judge(rehearsed->candidate, rehearsed->baseline, gate::Design::independent, judging);
  if (!shape) {
    return std::unexpected(shape.error());
  }
  const double alpha = judging.alpha;
  // Where all rows change, Benjamini and Hochberg's level of each is that of one alone.
  const std::size_t counted = judging.adjustment == core::Adjustment::holm ? shape->rows.size() : 1;
  core::GateSchedule schedule{.looks = gate::looks(options.blocks, alpha, counted), .taken = 0, .stopped = {}};
  judging.alpha = alpha / static_cast<double>(schedule.looks.size());
  const std::size_t least = gate::least_pairs(judging.alpha, counted);
  if (options.blocks < least) {
    return core::usage_error(
        "blocks", fmt::format("{} are too few to claim a change of {} rows at alpha {:g}; give {} or more, or fewer "
                              "rows with --only",
                              options.blocks, shape->rows.size(), alpha, least));
  }
  const TimeBudget time{runs, options, least};
  bool warned = false;
  progress.plan("block", options.blocks);
  progress.limit(nanoseconds_of(options.time_budget_s), least);
  while (true) {
    const std::size_t look = schedule.looks[schedule.taken];
    while (runs.blocks() < look && !time.used_up() && !fails_too_often(runs) && !interrupted()) {
      progress.begin("block", time.label());
      runs.run_block();
      progress.end();
      if (!warned && time.too_short() && runs.blocks() < least && !interrupted()) {
        warned = true;
        session.progress("");
        session.note(time.warning());
      }
    }
    if (runs.blocks() == 0 && interrupted()) {
      return MeasuredGate{};
    }
    if (runs.blocks() == 0) {
      return core::input_error("the gate", "every block failed; the first: " + runs.failed().front().reason);
    }
    auto rows = gate::judge(runs.candidate(), runs.baseline(), gate::Design::pairs, judging);
    if (!rows) {
      return std::unexpected(std::move(rows).error());
    }
    ++schedule.taken;
    const bool ended_early = interrupted() && runs.blocks() < look;
    schedule.stopped = why_ended(runs, options, time, *rows, ended_early);
    if (!schedule.stopped.empty()) {
      schedule.shortage = time.used_up() && !ended_early && runs.blocks() < options.blocks &&
                                  !gate::settled(rows->rows, options.target_half_width)
                              ? time.shortage()
                              : "";
      return MeasuredGate{*std::move(rows), std::move(schedule), ended_early};
    }
  }
}

}  // namespace moebench::cli
