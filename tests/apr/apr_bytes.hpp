// Valid .apr files to alter, and the altering. Included by this module's tests only.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
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

inline void put(Bytes& file, std::size_t at, const Bytes& bytes) {
  std::ranges::copy(bytes, file.begin() + static_cast<std::ptrdiff_t>(at));
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

/// The small file with the flag SIGNED and 96 bytes that are no signature.
inline Bytes signed_file() {
  Bytes file = small_file();
  put(file, 21, std::uint8_t{0x02});
  file.resize(file.size() + 96);
  return sealed(std::move(file));
}

inline Bytes bytes_of(std::string_view text) {
  const auto raw = std::as_bytes(std::span{text});
  return {raw.begin(), raw.end()};
}

/// A version 1 file around any metadata and payload, stored as it is given.
inline Bytes v1_file(const Bytes& metadata, const Bytes& payload, std::uint16_t type = 2, std::uint8_t compression = 0,
                     std::uint32_t uncompressed = 0) {
  Bytes file = bytes_of("APRN");
  file.resize(32);
  put(file, 4, std::uint8_t{1});
  put(file, 6, type);
  put(file, 8, static_cast<std::uint32_t>(metadata.size()));
  put(file, 12, static_cast<std::uint32_t>(payload.size()));
  put(file, 16, compression == 0 ? static_cast<std::uint32_t>(payload.size()) : uncompressed);
  put(file, 20, compression);
  file.insert(file.end(), metadata.begin(), metadata.end());
  file.insert(file.end(), payload.begin(), payload.end());
  file.resize(file.size() + 4);
  return sealed(std::move(file));
}

template <class T>
void add(Bytes& bytes, T value) {
  bytes.resize(bytes.size() + sizeof value);
  put(bytes, bytes.size() - sizeof value, value);
}

/// The payload of the small file, layout A.
inline Bytes small_payload() {
  const Bytes file = small_file();
  return {file.begin() + k_payload_at, file.begin() + k_payload_at + k_payload_size};
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
