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

/// Writes `text` to the file of --output, atomically, or to standard output.
core::Result<void> deliver(const Session& session, const OutputOptions& options, const std::string& text);

}  // namespace moebench::cli
