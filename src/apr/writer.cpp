#include "moebench/apr/writer.hpp"

#include <cassert>
#include <string_view>
#include <utility>

#include "checksum.hpp"
#include "compression.hpp"
#include "little_endian.hpp"
#include "logistic_payload.hpp"
#include "metadata_map.hpp"
#include "safetensors.hpp"
#include "tensor_model.hpp"
#include "v2_file.hpp"

namespace moebench::apr {
namespace {

struct Sizes {
  std::size_t metadata;
  std::size_t stored;
  std::size_t uncompressed;
};

std::vector<std::byte> header_bytes(const Sizes& sizes, const V1Options& options) {
  std::vector<std::byte> header;
  for (const char letter : std::string_view{"APRN"}) {
    append(header, letter);
  }
  append(header, std::uint8_t{1});
  append(header, std::uint8_t{0});
  append(header, std::to_underlying(ModelType::logistic_regression));
  append(header, static_cast<std::uint32_t>(sizes.metadata));
  append(header, static_cast<std::uint32_t>(sizes.stored));
  append(header, static_cast<std::uint32_t>(sizes.uncompressed));
  append(header, std::to_underlying(options.compression));
  append(header, options.flags);
  append(header, options.quality_score);
  header.resize(k_header_size);
  return header;
}

}  // namespace

std::vector<std::byte> write_v1(const LogisticRegression& model, const Metadata& metadata, const V1Options& options) {
  std::vector<std::byte> payload;
  payload.reserve(logistic_payload_size(model.input_size()) + 32 +
                  4 * model.hyperparameters().class_weight.manual.size());
  append_logistic_payload(payload, model, options.layout.value_or(layout_for(model.hyperparameters())));
  assert(fits_v1(model));
  const std::vector<std::uint8_t> packed = Json::to_msgpack(map_of(metadata));

  std::vector<std::byte> file(k_header_size);
  file.reserve(k_min_file_size + packed.size() + payload.size());
  const auto packed_bytes = std::as_bytes(std::span{packed});
  file.insert(file.end(), packed_bytes.begin(), packed_bytes.end());
  const std::size_t payload_at = file.size();
  append_compressed(file, payload, options.compression);
  const auto header = header_bytes({packed.size(), file.size() - payload_at, payload.size()}, options);
  std::ranges::copy(header, file.begin());
  append(file, checksum(file));
  return file;
}

bool fits_v1(const LogisticRegression& model) {
  // Layout C with all that may be in it.
  return logistic_payload_size(model.input_size()) + 8 + 8 + 4 * model.hyperparameters().class_weight.manual.size() +
             12 <=
         k_max_payload_size;
}

std::vector<std::string> lost_by(const Hyperparameters& hyperparameters, PayloadLayout layout) {
  const Hyperparameters preset;
  std::vector<std::string> lost;
  if (layout == PayloadLayout::a && hyperparameters.class_weight != preset.class_weight) {
    lost.emplace_back("class_weight");
  }
  if (layout == PayloadLayout::a && hyperparameters.l2_penalty != preset.l2_penalty) {
    lost.emplace_back("l2_penalty");
  }
  if (layout != PayloadLayout::c && hyperparameters.fit_mode != preset.fit_mode) {
    lost.emplace_back("fit_mode");
  }
  return lost;
}

PayloadLayout layout_for(const Hyperparameters& hyperparameters) {
  return lost_by(hyperparameters, PayloadLayout::a).empty() ? PayloadLayout::a : PayloadLayout::c;
}

TensorFileBytes write_v2(const LogisticRegression& model, const std::optional<Metadata>& metadata) {
  TensorFileBytes file;
  const float intercept = model.intercept();
  file.bytes =
      write_v2_tensors(arrays_of(model, intercept), kept_json(model.hyperparameters(), metadata, file.left_out));
  return file;
}

TensorFileBytes write_safetensors(const LogisticRegression& model, const std::optional<Metadata>& metadata) {
  TensorFileBytes file;
  const float intercept = model.intercept();
  file.bytes = write_safetensors_arrays(arrays_of(model, intercept),
                                        as_strings(kept_json(model.hyperparameters(), metadata, file.left_out)));
  return file;
}

}  // namespace moebench::apr
