// Options of the commands that gate, and their spelling. Private to cli.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "moebench/gate/rows.hpp"
#include "options.hpp"

namespace moebench::cli {

inline constexpr const char* k_calibration_file = "results/calibration.json";

/// What is judged, and by which margin.
struct JudgingOptions {
  std::vector<core::GateMetric> metrics{core::GateMetric::p50};
  std::vector<std::string> margins;  // "3%", "p99=10%", "router/*=5%"
  std::vector<std::string> matches;
  std::vector<std::string> only;
  double alpha = 0.05;
  core::Adjustment adjustment = core::Adjustment::holm;
  std::string calibration;  // empty: k_calibration_file where it is there
};

/// How interleaved processes are measured.
struct MeasuringOptions {
  std::uint64_t blocks = 40;
  std::uint64_t seed = 42;
  double time_limit_s = 60;                 // of a child
  double time_budget_s = 8;                 // of all blocks, but for the fewest that can claim anything
  std::optional<double> target_half_width;  // 0.01: 1 %
};

/// What a gate tells and whom.
struct GateOutputOptions {
  OutputOptions output;
  std::string junit;
  bool annotations = false;
  bool fail_when_inconclusive = false;
};

void add_judging_options(CLI::App& command, JudgingOptions& options);
/// --blocks, --seed, --time-limit.
void add_block_options(CLI::App& command, MeasuringOptions& options);

/// --time-budget, --half-width.
void add_stopping_options(CLI::App& command, MeasuringOptions& options);
void add_gate_output_options(CLI::App& command, GateOutputOptions& options, Session& session);

/// "3%" or "0.03" as 0.03. Empty where it is neither, or below 0, or 1000 % and more.
std::optional<double> fraction(std::string_view text);

/// CLI11's form of a check of that: empty text where it can be used.
std::string check_fraction(const std::string& text);

/// The options as gate takes them, with the calibration read from its file. `commands` are those of which the gate is,
/// each as its words; empty where they are not known. A calibration of none of them is not used, but for one that was
/// named: a note says so.
core::Result<gate::RowOptions> row_options(const Session& session, const JudgingOptions& options,
                                           const std::vector<std::vector<std::string>>& commands);

/// Tells of margins and patterns that fit no row.
void note_unused(const Session& session, const gate::RowOptions& options, std::span<const core::GateRow> rows);

}  // namespace moebench::cli
