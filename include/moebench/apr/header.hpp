// The header of a version 1 .apr file and the checks that hold for the file as a whole: magic, checksum, sizes, flags.
// Knows nothing of what the payload means (reader.hpp) and does not touch the file system. Included by reader.hpp
// and by whoever lists what a file contains without loading its model.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "moebench/apr/format.hpp"
#include "moebench/core/error.hpp"

namespace moebench::apr {

/// Every field, in the order of the file. The nine reserved bytes are not kept.
struct Header {
  std::uint8_t major;  // 1
  std::uint8_t minor;
  ModelType model_type;
  std::uint32_t metadata_size;      // bytes
  std::uint32_t payload_size;       // bytes, as stored
  std::uint32_t uncompressed_size;  // bytes, at most k_max_payload_size
  Compression compression;
  std::uint8_t flags;          // Flag bits; bit 7 is masked off
  std::uint8_t quality_score;  // 0 not validated, 1 .. 59 failing, 60 .. 100 passing; any value is tolerated
  std::uint32_t checksum;      // CRC-32 of every byte before it

  bool has(Flag flag) const { return (flags & static_cast<std::uint8_t>(flag)) != 0; }
  std::size_t payload_offset() const { return k_header_size + metadata_size; }

  friend bool operator==(const Header&, const Header&) = default;
};

/// Checks a whole version 1 file and gives its header. `subject` names the file in messages.
/// Input errors, in this order: another layout (refused by its name), fewer than 36 bytes, a major version other than
/// 1, a checksum that does not hold, an unknown model type or compression, a size over its limit, an encrypted file,
/// extents that do not fill the file exactly, a signed file. Metadata and payload are not looked into; any compression
/// and any known model type passes. Linear in the file's size.
core::Result<Header> read_header(std::span<const std::byte> file, std::string_view subject);

}  // namespace moebench::apr
