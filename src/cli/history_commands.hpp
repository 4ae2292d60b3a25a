// The commands under `moebench history`, and what they share. Private to cli.
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "moebench/core/history.hpp"
#include "session.hpp"

namespace moebench::cli {

/// `add`.
void add_history_add(CLI::App& history, Session& session);

/// `list`.
void add_history_list(CLI::App& history, Session& session);

/// `changes` and `plot`.
void add_history_changes(CLI::App& history, Session& session);
void add_history_plot(CLI::App& history, Session& session);

/// --db, with its default.
void add_db_option(CLI::App& command, std::string& file);

/// --name, for all results where it is not given.
void add_name_option(CLI::App& command, std::string& pattern);

/// What the file holds of the results whose names fit the pattern, in the order of the commits' times and then of
/// adding. Usage error: none fits.
core::Result<std::vector<core::Measurement>> measurements_named(const std::string& file, const std::string& pattern);

}  // namespace moebench::cli
