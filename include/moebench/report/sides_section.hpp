// Candidate and baseline beside each other: their figures, and what each recorded of itself. Pure. Included by
// summary_section, methods_section and cli.
#pragma once

#include <string>

#include "moebench/report/comparison_report.hpp"
#include "moebench/report/measured.hpp"

namespace moebench::report {

/// A result's main figures, each as a cell of a table.
struct SideFigures {
  std::string runs;
  std::string samples;
  std::string mean;
  std::string interval;  // 95 %, of the mean
  std::string p50;
  std::string p95;
  std::string p99;
};
SideFigures side_figures(const core::BenchmarkResult& result, const core::Summary& summary);

/// The file's name; "this measurement" where there is none.
std::string file_text(const core::ResultSet& set);

/// What made the file: "moebench 1.0.0", "PyTorch 1.13.0a0, Python 3.11.2", "Google Benchmark"; empty text where it
/// does not tell.
std::string tool_text(const core::ResultSet& set);

/// "AMD EPYC, 2 cores, KVM, Debian 12, built by GCC 12.2.0", of what the file tells.
std::string machine_text(const core::ResultSet& set);

/// Of each pair the figures of both sides, in two rows.
std::string paired_figures(const ComparedFile& compared, const Measured& candidate, const Measured& baseline);

/// Tool, command, time, machine and settings of both files, a column each; what neither tells is left out.
std::string sides_table(const core::ResultSet& candidate, const core::ResultSet& baseline);

/// Everything that the files recorded of themselves, a column each.
std::string recorded_table(const core::ResultSet& candidate, const core::ResultSet& baseline);

}  // namespace moebench::report
