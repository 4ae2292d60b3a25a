// Version 2 and SafeTensors files packed from parts, so that a test can alter any of them. Included by this module's
// tests only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "apr/apr_bytes.hpp"

namespace moebench::apr {

struct V2Entry {
  std::string name;
  std::uint8_t type = 0;
  std::vector<std::uint64_t> shape;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

struct V2Parts {
  std::string magic = std::string{"APR\0", 4};
  std::uint16_t flags = 0x400;
  std::string metadata = "{}";
  std::vector<V2Entry> entries = {{"coefficients", 0, {3}, 0, 12}, {"intercept", 0, {1}, 64, 4}};
  Bytes data = [] {
    Bytes bytes(128);
    put(bytes, 0, 0.5F);
    put(bytes, 4, -1.25F);
    put(bytes, 8, 3.0F);
    put(bytes, 64, 0.125F);
    return bytes;
  }();
};

inline void pad(Bytes& bytes) {
  bytes.resize((bytes.size() + 63) / 64 * 64);
}

/// Makes both checksums anew.
inline Bytes sealed_v2(Bytes file) {
  Bytes covered{file.begin(), file.begin() + 40};
  covered.insert(covered.end(), file.begin() + 44, file.begin() + 64);
  put(file, 40, zlib_crc(covered));
  return sealed(std::move(file));
}

template <class T>
Bytes with_v2(Bytes file, std::size_t at, T value) {
  put(file, at, value);
  return sealed_v2(std::move(file));
}

/// The small model: header 0 .. 63, metadata 64 .. 127, index 128 .. 255 (entries of 40 and 37 bytes), data 256 .. 383,
/// checksum 384 .. 387.
inline Bytes v2_file(const V2Parts& parts = {}) {
  Bytes file = bytes_of(parts.magic);
  file.resize(64);
  put(file, 4, std::uint8_t{2});
  put(file, 6, parts.flags);
  put(file, 8, static_cast<std::uint32_t>(parts.entries.size()));
  put(file, 12, std::uint64_t{64});
  put(file, 20, static_cast<std::uint32_t>(parts.metadata.size()));
  put(file, 4, std::uint8_t{2});
  const Bytes metadata = bytes_of(parts.metadata);
  file.insert(file.end(), metadata.begin(), metadata.end());
  pad(file);
  put(file, 24, std::uint64_t{file.size()});
  for (const V2Entry& entry : parts.entries) {
    add(file, static_cast<std::uint16_t>(entry.name.size()));
    const Bytes name = bytes_of(entry.name);
    file.insert(file.end(), name.begin(), name.end());
    add(file, entry.type);
    add(file, static_cast<std::uint8_t>(entry.shape.size()));
    for (const std::uint64_t extent : entry.shape) {
      add(file, extent);
    }
    add(file, entry.offset);
    add(file, entry.size);
  }
  pad(file);
  put(file, 32, std::uint64_t{file.size()});
  file.insert(file.end(), parts.data.begin(), parts.data.end());
  file.resize(file.size() + 4);
  return sealed_v2(std::move(file));
}

inline const std::string k_small_header =
    R"({"coefficients":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},"intercept":{"dtype":"F32","shape":[1],"data_offsets":[12,16]}})";

inline Bytes small_data() {
  Bytes bytes;
  for (const float value : {0.5F, -1.25F, 3.0F, 0.125F}) {
    add(bytes, value);
  }
  return bytes;
}

inline Bytes safetensors_file(std::string_view header = k_small_header, const Bytes& data = small_data()) {
  Bytes file;
  add(file, std::uint64_t{header.size()});
  const Bytes text = bytes_of(header);
  file.insert(file.end(), text.begin(), text.end());
  file.insert(file.end(), data.begin(), data.end());
  return file;
}

}  // namespace moebench::apr
