// The configuration file: sections of settings, named like commands, which stand in for options that the command line
// does not give. CLI11 finds the file and applies a setting as it does an argument; io reads the text. Private to cli.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "moebench/core/error.hpp"
#include "session.hpp"

namespace moebench::cli {

inline constexpr const char* k_config_file = "moebench.toml";  // of the current folder, where it is there

/// --config and --no-config, for every command; the last of them counts. Call it before commands are added.
///
/// When the command line was read, the file's settings of the chosen command are applied where the command line says
/// nothing of the same option, and stand in the session's arguments from then on, with --no-config behind them, so that
/// they are what a fresh process gets and a result file records. suite, which other sections concern too, has --config
/// there instead. A setting that needs an option
/// which is not given, or excludes one that the command line gives, is left out. All others are checked as far as their
/// options know what they take, and kept in the session.
class Configuration {
 public:
  Configuration(CLI::App& app, Session& session);

  /// What is wrong with the file, for when the command line was read; empty when there is nothing or no file.
  std::optional<core::Error> error() const;

  /// Notes the file on standard error where it was found by itself and says something of the chosen command.
  void note() const;

 private:
  class Reader;
  CLI::App& app_;
  Session& session_;
  std::shared_ptr<Reader> reader_;
};

/// The options of the chosen command as a section of a configuration file: those that were given, and as comments the
/// others with their presets.
std::string effective_settings(const CLI::App& app);

/// The words that the file adds to a fresh run of `command`, a scenario with the words that the suite gives it: all
/// that is configured for it but for options that are among the words, are the suite's to choose, or need one that is
/// missing.
std::vector<std::string> configured_words(const Session& session, const std::vector<std::string>& command);

}  // namespace moebench::cli
