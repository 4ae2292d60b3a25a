#include "moebench/report/methods_section.hpp"

#include <fmt/format.h>

#include "moebench/report/inline_text.hpp"
#include "moebench/report/sides_section.hpp"

namespace moebench::report {
namespace {

std::string of_samples() {
  return "Samples are batches of operations between two readings of a monotonic clock, or single calls where a "
         "result says so; warm-up is not among them, and nothing is dropped as an outlier. The unit of "
         "replication is the process [^georges-2007] [^box-2005]. Where a file holds two runs or more, intervals are "
         "Student's t over the runs' own figures; with one run they speak of that process only. Quantiles are Hyndman "
         "and Fan's type 7 [^hyndman-1996], their intervals order statistics. Densities are Gaussian kernels with "
         "Silverman's bandwidth [^silverman-1986]; changes of level are sought in medians of blocks within each run.\n";
}

std::string of_comparisons() {
  return "\nRatios are of means, candidate over baseline, with Fieller's interval [^fieller-1954]. A result is "
         "*improved* or *regressed* where the whole interval lies beyond the margin, *equivalent* where two one-sided "
         "tests [^schuirmann-1987] place it inside, otherwise *inconclusive*. p values of several comparisons are "
         "adjusted by Holm and by Benjamini and Hochberg.\n";
}

std::string of_history() {
  return "\nBy commit, changes of a level are found by E-divisive means with a permutation test [^matteson-2014], "
         "within the measurements of one machine and build; levels of two machines are not held against each "
         "other.\n";
}

/// How the file came about; empty text where it does not tell.
std::string repeat_item(const core::ResultSet& set) {
  const core::Attributes& config = set.config;
  if (config.text("command").empty()) {
    return "";
  }
  const std::string tool = tool_text(set);
  const std::string part = config.text("part_command");
  return fmt::format("- {}: `{}`{}, seed {}, {}, {}\n", file_text(set), inline_text(config.text("command")),
                     part.empty() ? "" : fmt::format(" (this part alone: `{}`)", inline_text(part)),
                     inline_text(config.text("seed", "unknown")), tool.empty() ? "another tool" : tool,
                     inline_text(config.text("timestamp", "time unknown")));
}

}  // namespace

std::string methods_section(std::span<const Measured> measured, std::span<const ComparedFile> compared,
                            const Measured* baseline, const core::HistoryChanges* history) {
  std::string out = "## Methods\n\n";
  out += measured.empty() ? "" : of_samples();
  out += compared.empty() ? "" : of_comparisons();
  out += history == nullptr ? "" : of_history();
  std::string repeat;
  for (const Measured& file : measured) {
    repeat += repeat_item(file.set);
  }
  repeat += baseline == nullptr ? "" : repeat_item(baseline->set);
  return out + (repeat.empty() ? "" : "\nTo repeat it:\n\n" + repeat);
}

}  // namespace moebench::report
