// What every fuzz target needs: a property that ends the program when it does not hold, and files sealed by their
// checksums, without which a mutant would never come past them. Included by the targets here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

#include <libdeflate.h>

namespace fuzz {

using Bytes = std::vector<std::byte>;

inline void expect(bool holds) {
  if (!holds) {
    std::abort();  // libFuzzer keeps the input
  }
}

inline std::span<const std::byte> view(const std::uint8_t* data, std::size_t size) {
  return std::as_bytes(std::span{data, size});
}

inline std::string_view text(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

inline void put_u32(Bytes& file, std::size_t at, std::uint32_t value) {
  std::memcpy(file.data() + at, &value, sizeof value);
}

/// Makes the last four bytes the checksum of those before.
inline void seal(Bytes& file) {
  if (file.size() >= 4) {
    put_u32(file, file.size() - 4, libdeflate_crc32(0, file.data(), file.size() - 4));
  }
}

/// Both checksums of a version 2 file.
inline void seal_v2(Bytes& file) {
  if (file.size() >= 68) {
    Bytes covered{file.begin(), file.begin() + 40};
    covered.insert(covered.end(), file.begin() + 44, file.begin() + 64);
    put_u32(file, 40, libdeflate_crc32(0, covered.data(), covered.size()));
  }
  seal(file);
}

}  // namespace fuzz
