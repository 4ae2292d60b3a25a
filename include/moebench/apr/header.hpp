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
  std::uint8_t major;               // 1
  std::uint8_t minor;               // any is read
  ModelType model_type;             // what the payload is
  std::uint32_t metadata_size;      // bytes
  std::uint32_t payload_size;       // bytes, as stored
  std::uint32_t uncompressed_size;  // bytes, at most k_max_payload_size
  Compression compression;          // of the payload
  std::uint8_t flags;               // Flag bits; bit 7 is masked off
  bool reserved_set;                // bit 7, or a byte after the quality score: tolerated
  std::uint8_t quality_score;       // 0 not validated, 1 .. 59 failing, 60 .. 100 passing; any value is tolerated
  std::uint32_t checksum;           // CRC-32 of every byte before it

  /// Whether the flag is set.
  bool has(Flag flag) const { return (flags & static_cast<std::uint8_t>(flag)) != 0; }
  /// Where the payload begins in the file.
  std::size_t payload_offset() const { return k_header_size + metadata_size; }

  friend bool operator==(const Header&, const Header&) = default;
};

/// Checks a whole version 1 file and gives its header. `subject` names the file in messages.
/// Input errors, in this order: another magic, fewer than 36 bytes, a major version other than 1, a checksum that does
/// not hold, an unknown model type or compression, a size over its limit, extents that do not fill the file exactly.
/// An encrypted file keeps bytes beside its payload that the header does not count, so its extents need only fit.
/// Metadata and payload are not looked into; signed and encrypted files pass. Linear in the file's size.
core::Result<Header> read_header(std::span<const std::byte> file, std::string_view subject);

/// Input errors: an encrypted file; a signed one, whose signature this program cannot verify, unless the caller accepts
/// that.
core::Result<void> check_readable(const Header& header, std::string_view subject, bool accept_unverified_signature);

}  // namespace moebench::apr
