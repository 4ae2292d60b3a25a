// Payloads compressed and decompressed by zstd and LZ4. Does not know what stands in them. Included by this module's
// sources only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "moebench/apr/format.hpp"
#include "moebench/core/error.hpp"
#include "payload.hpp"

namespace moebench::apr {

/// Bytes on the heap that are not set to zero first.
struct Buffer {
  std::unique_ptr<std::byte[]> bytes;
  std::size_t size = 0;

  std::span<const std::byte> view() const { return {bytes.get(), size}; }
};

/// What `stored` decompresses to: exactly `size` bytes. Never holds more than that: it stops where the output would
/// pass it, and refuses before allocating what so few bytes cannot hold. Precondition: not Compression::none.
/// Input errors: corrupt data, output that would pass or does not reach `size`, an LZ4 size prefix other than `size`.
core::Result<Buffer> decompress(const Payload& stored, Compression compression, std::uint32_t size);

/// Appends the compressed form: a zstd frame of the level in the name, without content size and checksum, or a u32 raw
/// size and one LZ4 block. With Compression::none the bytes themselves. Precondition: at most 2^30 bytes.
void append_compressed(std::vector<std::byte>& file, std::span<const std::byte> bytes, Compression compression);

}  // namespace moebench::apr
