// Version 2 files: a header of 64 bytes, JSON metadata, an index of named tensors, their data, two checksums.
// Does not know which tensors make a model. Included by this module's sources only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "moebench/core/error.hpp"
#include "tensor.hpp"

namespace moebench::apr {

/// In the order of the file. The magic "APR2" is an earlier spelling of the same layout.
struct V2Header {
  bool early_magic;
  std::uint8_t major;  // 2
  std::uint8_t minor;
  std::uint16_t flags;
  std::uint32_t tensor_count;
  std::uint64_t metadata_offset;
  std::uint32_t metadata_size;
  std::uint64_t index_offset;
  std::uint64_t data_offset;
  std::uint32_t header_checksum;
  std::uint32_t file_checksum;
};

/// Input errors: fewer bytes than header and checksum, another major version, a header checksum or a file checksum that
/// does not hold, sections that overlap, are out of order or reach beyond the file.
core::Result<V2Header> read_v2_header(std::span<const std::byte> file, std::string_view subject);

/// Input errors, by name: a file that is compressed, encrypted, sharded or column-major. Unknown flags pass.
core::Result<void> check_v2_readable(const V2Header& header, std::string_view subject);

/// The names of the known flags that are set.
std::vector<std::string_view> v2_flag_names(std::uint16_t flags);

/// Metadata and tensors. Precondition: read_v2_header() and check_v2_readable() passed. Input errors: metadata that is
/// no JSON object; an index that ends early; names that are too long, unsorted, twice there or not UTF-8; unknown
/// types; more than 8 dimensions; sizes that disagree with shapes; data outside its section.
core::Result<TensorFile> read_v2_tensors(std::span<const std::byte> file, const V2Header& header,
                                         std::string_view subject);

/// A file with the f32 arrays, row-major. Precondition: sorted by name, names of at most 256 bytes.
struct F32Array {
  std::string_view name;
  std::vector<std::uint64_t> shape;
  std::span<const float> values;
};
std::vector<std::byte> write_v2_tensors(std::span<const F32Array> arrays, const Json& metadata);

}  // namespace moebench::apr
