// The commands under `moebench model`, one file for each. Private to cli.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include "moebench/apr/logistic_regression.hpp"
#include "session.hpp"

namespace moebench::cli {

void add_model_inspect(CLI::App& model, Session& session);
void add_model_convert(CLI::App& model, Session& session);
void add_model_train(CLI::App& model, Session& session);

/// Why a file that was written in the layout of the program's choice is not in A, which most releases read; empty where
/// it is.
std::string layout_note(const apr::Hyperparameters& hyperparameters);

}  // namespace moebench::cli
