// What the registry commands share: the model that is served, and the choice of backends. Private to cli.
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "moebench/apr/logistic_regression.hpp"
#include "moebench/core/error.hpp"
#include "moebench/registry/backend.hpp"

namespace moebench::cli {

/// The model in the file at `path`, or the benchmark model, trained on the spot, where it is empty.
core::Result<apr::LogisticRegression> load_model(const std::string& path);

/// What a result file's configuration says of it.
std::string model_source(const std::string& path);

/// --backend: one or several names, separated by commas, or all. Sets `backends`.
void add_backend_option(CLI::App& command, std::vector<registry::Backend>& backends, const std::string& preset);

}  // namespace moebench::cli
