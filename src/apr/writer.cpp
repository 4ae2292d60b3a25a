#include "moebench/apr/writer.hpp"

#include <cassert>
#include <cstdint>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "checksum.hpp"
#include "little_endian.hpp"
#include "logistic_payload.hpp"
#include "moebench/apr/format.hpp"

namespace moebench::apr {
namespace {

void append_header(std::vector<std::byte>& file, std::uint32_t metadata_size, std::uint32_t payload_size) {
  for (const char letter : std::string_view{"APRN"}) {
    append(file, letter);
  }
  append(file, std::uint8_t{1});
  append(file, std::uint8_t{0});
  append(file, std::to_underlying(ModelType::logistic_regression));
  append(file, metadata_size);
  append(file, payload_size);
  append(file, payload_size);
  append(file, std::to_underlying(Compression::none));
  file.resize(k_header_size);
}

}  // namespace

std::vector<std::byte> write_v1(const LogisticRegression& model, const Metadata& metadata) {
  const std::uint64_t payload_size = logistic_payload_size(model.input_size());
  assert(payload_size <= k_max_payload_size);
  const nlohmann::ordered_json map{{"created_at", metadata.created_at},
                                   {"aprender_version", metadata.aprender_version}};
  const std::vector<std::uint8_t> packed = nlohmann::ordered_json::to_msgpack(map);

  std::vector<std::byte> file;
  file.reserve(k_min_file_size + packed.size() + payload_size);
  append_header(file, static_cast<std::uint32_t>(packed.size()), static_cast<std::uint32_t>(payload_size));
  for (const std::uint8_t byte : packed) {
    append(file, byte);
  }
  append_logistic_payload(file, model);
  append(file, checksum(file));
  return file;
}

}  // namespace moebench::apr
