// Owns the JSON and CSV forms of a training report: schema moebench.training/1. Computes nothing. Included by cli.
#pragma once

#include <string>

#include "moebench/core/training_report.hpp"

namespace moebench::io {

/// {"schema", "config", "model", "classes": {"0", "1"}, "training", "scores"}. "training" is null for the documented
/// recipe, otherwise {"steps", "converged", "gradient", "losses"}: losses[k] after k steps. Each of "scores" has
/// "data", "seen_in_training", "rows", "accuracy", "log_loss" and "confusion": rows by class, columns by predicted
/// class.
std::string to_json(const core::TrainingReport& report);

/// A header and a line for each of the scores.
std::string scores_csv(const core::TrainingReport& report);

}  // namespace moebench::io
