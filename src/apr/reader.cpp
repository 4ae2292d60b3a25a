#include "moebench/apr/reader.hpp"

#include <utility>

#include <fmt/format.h>

#include "file_kind.hpp"
#include "linear_payload.hpp"
#include "logistic_payload.hpp"
#include "metadata_map.hpp"
#include "refusal.hpp"
#include "safetensors.hpp"
#include "tensor_model.hpp"
#include "v1_file.hpp"
#include "v2_file.hpp"

namespace moebench::apr {
namespace {

using core::Result;

constexpr std::size_t k_type_at = 6;

/// The header of a version 1 file that is readable and of the wanted type.
Result<Header> header_of(std::span<const std::byte> file, std::string_view subject, ModelType wanted,
                         const ReadOptions& options) {
  auto header = read_header(file, subject);
  if (!header) {
    return header;
  }
  if (auto readable = check_readable(*header, subject, options.accept_unverified_signature); !readable) {
    return std::unexpected(std::move(readable).error());
  }
  if (header->model_type != wanted) {
    return refuse(subject, k_type_at,
                  fmt::format("the model type is {} (0x{:02X}), which is not served; give a {} (0x{:02X})",
                              name(header->model_type), std::to_underlying(header->model_type), name(wanted),
                              std::to_underlying(wanted)));
  }
  return header;
}

Result<ModelFile> read_v1(std::span<const std::byte> file, std::string_view subject, const ReadOptions& options) {
  const auto header = header_of(file, subject, ModelType::logistic_regression, options);
  if (!header) {
    return std::unexpected(header.error());
  }
  const auto parts = read_v1_parts(file, *header, subject);
  if (!parts) {
    return std::unexpected(parts.error());
  }
  const auto contents = parse_logistic_payload(parts->payload);
  if (!contents) {
    return std::unexpected(contents.error());
  }
  auto model = served_model(*contents, parts->payload);
  if (!model) {
    return std::unexpected(std::move(model).error());
  }
  ModelFile result{.model = *std::move(model),
                   .format = FileFormat::apr_v1,
                   .has_hyperparameters = true,
                   .metadata = {},
                   .header = *header,
                   .layout = contents->layout};
  if (parts->metadata) {
    result.metadata = metadata_of(*parts->metadata);
  }
  return result;
}

/// `kept` is what the file's metadata, in whatever form, holds of a version 1 file.
Result<ModelFile> read_tensors(const TensorFile& tensors, const Result<Json>& metadata, FileFormat format,
                               std::string_view subject) {
  auto kept = metadata ? kept_metadata(*metadata, subject) : std::unexpected(metadata.error());
  if (!kept) {
    return std::unexpected(std::move(kept).error());
  }
  auto model = model_of(tensors, kept->hyperparameters.value_or(Hyperparameters{}), subject);
  if (!model) {
    return std::unexpected(std::move(model).error());
  }
  return ModelFile{.model = *std::move(model),
                   .format = format,
                   .has_hyperparameters = kept->hyperparameters.has_value(),
                   .metadata = std::move(kept->metadata),
                   .header = {},
                   .layout = {}};
}

Result<ModelFile> read_v2(std::span<const std::byte> file, std::string_view subject) {
  const auto header = read_v2_header(file, subject);
  if (!header) {
    return std::unexpected(header.error());
  }
  if (auto readable = check_v2_readable(*header, subject); !readable) {
    return std::unexpected(std::move(readable).error());
  }
  const auto tensors = read_v2_tensors(file, *header, subject);
  if (!tensors) {
    return std::unexpected(tensors.error());
  }
  return read_tensors(*tensors, tensors->metadata, FileFormat::apr_v2, subject);
}

Result<ModelFile> read_safetensors_model(std::span<const std::byte> file, std::string_view subject) {
  const auto tensors = read_safetensors(file, subject);
  if (!tensors) {
    return std::unexpected(tensors.error());
  }
  return read_tensors(*tensors, from_strings(tensors->metadata, subject), FileFormat::safetensors, subject);
}

}  // namespace

Result<ModelFile> read_model(std::span<const std::byte> file, std::string_view subject, const ReadOptions& options) {
  const auto format = identify(file, subject);
  if (!format) {
    return std::unexpected(format.error());
  }
  switch (*format) {
    case FileFormat::apr_v1: return read_v1(file, subject, options);
    case FileFormat::apr_v2: return read_v2(file, subject);
    case FileFormat::safetensors: break;
  }
  return read_safetensors_model(file, subject);
}

Result<ModelFile> load_model(const std::string& path, const ReadOptions& options) {
  const auto file = FileBytes::read(path);
  if (!file) {
    return std::unexpected(file.error());
  }
  return read_model(file->view(), path, options);
}

Result<LogisticRegression> read_logistic_regression(std::span<const std::byte> file, std::string_view subject) {
  auto read = read_model(file, subject);
  if (!read) {
    return std::unexpected(std::move(read).error());
  }
  return std::move(read->model);
}

Result<LogisticRegression> load_logistic_regression(const std::string& path) {
  auto loaded = load_model(path);
  if (!loaded) {
    return std::unexpected(std::move(loaded).error());
  }
  return std::move(loaded->model);
}

Result<LinearRegression> read_linear_regression(std::span<const std::byte> file, std::string_view subject) {
  const auto header = header_of(file, subject, ModelType::linear_regression, {});
  if (!header) {
    return std::unexpected(header.error());
  }
  const auto parts = read_v1_parts(file, *header, subject);
  if (!parts) {
    return std::unexpected(parts.error());
  }
  const auto contents = parse_linear_payload(parts->payload);
  if (!contents) {
    return std::unexpected(contents.error());
  }
  return fitted_model(*contents, parts->payload);
}

}  // namespace moebench::apr
