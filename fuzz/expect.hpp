// What every fuzz target needs: a property that ends the program when it does not hold, what holds of every refusal,
// and files sealed by their checksums, without which a mutant would never come past them. Included by the targets here.
#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <libdeflate.h>

#include "moebench/core/error.hpp"

namespace fuzz {

using Bytes = std::vector<std::byte>;

inline void expect(bool holds) {
  if (!holds) {
    std::abort();  // libFuzzer keeps the input
  }
}

/// A refusal is an input error that names the file and says something; a byte that it names is in the file or its end.
template <class T>
void expect_refusal(const moebench::core::Result<T>& result, std::string_view subject, std::size_t size) {
  if (result) {
    return;
  }
  const moebench::core::Error& error = result.error();
  expect(error.kind == moebench::core::ErrorKind::input);
  expect(error.subject.starts_with(subject) && !error.message.empty());
  const std::string place = std::string{subject} + ": byte ";
  if (error.subject.starts_with(place)) {
    std::size_t byte = 0;
    const char* const last = error.subject.data() + error.subject.size();
    const auto [end, fault] = std::from_chars(error.subject.data() + place.size(), last, byte);
    expect(fault == std::errc{});
    expect(byte <= size || end != last);  // "of the decompressed payload" may follow
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
