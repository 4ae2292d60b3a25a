// The files' checksum. Included by this module's sources only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include <libdeflate.h>

namespace moebench::apr {

/// CRC-32 as zlib computes it: CBF43926 for the nine bytes "123456789". libdeflate chooses the fastest instructions of
/// the processor when it runs; results/apr_load.md compares it with zlib.
inline std::uint32_t checksum(std::span<const std::byte> bytes) {
  return libdeflate_crc32(0, bytes.data(), bytes.size());
}

}  // namespace moebench::apr
