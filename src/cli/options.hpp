// Options that several commands share, and their spelling. Private to cli.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include <CLI/CLI.hpp>

#include "session.hpp"

namespace moebench::cli {

enum class Format : std::uint8_t { markdown, json, csv };

struct OutputOptions {
  Format format = Format::markdown;
  std::string output;  // a file; empty for standard output
};

struct ScenarioOptions {
  OutputOptions output;
  std::uint64_t seed = 42;
  std::size_t runs = 5;
  std::string save;  // a result file; empty for none
};

/// --format, --output, --quiet. Given twice, the last one counts.
void add_output_options(CLI::App& command, OutputOptions& options, Session& session);

/// Those, and --seed, --runs, --save.
void add_scenario_options(CLI::App& command, ScenarioOptions& options, Session& session);

/// Accepts whole numbers from `least` to `most` and refuses all others by the option's name. CLI11 alone wraps -1
/// around.
CLI::Range whole_numbers(std::uint64_t least, std::uint64_t most);

// Far above any sensible use, and small enough that a slip of the keyboard neither fills the memory nor runs for a
// year.
inline constexpr std::uint64_t k_most_samples = 100'000'000;
inline constexpr std::uint64_t k_most_rounds = 1'000'000;
inline constexpr std::uint64_t k_most_threads = 100'000;

/// Writes `text` to the file of --output, atomically, or to standard output.
core::Result<void> deliver(const Session& session, const OutputOptions& options, const std::string& text);

}  // namespace moebench::cli
