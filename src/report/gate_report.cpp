#include "moebench/report/gate_report.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdint>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "moebench/report/inline_text.hpp"
#include "moebench/report/numbers.hpp"
#include "moebench/report/table.hpp"

namespace moebench::report {
namespace {

using core::GateReport;
using core::GateRow;
using core::Outcome;

std::string in_capitals(Outcome outcome) {
  std::string text{core::name(outcome)};
  std::ranges::transform(text, text.begin(), [](char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

std::string headline(const GateReport& report) {
  const std::size_t regressed = report.count(Outcome::regressed);
  const std::string_view verdict = report.interrupted                         ? "INTERRUPTED"
                                   : regressed > 0                            ? "REGRESSED"
                                   : report.count(Outcome::inconclusive) == 0 ? "PASSED"
                                                                              : "NO REGRESSION SHOWN";
  return fmt::format("**{}**: {} regressed, {} improved, {} equivalent, {} inconclusive.\n", verdict, regressed,
                     report.count(Outcome::improved), report.count(Outcome::equivalent),
                     report.count(Outcome::inconclusive));
}

/// A ratio as a change: "+5.2 %".
std::string change(double ratio) {
  return fmt::format("{:+.1f} %", 100 * (ratio - 1));
}

std::string interval_of(const GateRow& row) {
  return row.ratio && row.ratio->interval
             ? fmt::format("[{}, {}]", change(row.ratio->interval->lower), change(row.ratio->interval->upper))
             : "n/a";
}

std::string figure_of(const core::GateSide& side, const std::string& unit) {
  return side.figure > 0 ? fmt::format("{} {}", significant(side.figure), unit) : "n/a";
}

/// Two digits, or as many as stand in front of the point.
std::string share_text(double change) {
  const double percent = 100 * change;
  return percent < 99.5 ? fmt::format("{:.2g} %", percent) : fmt::format("{:.0f} %", percent);
}

std::string margin_of(const GateRow& row) {
  const std::string margin = share_text(row.verdict.margin.high - 1);
  return row.claims == row.verdict.margin ? margin
                                          : fmt::format("{}, noise floor {}", margin, share_text(row.claims.high - 1));
}

int rank(Outcome outcome) {
  switch (outcome) {
    case Outcome::regressed: return 0;
    case Outcome::inconclusive: return 1;
    case Outcome::improved: return 2;
    case Outcome::equivalent: return 3;
  }
  return 4;
}

std::vector<GateRow> worst_first(std::vector<GateRow> rows) {
  std::ranges::stable_sort(rows, {}, [](const GateRow& row) { return rank(row.verdict.outcome); });
  return rows;
}

std::string table_of(const std::vector<GateRow>& rows, double level) {
  Table table{{{"Result"},
               {"Metric"},
               {"Verdict"},
               {"Baseline", Align::right},
               {"Candidate", Align::right},
               {"Change", Align::right},
               {fmt::format("{:.3g} % interval", 100 * level), Align::right},
               {"Margin", Align::right},
               {"Runs", Align::right}}};
  for (const GateRow& row : rows) {
    const std::string runs = row.candidate.runs == row.baseline.runs
                                 ? std::to_string(row.candidate.runs)
                                 : fmt::format("{} / {}", row.baseline.runs, row.candidate.runs);
    table.add({row.candidate.name, std::string{core::name(row.metric)}, in_capitals(row.verdict.outcome),
               figure_of(row.baseline, row.unit), figure_of(row.candidate, row.unit),
               row.ratio ? change(row.ratio->value) : "n/a", interval_of(row), margin_of(row), runs});
  }
  return table.markdown();
}

/// Rounded up to two digits: it is an estimate from few blocks.
std::uint64_t roughly(std::uint64_t count) {
  std::uint64_t unit = 1;
  while (count > 99 * unit) {
    unit *= 10;
  }
  return (count + unit - 1) / unit * unit;
}

/// How much more measuring a row takes, or what else would help where that is more than anybody waits for.
std::string what_would_settle(const GateReport& report, const GateRow& row) {
  constexpr std::uint64_t most_in_practice = 1000;
  const std::string_view what = report.interleaved ? "blocks" : "runs of each side";
  if (!row.runs_needed) {
    return "";
  }
  return *row.runs_needed <= most_in_practice
             ? fmt::format("; about {} {} would settle it", with_thousands(roughly(*row.runs_needed)), what)
             : fmt::format(
                   "; it would take more {} than is practical (over {}): longer runs (more rounds or "
                   "iterations in each process), a quieter machine or a wider margin would help",
                   what, with_thousands(most_in_practice));
}

std::string reasons(const GateReport& report, const std::vector<GateRow>& rows) {
  std::string out;
  for (const GateRow& row : rows) {
    if (row.verdict.outcome == Outcome::inconclusive || row.verdict.outcome == Outcome::regressed) {
      out += fmt::format("- {} {}: {}", inline_text(row.candidate.name), core::name(row.metric),
                         inline_text(row.verdict.reason));
      out += what_would_settle(report, row) + ".\n";
    }
  }
  return out.empty() ? "" : "\n" + out;
}

/// Whether the table shows a change one way beside figures that differ the other way.
bool reads_the_other_way(const GateRow& row) {
  if (!row.ratio || !(row.candidate.figure > 0) || !(row.baseline.figure > 0) ||
      significant(row.candidate.figure) == significant(row.baseline.figure)) {
    return false;
  }
  const double shown = std::round(1000 * (row.ratio->value - 1));  // change() has a decimal of a percent
  return shown != 0 && (shown > 0) != (row.candidate.figure > row.baseline.figure);
}

/// Of files they cannot differ: the change is the ratio of the figures.
std::string other_way(const std::vector<GateRow>& rows) {
  std::string names;
  for (const GateRow& row : rows) {
    if (reads_the_other_way(row)) {
      names +=
          fmt::format("{}{} {}", names.empty() ? "" : ", ", inline_text(row.candidate.name), core::name(row.metric));
    }
  }
  return names.empty() ? ""
                       : fmt::format(
                             "\nChange and figures point different ways ({}). Change is what is judged: the middle of "
                             "the blocks' own ratios, in which whatever disturbs both processes of a block cancels. "
                             "Baseline and Candidate are means over all blocks, which a few disturbed ones move.\n",
                             names);
}

std::string failures(const GateReport& report) {
  std::string out;
  for (const core::FailedRun& run : report.failed_runs) {
    out += fmt::format("- the {} in block {}: {}\n", run.side, run.block, inline_text(run.reason));
  }
  return out.empty() ? ""
                     : fmt::format("\nFailed processes ({}), left out with their partners:\n\n{}",
                                   report.failed_runs.size(), out);
}

std::string list_of(std::string_view title, const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) {
    out += fmt::format("- {}\n", inline_text(text));
  }
  return out.empty() ? "" : fmt::format("\n{}:\n\n{}", title, out);
}

std::string how_measured(const GateReport& report) {
  if (!report.interleaved) {
    return "Each run of either side gives one figure; the ratio of their geometric means has Welch's t interval on the "
           "logarithmic scale. The sides did not take turns: a drift of the machine between them looks like a change.";
  }
  const core::GateSchedule& schedule = *report.schedule;
  return fmt::format(
      "{} blocks, each a fresh process of both sides in random order (seed {}), in {:.1f} s; {} at look {} of {} "
      "(planned after {} blocks). A block gives one ratio; the interval is that of Wilcoxon's signed ranks of their "
      "logarithms, at "
      "1 - {:g} / {} so that all looks together err as often as one.",
      report.blocks, report.seed, report.seconds, schedule.stopped, schedule.taken, schedule.looks.size(),
      fmt::join(schedule.looks, ", "), report.alpha, schedule.looks.size());
}

/// What more time would have allowed, as a paragraph of its own.
std::string shortage_of(const GateReport& report) {
  if (!report.schedule || report.schedule->shortage.empty()) {
    return "";
  }
  return fmt::format("\nTime: {}.\n", inline_text(report.schedule->shortage));
}

std::string how_judged(const GateReport& report) {
  const std::string bound =
      report.adjustment == core::Adjustment::holm
          ? fmt::format(
                "claims of a change are adjusted over all rows (Holm): the chance of any false one is at most {:g}",
                report.alpha)
          : fmt::format(
                "claims of a change are adjusted over all rows (Benjamini-Hochberg): at most {:g} of them are "
                "expected to be false",
                report.alpha);
  return fmt::format(
      "\n{} Regressed, improved: the whole interval lies beyond the margin; equivalent: inside it; {}.{}\n",
      how_measured(report), bound,
      report.confirmed ? " What regressed was measured again and counts only where it did so twice." : "");
}

/// GitHub's escapes for the text of a workflow command.
std::string escaped_message(std::string_view text) {
  std::string out;
  for (const char c : inline_text(text)) {
    out += c == '%' ? "%25" : std::string(1, c);
  }
  return out;
}

std::string escaped_property(std::string_view text) {
  std::string out;
  for (const char c : escaped_message(text)) {
    out += c == ':' ? "%3A" : c == ',' ? "%2C" : std::string(1, c);
  }
  return out;
}

}  // namespace

std::string gate_report(const GateReport& report) {
  const std::vector<GateRow> rows = worst_first(report.rows);
  return fmt::format("# Regression gate\n\n{}\nCandidate: {}  \nBaseline: {}\n\n{}{}{}{}{}{}{}{}", headline(report),
                     inline_text(report.candidate), inline_text(report.baseline), table_of(rows, report.level),
                     other_way(rows), reasons(report, rows), shortage_of(report), failures(report),
                     list_of("Differences", report.differences),
                     list_of("Without a partner on the other side", report.without_partner), how_judged(report));
}

std::string github_annotations(const GateReport& report) {
  std::string out;
  for (const GateRow& row : worst_first(report.rows)) {
    const bool regressed = row.verdict.outcome == Outcome::regressed;
    if (regressed || row.verdict.outcome == Outcome::inconclusive) {
      const std::string what = fmt::format("{} {}: {}", row.candidate.name, core::name(row.metric),
                                           row.ratio ? change(row.ratio->value) + " " + interval_of(row) : "no ratio");
      out += fmt::format("::{} title={}::{}\n", regressed ? "error" : "notice",
                         escaped_property(in_capitals(row.verdict.outcome)),
                         escaped_message(fmt::format("{}; {}", what, row.verdict.reason)));
    }
  }
  for (const core::FailedRun& run : report.failed_runs) {
    out += fmt::format("::error title=FAILED PROCESS::{}\n",
                       escaped_message(fmt::format("{} of block {}: {}", run.side, run.block, run.reason)));
  }
  return out;
}

}  // namespace moebench::report
