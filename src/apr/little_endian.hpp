// Numbers in the file's byte order. Included by this module's sources only.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstring>
#include <span>
#include <type_traits>
#include <vector>

namespace moebench::apr {

/// The T whose bytes start at `at`. Precondition: at + sizeof(T) <= bytes.size().
template <class T>
requires std::is_arithmetic_v<T> T load(std::span<const std::byte> bytes, std::size_t at) {
  std::array<std::byte, sizeof(T)> raw;
  std::memcpy(raw.data(), bytes.subspan(at, sizeof(T)).data(), sizeof(T));
  if constexpr (std::endian::native == std::endian::big) {
    std::ranges::reverse(raw);
  }
  return std::bit_cast<T>(raw);
}

template <class T>
requires std::is_arithmetic_v<T>
void append(std::vector<std::byte>& bytes, T value) {
  auto raw = std::bit_cast<std::array<std::byte, sizeof(T)>>(value);
  if constexpr (std::endian::native == std::endian::big) {
    std::ranges::reverse(raw);
  }
  bytes.insert(bytes.end(), raw.begin(), raw.end());
}

inline void append(std::vector<std::byte>& bytes, std::span<const float> values) {
  if constexpr (std::endian::native == std::endian::little) {
    const auto raw = std::as_bytes(values);
    bytes.insert(bytes.end(), raw.begin(), raw.end());
  } else {
    for (const float value : values) {
      append(bytes, value);
    }
  }
}

}  // namespace moebench::apr
