// Reads models out of .apr files: version 1, uncompressed, logistic regression in payload layout A. Other layouts and
// models are refused by name. Does not write (writer.hpp) and does not interpret metadata.
// Included by cli.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "moebench/apr/header.hpp"
#include "moebench/apr/logistic_regression.hpp"
#include "moebench/core/error.hpp"

namespace moebench::apr {

/// A file over this many bytes is refused unread: the largest payload, and 16 MiB for all else.
inline constexpr std::uint64_t k_max_file_size = k_max_payload_size + (std::uint64_t{1} << 24U);

/// The bytes of a regular file. Input errors: nothing there, a directory, device or pipe, no permission, more than
/// k_max_file_size bytes, a file that became shorter meanwhile.
core::Result<std::vector<std::byte>> read_file(const std::string& path);

/// The model in the bytes of a file; `subject` names the file in messages. Allocates no more than the file's size.
/// Input errors: those of read_header(); another model type; a compressed payload; a payload that is not exactly a
/// fitted layout A; n = 0; parameters that are NaN or infinite.
core::Result<LogisticRegression> read_logistic_regression(std::span<const std::byte> file, std::string_view subject);

/// read_file(), then read_logistic_regression().
core::Result<LogisticRegression> load_logistic_regression(const std::string& path);

}  // namespace moebench::apr
