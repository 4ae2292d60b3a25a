// Reads models out of files: version 1 in every compression and payload layout, version 2, SafeTensors. Which of them a
// file is, its first bytes say. Does not write (writer.hpp); describe.hpp shows what cannot be served.
// Included by cli.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "moebench/apr/file_bytes.hpp"
#include "moebench/apr/file_format.hpp"
#include "moebench/apr/header.hpp"
#include "moebench/apr/linear_regression.hpp"
#include "moebench/apr/logistic_regression.hpp"
#include "moebench/apr/metadata.hpp"
#include "moebench/core/error.hpp"

namespace moebench::apr {

/// What else is accepted.
struct ReadOptions {
  bool accept_unverified_signature = false;  // otherwise a signed file is refused: signatures cannot be verified here
};

/// A model and all else that its file holds, for writing it again.
struct ModelFile {
  LogisticRegression model;             // with default hyperparameters where the file holds none
  FileFormat format;                    // which of the layouts
  bool has_hyperparameters;             // false for tensors that came without
  std::optional<Metadata> metadata;     // absent where the file has none
  std::optional<Header> header;         // of version 1
  std::optional<PayloadLayout> layout;  // of version 1
};

/// The model in the bytes of a file; `subject` names the file in messages ("m.apr: byte 20").
/// Everything is checked, the metadata included, before the model is made. Besides the parameters it allocates no more
/// than the file's and the header's own sizes; decompression stops at the size that the header announces.
/// Input errors: each refusal of the format, with its place: a layout that is not read, a checksum that does not hold,
/// another or unknown model type, sizes beyond the file, an encrypted file, a signed one unless accepted, corrupt
/// compressed data, a payload that matches no layout, an unfitted model, n = 0, parameters that are NaN or infinite,
/// metadata that is broken or lacks a required key (no metadata at all is fine), tensors other than the model's.
core::Result<ModelFile> read_model(std::span<const std::byte> file, std::string_view subject,
                                   const ReadOptions& options = {});

/// FileBytes::read(), then read_model().
core::Result<ModelFile> load_model(const std::string& path, const ReadOptions& options = {});

/// The model of read_model() alone.
core::Result<LogisticRegression> read_logistic_regression(std::span<const std::byte> file, std::string_view subject);

/// The model of load_model() alone.
core::Result<LogisticRegression> load_logistic_regression(const std::string& path);

/// The linear regression in a version 1 file. Input errors as above.
core::Result<LinearRegression> read_linear_regression(std::span<const std::byte> file, std::string_view subject);

}  // namespace moebench::apr
