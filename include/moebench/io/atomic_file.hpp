// Owns how files are read whole and how they are replaced: a process killed at any moment leaves the old file or the
// new one, never half of one. It does not know what stands in them, nor that "-" may mean a standard stream.
// Included by cli, and by io's own readers.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "moebench/core/error.hpp"

namespace moebench::io {

/// Replaces the file at `path` by `text` (which may be empty) through a flushed temporary file in the same folder.
/// Missing parent folders are made. An existing file keeps its permission bits; through a symbolic link its target is
/// replaced. What is neither a file nor a folder (a device, a pipe) is written in place. On an error the old file is
/// untouched and no temporary file is left; a killed process may leave one named ".moebench-*.tmp".
/// Error: input, for a directory, a parent that cannot be made, a full disk and whatever else the system refuses.
core::Result<void> write_atomically(const std::filesystem::path& path, std::string_view text);

/// Whether write_atomically could put a file at `path` now: tries all but the replacing. Makes missing parent folders.
/// Errors as above.
core::Result<void> check_writable(const std::filesystem::path& path);

/// What check_writable would say as far as looking tells, which makes nothing: kinds and permissions, not whether there
/// is room. Errors as above.
core::Result<void> look_writable(const std::filesystem::path& path);

/// A file to be written.
struct FileText {
  std::filesystem::path path;  // where
  std::string text;            // all of it
};

/// write_atomically for files that belong together: every temporary file is complete before the first is renamed, so
/// that a failure or a crash before the renames changes nothing. With no files it does nothing. Errors as above.
core::Result<void> write_all_atomically(std::span<const FileText> files);

/// Everything in the file at `path`, at least one byte and at most 2 GiB; also from a pipe.
/// Error: input, for a missing, unreadable, empty or longer file and for a directory.
core::Result<std::string> read_text(const std::filesystem::path& path);

}  // namespace moebench::io
