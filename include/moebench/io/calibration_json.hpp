// Owns the file that `calibrate` saves: schema moebench.calibration/1, in and out, and its CSV. Included by cli.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "moebench/core/calibration.hpp"
#include "moebench/core/error.hpp"

namespace moebench::io {

/// {"schema", "command", "timestamp", "machine": {}, "gates", "blocks", "seconds_per_block", "alpha", "margin",
/// "rows": [{"name", "metric", "sd_of_pairs", "lag1", "sd_of_runs", "noise_floor", "smallest_effect", "regressed",
/// "changed_at_0"}]}; the last two {"times", "of", "ci_lower", "ci_upper"}.
std::string to_json(const core::Calibration& calibration);

/// A header line and one for each row.
std::string calibration_csv(const core::Calibration& calibration);

/// Whether the text begins as a JSON document that names this schema; it may still be damaged.
bool is_calibration(std::string_view text);

/// Error: input, with line and column or the path of what is wrong; another schema.
core::Result<core::Calibration> parse_calibration(std::string_view text, std::string_view subject);
core::Result<core::Calibration> read_calibration(const std::filesystem::path& path);

}  // namespace moebench::io
