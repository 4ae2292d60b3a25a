#include "moebench/report/framework_section.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "comparison_text.hpp"
#include "moebench/report/inline_text.hpp"
#include "moebench/report/numbers.hpp"
#include "moebench/report/table.hpp"

namespace moebench::report {
namespace {

using core::ComparedSide;

/// The p50 of that side for an input; of single shots with no digit below the clock's step, which shows in none of
/// them.
std::string p50_text(const FrameworkRow& row, const ComparedSide& side, double step_us, std::string_view unit = "") {
  if (!side.p50) {
    return "n/a";
  }
  std::string digits = significant(*side.p50);
  if (!row.is_single_shot || step_us <= 0) {
    return digits.append(unit);
  }
  const int decimals =
      std::max(0, static_cast<int>(std::ceil(-std::log10(step_us / static_cast<double>(row.batch)) - 1e-9)));
  std::string of_step = fmt::format("{:.{}f}", *side.p50, decimals);
  return (of_step.size() < digits.size() ? of_step : digits).append(unit);
}

std::string throughput_text(const ComparedSide& side) {
  return side.throughput_per_sec ? significant(*side.throughput_per_sec) + "/s" : "n/a";
}

std::string speedup_cell(const core::Comparison& comparison) {
  return comparison.speedup_p50 ? fmt::format("**{}x**", significant(*comparison.speedup_p50, 3)) : "n/a";
}

/// Of the speedup by p50, from the ratio of the runs' own medians.
std::string speedup_interval(const core::Comparison& comparison) {
  for (const core::ComparedQuantile& quantile : comparison.quantiles) {
    if (quantile.p == 0.5 && quantile.of_runs && quantile.of_runs->ratio && quantile.of_runs->ratio->interval &&
        quantile.of_runs->ratio->interval->lower > 0) {
      const core::Interval ratio = *quantile.of_runs->ratio->interval;
      return fmt::format("[{}, {}]", significant(1 / ratio.upper, 3), significant(1 / ratio.lower, 3));
    }
  }
  return "n/a";
}

std::string timing_text(const FrameworkRow& row) {
  return row.is_single_shot ? "single shot" : "batch-timed";
}

/// Ours of these kernels against PyTorch's plain form, one input in a call.
bool is_headline(const FrameworkRow& row) {
  return row.form == "plain" && row.batch == 1;
}

std::string headline_table(const FrameworkComparison& all) {
  Table table{{{"Framework"},
               {"Timing"},
               {"p50 latency", Align::right},
               {"Throughput", Align::right},
               {"Speedup, p50", Align::right},
               {"95 % interval", Align::right}}};
  for (const bool single_shot : {true, false}) {
    const FrameworkRow* last = nullptr;
    for (const FrameworkRow& row : all.rows) {
      if (is_headline(row) && row.is_single_shot == single_shot) {
        const ComparedSide& ours = row.comparison.candidate;
        table.add({fmt::format("moebench (.apr), {} kernel", row.kernel), timing_text(row),
                   p50_text(row, ours, all.clock_step_us, " us"), throughput_text(ours), speedup_cell(row.comparison),
                   speedup_interval(row.comparison)});
        last = &row;
      }
    }
    if (last != nullptr) {
      const ComparedSide& theirs = last->comparison.baseline;
      table.add({fmt::format("PyTorch {}", all.version), timing_text(*last),
                 p50_text(*last, theirs, all.clock_step_us, " us"), throughput_text(theirs), "baseline"});
    }
  }
  return table.markdown();
}

std::string effect_size_text(const core::Comparison& comparison) {
  const auto& d = comparison.effect_sizes.cohens_d_pooled;
  if (!d) {
    return "not computable";
  }
  return fmt::format("{} ({}), over samples", fixed(std::abs(d->value), 2), core::magnitude(d->value));
}

std::string validation(const FrameworkComparison& all) {
  const core::Comparison& first = all.rows.front().comparison;
  const auto& welch = first.main_welch();
  std::string out = "**Statistical Validation** (first row against PyTorch):\n\n";
  out += fmt::format("- Welch's t-test: {}, {} against {} {}\n",
                     welch ? p_text(welch->p_value, welch->log10_p) : "not computable",
                     with_thousands(first.main_candidate().n), with_thousands(first.main_baseline().n),
                     first.between_runs ? "runs" : "samples of one run: not replicated");
  out += "- Cohen's d: " + effect_size_text(first) + "\n";
  const auto& speedup = first.main_speedup();
  if (speedup && speedup->fieller && speedup->fieller->bounded) {
    out += fmt::format("- Ratio of means: {}, {} interval {} (Fieller)\n", significant(speedup->estimate),
                       percentage(first.level), interval_text(*speedup->fieller->lower, *speedup->fieller->upper));
  }
  const auto side = [](const ComparedSide& one) {
    return fmt::format("{} iterations in {} fresh process{}, {} warmup in each", with_thousands(one.iterations),
                       one.runs, one.runs == 1 ? "" : "es", one.warmup ? with_thousands(*one.warmup) : "unknown");
  };
  out += fmt::format("- moebench: {}; PyTorch: {}\n", side(first.candidate), side(first.baseline));
  const double apart = std::abs(all.our_logit - all.their_logit);
  out += fmt::format(
      "- {}: moebench {:.9g}, PyTorch {:.9g}, {:.2g} apart; rounding in any order of the sums allows {:.2g}\n",
      apart <= all.logit_bound ? "Same logit" : "**Different logits**", all.our_logit, all.their_logit, apart,
      all.logit_bound);
  return out;
}

/// Says so where a side's processes did not agree: a speedup is then that of a mixture.
std::string run_doubts(const FrameworkComparison& all) {
  constexpr double k_alike = 1.1;
  std::string out;
  const auto doubt = [&](std::string_view side, const FrameworkRow& row, const std::optional<core::Interval>& p50s) {
    if (p50s && p50s->upper > k_alike * p50s->lower) {
      out += fmt::format(
          "- Doubt: the {} runs of {} ({}) differ: their p50 lie between {} and {} us. Measure again on a "
          "quieter machine, or take more runs.\n",
          row.comparison.candidate.runs, side, timing_text(row), significant(p50s->lower, 3),
          significant(p50s->upper, 3));
    }
  };
  for (const FrameworkRow& row : all.rows) {
    if (is_headline(row)) {
      doubt(fmt::format("moebench, {} kernel", row.kernel), row, row.our_run_p50s);
      if (row.kernel == all.rows.front().kernel) {
        doubt("PyTorch's plain form", row, row.their_run_p50s);
      }
    }
  }
  return out;
}

std::string forms_table(const FrameworkComparison& all) {
  Table table{{{"PyTorch's form"},
               {"Inputs in a call", Align::right},
               {"Timing"},
               {"PyTorch p50 (us/input)", Align::right},
               {"moebench p50 (us/input)", Align::right},
               {"Kernel"},
               {"Speedup, p50", Align::right},
               {"95 % interval", Align::right}}};
  for (const FrameworkRow& row : all.rows) {
    if (!is_headline(row)) {
      table.add({row.form, with_thousands(row.batch), timing_text(row),
                 p50_text(row, row.comparison.baseline, all.clock_step_us),
                 p50_text(row, row.comparison.candidate, all.clock_step_us), row.kernel, speedup_cell(row.comparison),
                 speedup_interval(row.comparison)});
    }
  }
  return table.empty() ? ""
                       : "### PyTorch's other forms\n\nThe same weights by forms that leave work out, and by more "
                         "inputs in a call. `dot` is torch.dot alone:\nneither intercept nor sigmoid. `784x2` gives "
                         "two logits and no sigmoid.\n\n" +
                             table.markdown() + "\n";
}

const FrameworkRow* find(const FrameworkComparison& all, std::size_t batch, bool single_shot) {
  const auto row = std::ranges::find_if(all.rows, [&](const FrameworkRow& one) {
    return one.form == "plain" && one.batch == batch && one.is_single_shot == single_shot &&
           one.kernel == all.rows.front().kernel;
  });
  return row == all.rows.end() ? nullptr : &*row;
}

/// The time of a call, taken apart by what changes when the clock and when the other inputs are left out.
std::string parts_table(const FrameworkComparison& all) {
  const FrameworkRow* shot = find(all, 1, true);
  const FrameworkRow* call = find(all, 1, false);
  const FrameworkRow& largest = *std::ranges::max_element(all.rows, {}, &FrameworkRow::batch);
  const FrameworkRow* many = find(all, largest.batch, false);
  if (shot == nullptr || call == nullptr || many == nullptr || many == call) {
    return "";
  }
  Table table{{{"p50 (us)"},
               {"Single shot", Align::right},
               {"Reading the clock", Align::right},
               {"Overhead of a call", Align::right},
               {"Arithmetic of an input", Align::right},
               {"Overhead", Align::right}}};
  const auto add = [&](const std::string& name, const ComparedSide& one, const ComparedSide& back_to_back,
                       const ComparedSide& each) {
    if (!one.p50 || !back_to_back.p50 || !each.p50) {
      return;
    }
    const auto n = static_cast<double>(many->batch);
    // n inputs in a call take overhead + n arithmetic, one takes overhead + arithmetic.
    const double arithmetic = std::min(*back_to_back.p50, std::max((n * *each.p50 - *back_to_back.p50) / (n - 1), 0.0));
    const double overhead = *back_to_back.p50 - arithmetic;
    table.add({name, significant(*one.p50),
               *one.p50 > *back_to_back.p50 ? significant(*one.p50 - *back_to_back.p50, 3) : "lost in noise",
               significant(overhead, 3), significant(arithmetic, 3), percent(overhead / *back_to_back.p50)});
  };
  add(fmt::format("moebench, {} kernel", shot->kernel), shot->comparison.candidate, call->comparison.candidate,
      many->comparison.candidate);
  add("PyTorch, plain form", shot->comparison.baseline, call->comparison.baseline, many->comparison.baseline);
  std::string out = fmt::format(
      "### What the figures consist of\n\n{}\nReading the clock is the single shot less the batch-timed "
      "call, Python's own loop around it included. From the\nbatch-timed call and from one with {} inputs "
      "follow what a call costs whatever it does, and what an input adds; where an\ninput of the large "
      "batch, which lies further from the processor, takes as long as a call, no overhead is left to see.\n",
      table.markdown(), with_thousands(many->batch));
  out +=
      "The ratio of single calls is therefore mostly that of the overhead of a call: it says what a request costs, not "
      "that the\narithmetic is as many times faster. The ratio of large batches is the one of the arithmetic.\n";
  return out;
}

std::string limits(const FrameworkComparison& all) {
  std::string out;
  const FrameworkRow* call = find(all, 1, false);
  if (all.reading_us && call != nullptr && call->comparison.candidate.p50) {
    out += fmt::format(
        "- Only reading {} coefficients and as many values from the nearest cache takes {} us; the "
        "batch-timed call takes {} times that.\n",
        with_thousands(all.inputs), significant(*all.reading_us, 3),
        significant(*call->comparison.candidate.p50 / *all.reading_us, 3));
  }
  const FrameworkRow& largest = *std::ranges::max_element(all.rows, {}, &FrameworkRow::batch);
  const FrameworkRow* many = find(all, largest.batch, false);
  if (all.batch_reading_us && many != nullptr && many->batch > 1 && many->comparison.candidate.p50) {
    out += fmt::format("- Only reading the {} inputs of a batch takes {} us for each; moebench takes {} times that.\n",
                       with_thousands(many->batch), significant(*all.batch_reading_us, 3),
                       significant(*many->comparison.candidate.p50 / *all.batch_reading_us, 3));
  }
  return out.empty() ? "" : "\n" + out;
}

}  // namespace

std::string framework_section(const FrameworkComparison& all) {
  const std::string title = "## Cross-Framework Comparison: moebench vs PyTorch\n\n";
  if (!all.missing.empty()) {
    return title + "Not measured: " + inline_text(all.missing) + "\n";
  }
  if (all.rows.empty()) {
    return title + "Not measured: PyTorch's results hold no row that belongs to one of ours.\n";
  }
  return title +
         fmt::format(
             "**Task**: LogisticRegression ({} -> 2), single sample inference, one thread, the same weights and "
             "the same input on both\nsides, which take turns run by run. PyTorch {} on Python {}{}{}.\n\n",
             all.inputs, inline_text(all.version), inline_text(all.python),
             all.capability.empty() ? "" : ", " + inline_text(all.capability),
             all.blas.empty() ? "" : ", " + inline_text(all.blas)) +
         headline_table(all) + "\n" + validation(all) + run_doubts(all) + "\n" + forms_table(all) + parts_table(all) +
         limits(all);
}

}  // namespace moebench::report
