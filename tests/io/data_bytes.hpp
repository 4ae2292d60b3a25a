// Builds the binary data files that the readers' tests read.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace data_test {

inline std::span<const std::byte> bytes_of(const std::string& file) {
  return std::as_bytes(std::span{file});
}

/// The sizes as IDX writes them, big-endian, behind the magic.
inline std::string idx(std::uint32_t magic, const std::vector<std::uint32_t>& sizes, std::string_view body) {
  std::string file;
  const auto put = [&file](std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      file += static_cast<char>(value >> shift & 0xffU);
    }
  };
  put(magic);
  for (const std::uint32_t size : sizes) {
    put(size);
  }
  return file.append(body);
}

/// A file of version 1 whose header is `dictionary`, padded as NumPy pads it, and whose data is `body`.
inline std::string npy(std::string dictionary, std::string_view body) {
  while ((10 + dictionary.size() + 1) % 64 != 0) {
    dictionary += ' ';
  }
  dictionary += '\n';
  std::string file{"\x93NUMPY\x01", 7};
  file += '\0';
  file += static_cast<char>(dictionary.size() & 0xffU);
  file += static_cast<char>(dictionary.size() >> 8U);
  return file + dictionary + std::string{body};
}

inline std::string npy(std::string_view descr, std::string_view fortran_order, std::string_view shape,
                       std::string_view body) {
  return npy("{'descr': '" + std::string{descr} + "', 'fortran_order': " + std::string{fortran_order} +
                 ", 'shape': " + std::string{shape} + ", }",
             body);
}

/// The values' bytes on a little-endian machine, on which these tests run.
template <class T>
std::string raw(const std::vector<T>& values) {
  static_assert(std::is_arithmetic_v<T> && std::endian::native == std::endian::little);
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

}  // namespace data_test
