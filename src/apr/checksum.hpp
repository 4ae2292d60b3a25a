// The file's checksum. Included by this module's sources only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include <zlib.h>

namespace moebench::apr {

/// CRC-32 as zlib computes it: CBF43926 for the nine bytes "123456789".
inline std::uint32_t checksum(std::span<const std::byte> bytes) {
  return static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

}  // namespace moebench::apr
