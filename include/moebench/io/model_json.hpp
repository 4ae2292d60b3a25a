// Owns the JSON form of a model file's description. Included by cli.
#pragma once

#include <string>

#include "moebench/core/model_description.hpp"

namespace moebench::io {

/// {"schema": "moebench.model/1", "file", "file_bytes", "format", "model" (null when not told), "served", "header": {},
/// "flags": [], "checksums": [{"name", "crc32" (hexadecimal)}], "parameters": [{"name", "type", "shape", "count",
/// "min", "max", "first", "last", "not_finite"}], "hyperparameters": {}, "metadata": {}, "warnings": [{"code",
/// "message"}]}. Floats that are not finite are null.
std::string to_json(const core::ModelDescription& description);

}  // namespace moebench::io
