// The commands under `moebench model`, one file for each. Private to cli.
#pragma once

#include <CLI/CLI.hpp>

#include "session.hpp"

namespace moebench::cli {

void add_model_inspect(CLI::App& model, Session& session);
void add_model_convert(CLI::App& model, Session& session);
void add_model_train(CLI::App& model, Session& session);

}  // namespace moebench::cli
