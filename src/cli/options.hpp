// Options that several commands share, and their spelling. Private to cli.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "moebench/core/result_set.hpp"
#include "moebench/io/result_export.hpp"
#include "session.hpp"

namespace moebench::cli {

enum class Format : std::uint8_t { markdown, json, csv };

/// How Markdown is written.
enum class Rendering : std::uint8_t {
  automatic,  // for the terminal where standard output is one and no file is written, otherwise as it is
  plain,      // as it is
  terminal,   // wrapped, without its marks
};

struct OutputOptions {
  Format format = Format::markdown;
  Rendering rendering = Rendering::automatic;
  std::string output = {};  // a file; empty for standard output
};

/// Another tool's format for the samples; empty for a report of ours.
using Export = std::optional<io::ExportFormat>;

struct ScenarioOptions {
  OutputOptions output;
  Export exported;
  std::uint64_t seed = 42;
  std::size_t runs = 5;
  std::uint64_t run = 0;  // which of several runs this process is; set by the process that starts it
  std::string save;       // a result file; empty for none
  bool dry_run = false;   // tell what would be done, and do nothing
};

/// An option that takes one of the named values. Given twice, the last one counts.
template <class Value>
CLI::Option* add_choice(CLI::App& command, const std::string& option, Value& value,
                        const std::vector<std::pair<std::string, Value>>& choices, const std::string& description) {
  std::vector<std::string> names;
  std::string preset;
  for (const auto& [name, meaning] : choices) {
    names.push_back(name);
    preset = meaning == value ? name : preset;
  }
  const auto assign = [&value, choices](const std::string& chosen) {
    value = std::ranges::find(choices, chosen, &std::pair<std::string, Value>::first)->second;
  };
  return command.add_option_function<std::string>(option, assign, description)
      ->check(CLI::IsMember(names))
      ->take_last()
      ->default_str(preset);
}

/// --format, --output, --color, --quiet. Given twice, the last one counts.
void add_output_options(CLI::App& command, OutputOptions& options, Session& session);

/// --dry-run.
void add_dry_run_flag(CLI::App& command, bool& dry_run);

/// --export. Given twice, the last one counts.
void add_export_option(CLI::App& command, Export& exported);

/// All of these, and --seed, --runs, --save.
void add_scenario_options(CLI::App& command, ScenarioOptions& options, Session& session);

/// Accepts whole numbers from `least` to `most` and refuses all others by the option's name. CLI11 alone wraps -1
/// around.
CLI::Range whole_numbers(std::uint64_t least, std::uint64_t most);

/// The values of an option that takes several with commas between them, a sweep; empty with an error in words where
/// one is no whole number from `least` to `most`, is missing or stands twice.
core::Result<std::vector<std::uint64_t>> sweep_values(const std::vector<std::string>& texts, std::uint64_t least,
                                                      std::uint64_t most);

/// An option of which several values, with commas between them, are a sweep. Its presets are those of `values`.
template <class Value>
CLI::Option* add_sweep(CLI::App& command, const std::string& option, std::vector<Value>& values, std::uint64_t least,
                       std::uint64_t most, const std::string& description) {
  const auto assign = [&values, option, least, most](const std::vector<std::string>& texts) {
    const auto numbers = sweep_values(texts, least, most);
    if (!numbers) {
      throw CLI::ValidationError{option, numbers.error().message};
    }
    values.assign(numbers->begin(), numbers->end());
  };
  return command
      .add_option_function<std::vector<std::string>>(option, assign, description + "; several with commas are a sweep")
      ->allow_extra_args(false)
      ->type_name("N,...")
      ->default_str(CLI::detail::join(values, ","));
}

// Far above any sensible use, and small enough that a slip of the keyboard neither fills the memory nor runs for a
// year.
inline constexpr std::uint64_t k_most_samples = 100'000'000;
inline constexpr std::uint64_t k_most_rounds = 1'000'000;
inline constexpr std::uint64_t k_most_threads = 100'000;
inline constexpr std::uint64_t k_most_computing_threads = 1024;

/// Refuses, before anything is measured, what could not be written afterwards: a file that cannot be replaced, and two
/// results for one file. A dry run looks only; otherwise missing parent folders are made.
core::Result<void> check_targets(const OutputOptions& options, const std::string& save, bool dry_run = false);

/// Notes which tool's format a file was read as, unless it is ours, and which unit was assumed where it tells none.
void note_format(const Session& session, const core::ResultSet& set);

/// --unit: that of a text with a number on each line. Empty where it is not given.
void add_unit_option(CLI::App& command, std::string& unit);

/// Takes the samples of those of `sets` that tell no unit for times in `unit`, unless that is empty, and notes what
/// each was read as. Usage error: a unit was given and every file tells its own.
core::Result<void> take_unit(const Session& session, const std::vector<core::ResultSet*>& sets,
                             const std::string& unit);

/// Refuses --export beside a --format.
core::Result<void> check_export(const Export& exported, const OutputOptions& options);

/// Writes the samples of `set` as --export asks, and notes what is lost.
core::Result<void> deliver_export(const Session& session, const OutputOptions& options, io::ExportFormat format,
                                  const core::ResultSet& set);

/// Whether `options` ask for text for a terminal.
bool for_terminal(const Session& session, const OutputOptions& options);

/// Writes `text` to the file of --output, atomically, or to standard output. What is in Format::markdown goes through
/// report::terminal_text where for_terminal().
core::Result<void> deliver(const Session& session, const OutputOptions& options, const std::string& text);

}  // namespace moebench::cli
