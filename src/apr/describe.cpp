#include "moebench/apr/describe.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "f32_array.hpp"
#include "file_kind.hpp"
#include "flatten.hpp"
#include "linear_payload.hpp"
#include "little_endian.hpp"
#include "logistic_payload.hpp"
#include "moebench/apr/reader.hpp"
#include "safetensors.hpp"
#include "v1_file.hpp"
#include "v2_file.hpp"

namespace moebench::apr {
namespace {

using core::ModelDescription;
using core::Result;
using core::WarningCode;

void warn(ModelDescription& description, WarningCode code, std::string message) {
  description.warnings.push_back({code, description.file, std::move(message)});
}

void add_hyperparameters(core::Attributes& into, const Hyperparameters& given, PayloadLayout layout) {
  into.set("layout", name(layout));
  into.set("learning_rate", double{given.learning_rate});
  into.set("max_iter", given.max_iter);
  into.set("tol", double{given.tol});
  if (layout == PayloadLayout::a) {
    return;
  }
  constexpr std::array weightings{"uniform", "balanced", "manual"};
  into.set("class_weight", weightings.at(std::to_underlying(given.class_weight.kind)));
  if (given.class_weight.kind == ClassWeighting::manual) {
    constexpr std::size_t most_shown = 10;  // there is one for each class, of which a broken file may have millions
    const std::span<const float> weights = given.class_weight.manual;
    into.set("class_weights",
             fmt::format("[{}{}]", fmt::join(weights.first(std::min(weights.size(), most_shown)), ", "),
                         weights.size() > most_shown ? fmt::format(", and {} more", weights.size() - most_shown) : ""));
  }
  into.set("l2_penalty", double{given.l2_penalty});
  if (layout == PayloadLayout::b) {
    return;
  }
  constexpr std::array fit_modes{"batch", "stochastic", "mini_batch"};
  into.set("fit_mode", fit_modes.at(std::to_underlying(given.fit_mode)));
  if (given.fit_mode == FitMode::mini_batch) {
    into.set("mini_batch_size", given.mini_batch_size);
  }
}

void add_regression(ModelDescription& description, bool fitted, std::span<const std::byte> coefficients,
                    float intercept) {
  if (fitted) {
    description.parameters.push_back(describe_f32s("coefficients", "f32", {coefficients.size() / 4}, coefficients));
  }
  std::vector<std::byte> bytes;
  append(bytes, intercept);
  description.parameters.push_back(describe_f32s("intercept", "f32", {}, bytes));
}

/// Parameters of the two regressions; of other types the payload's size alone is told, in the header.
Result<void> add_payload(ModelDescription& description, ModelType type, const Payload& payload) {
  if (type == ModelType::logistic_regression) {
    const auto contents = parse_logistic_payload(payload);
    if (!contents) {
      return std::unexpected(contents.error());
    }
    add_hyperparameters(description.hyperparameters, contents->hyperparameters, contents->layout);
    add_regression(description, contents->fitted, contents->coefficients, contents->intercept);
  } else if (type == ModelType::linear_regression) {
    const auto contents = parse_linear_payload(payload);
    if (!contents) {
      return std::unexpected(contents.error());
    }
    description.hyperparameters.set("fit_intercept", contents->fit_intercept);
    add_regression(description, contents->fitted, contents->coefficients, contents->intercept);
  }
  return {};
}

void add_header(ModelDescription& description, const Header& header) {
  description.model = name(header.model_type);
  description.header.set("version", fmt::format("{}.{}", header.major, header.minor));
  description.header.set("model_type", std::to_underlying(header.model_type));
  description.header.set("metadata_size", header.metadata_size);
  description.header.set("payload_size", header.payload_size);
  description.header.set("uncompressed_size", header.uncompressed_size);
  description.header.set("compression", name(header.compression));
  description.header.set("quality_score", header.quality_score);
  for (const std::string_view flag : flag_names(header.flags)) {
    description.flags.emplace_back(flag);
  }
  description.checksums.push_back({"file", header.checksum});
}

void add_header_doubts(ModelDescription& description, const Header& header) {
  if (header.quality_score >= 1 && header.quality_score < 60) {
    warn(description, WarningCode::quality_failing,
         fmt::format("the quality score is {}, which is failing (60 to 100 pass); whoever saved the model doubted it",
                     header.quality_score));
  }
  if (header.quality_score > 100) {
    warn(description, WarningCode::quality_out_of_range,
         fmt::format("the quality score is {}; 0 to 100 was expected; it is ignored", header.quality_score));
  }
  if (header.reserved_set) {
    warn(description, WarningCode::reserved_bits_set,
         "flag bit 7 or a reserved byte of the header is set; a later release may mean something by it, which is "
         "ignored here");
  }
  if (header.metadata_size == 0) {
    warn(description, WarningCode::metadata_missing,
         "the file has no metadata: who made the model, and when, is unknown");
  }
  if (header.has(Flag::is_signed)) {
    warn(description, WarningCode::signature_not_verified,
         "the file is signed, and this program cannot verify signatures; take it for unsigned");
  }
}

Result<void> add_v1(ModelDescription& description, std::span<const std::byte> file, std::string_view subject) {
  const auto header = read_header(file, subject);
  if (!header) {
    return std::unexpected(header.error());
  }
  add_header(description, *header);
  add_header_doubts(description, *header);
  if (header->has(Flag::encrypted)) {
    return {};
  }
  const auto parts = read_v1_parts(file, *header, subject);
  if (!parts) {
    return std::unexpected(parts.error());
  }
  if (parts->metadata) {
    description.metadata = flatten(*parts->metadata);
  }
  return add_payload(description, header->model_type, parts->payload);
}

void add_tensors(ModelDescription& description, const TensorFile& contents) {
  description.metadata = flatten(contents.metadata);
  for (const Tensor& tensor : contents.tensors) {
    if (tensor.is_f32) {
      description.parameters.push_back(describe_f32s(tensor.name, tensor.type, tensor.shape, tensor.data.bytes));
    } else {
      description.parameters.push_back({.name = tensor.name,
                                        .type = tensor.type,
                                        .shape = tensor.shape,
                                        .count = array_size(tensor.shape, 1).value_or(0)});
    }
  }
}

Result<void> add_v2(ModelDescription& description, std::span<const std::byte> file, std::string_view subject) {
  const auto header = read_v2_header(file, subject);
  if (!header) {
    return std::unexpected(header.error());
  }
  description.header.set("version", fmt::format("{}.{}", header->major, header->minor));
  description.header.set("magic", header->early_magic ? "APR2" : "APR\\0");
  description.header.set("tensor_count", header->tensor_count);
  description.header.set("metadata_size", header->metadata_size);
  description.header.set("index_offset", header->index_offset);
  description.header.set("data_offset", header->data_offset);
  for (const std::string_view flag : v2_flag_names(header->flags)) {
    description.flags.emplace_back(flag);
  }
  description.checksums.push_back({"header", header->header_checksum});
  description.checksums.push_back({"file", header->file_checksum});
  if (!check_v2_readable(*header, subject)) {
    return {};
  }
  const auto contents = read_v2_tensors(file, *header, subject);
  if (!contents) {
    return std::unexpected(contents.error());
  }
  add_tensors(description, *contents);
  description.model = description.metadata.text("model_type");
  return {};
}

Result<void> add_safetensors(ModelDescription& description, std::span<const std::byte> file, std::string_view subject) {
  const auto contents = read_safetensors(file, subject);
  if (!contents) {
    return std::unexpected(contents.error());
  }
  description.header.set("tensor_count", contents->tensors.size());
  add_tensors(description, *contents);
  description.model = description.metadata.text("model_type");
  return {};
}

Result<void> add_contents(ModelDescription& description, FileFormat format, std::span<const std::byte> file,
                          std::string_view subject) {
  switch (format) {
    case FileFormat::apr_v1: return add_v1(description, file, subject);
    case FileFormat::apr_v2: return add_v2(description, file, subject);
    case FileFormat::safetensors: break;
  }
  return add_safetensors(description, file, subject);
}

}  // namespace

Result<ModelDescription> describe(std::span<const std::byte> file, std::string_view subject) {
  const auto format = identify(file, subject);
  if (!format) {
    return std::unexpected(format.error());
  }
  ModelDescription description;
  description.file = subject;
  description.file_bytes = file.size();
  description.format = name(*format);
  if (auto added = add_contents(description, *format, file, subject); !added) {
    return std::unexpected(std::move(added).error());
  }
  for (const core::ParameterArray& array : description.parameters) {
    if (array.not_finite > 0) {
      warn(description, WarningCode::parameters_not_finite,
           fmt::format("{} of the {} elements of {} are NaN or infinite; fit the model again", array.not_finite,
                       array.count, array.name));
    }
  }
  const auto model = read_model(file, subject);
  description.served = model.has_value();
  if (!model) {
    warn(description, WarningCode::not_served, model.error().message);
  }
  return description;
}

Result<ModelDescription> describe_file(const std::string& path) {
  const auto file = FileBytes::read(path);
  if (!file) {
    return std::unexpected(file.error());
  }
  return describe(file->view(), path);
}

}  // namespace moebench::apr
