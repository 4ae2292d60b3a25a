// Owns the folder in which Criterion.rs keeps its samples. Included by result_file.cpp.
#pragma once

#include <filesystem>

#include "json_document.hpp"
#include "moebench/core/error.hpp"
#include "moebench/core/result_set.hpp"

namespace moebench::io {

/// Whether this is a `sample.json`, which holds no name.
bool is_criterion_sample(const Json& document);

/// The benchmarks under `folder`, each in one run and named by its `full_id`: every `new` folder that holds a
/// `sample.json`, whatever lies between; `folder` itself where it holds one, whatever its name. Folders named base,
/// change and report are not looked into, and symbolic links not followed. A sample is its time over its iterations.
/// Error: input, for a folder that holds none or cannot be read, and for files of another layout.
core::Result<core::ResultSet> read_criterion_folder(const std::filesystem::path& folder);

}  // namespace moebench::io
