// Owns the file that keeps measurements by commit: one SQLite database, whose schema no other file knows. Any number of
// processes may add to it and read it at once. It does not know what the figures say. Included by cli.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <vector>

#include "moebench/core/error.hpp"
#include "moebench/core/history.hpp"

namespace moebench::history {

/// What came of adding. A measurement whose commit, name and digest are there already is not added again.
struct Added {
  std::size_t added = 0;
  std::size_t already_there = 0;
};

/// Adds all of them or, on an error and when the process is killed, none. Makes the file, and missing parent folders,
/// where there is none. Waits up to a minute while another process writes. Each measurement has a commit's id, a name
/// and a digest; its own id is not looked at.
///
/// Errors, all of kind input with the file as subject, which is then left byte for byte as it was: it is a folder, not
/// an SQLite database, damaged, a database of another program, or of a later version of this one; it cannot be opened
/// or written; another process kept it for a minute.
core::Result<Added> add(const std::filesystem::path& file, std::span<const core::Measurement> measurements);

/// All measurements in the order of their ids. Errors as above, and: there is no such file, or nothing was added to it.
core::Result<std::vector<core::Measurement>> read(const std::filesystem::path& file);

}  // namespace moebench::history
