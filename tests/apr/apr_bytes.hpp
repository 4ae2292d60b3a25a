// Valid .apr files to alter, and the altering. Included by this module's tests only.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <utility>
#include <vector>

#include <zlib.h>

#include "moebench/apr/logistic_regression.hpp"
#include "moebench/apr/writer.hpp"

namespace moebench::apr {

using Bytes = std::vector<std::byte>;

inline std::uint32_t zlib_crc(std::span<const std::byte> bytes) {
  return static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

/// Overwrites the bytes at `at` with the value's. Tests run on little-endian machines.
template <class T>
void put(Bytes& file, std::size_t at, T value) {
  std::memcpy(file.data() + at, &value, sizeof value);
}

/// Makes the last four bytes the checksum of those before.
inline Bytes sealed(Bytes file) {
  put(file, file.size() - 4, zlib_crc(std::span{file}.first(file.size() - 4)));
  return file;
}

/// The valid file with one field overwritten and the checksum made anew.
template <class T>
Bytes with(Bytes file, std::size_t at, T value) {
  put(file, at, value);
  return sealed(std::move(file));
}

inline LogisticRegression small_model() {
  return *LogisticRegression::create({0.5F, -1.25F, 3.0F}, 0.125F, {0.1F, 7, 1e-3F});
}

// The small file: header 0 .. 31, metadata 32 .. 78, payload 79 .. 119 (tag 79, n 80, coefficients 88, intercept 100,
// learning rate 104, max_iter 108, tol 116), checksum 120 .. 123.
inline constexpr std::size_t k_payload_at = 79;
inline constexpr std::size_t k_payload_size = 41;

inline Bytes small_file() {
  return write_v1(small_model(), {"1764278947", "0.11.0"});
}

/// The small file with its payload cut or filled with zeros to `size` bytes, header and checksum in step.
inline Bytes with_payload_size(std::uint32_t size) {
  Bytes file = small_file();
  file.resize(k_payload_at + std::min<std::size_t>(size, k_payload_size));
  file.resize(k_payload_at + size + 4);
  put(file, 12, size);
  put(file, 16, size);
  return sealed(std::move(file));
}

}  // namespace moebench::apr
