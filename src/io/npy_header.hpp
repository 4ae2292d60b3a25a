// The header of a .npy file. Private to io.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "moebench/core/error.hpp"

namespace moebench::io {

enum class NpyKind : char { floating = 'f', signed_integer = 'i', unsigned_integer = 'u', boolean = 'b' };

struct NpyHeader {
  NpyKind kind;
  std::size_t item_size;  // bytes: 1, 2, 4 or 8
  bool big_endian;
  bool fortran_order;
  std::vector<std::uint64_t> shape;  // as announced, not yet held against the file
  std::size_t data_at;               // byte of the first element, at most the file's size
};

/// Input errors with the byte: see parse_npy_samples(). Linear in the header's length.
core::Result<NpyHeader> parse_npy_header(std::span<const std::byte> file, std::string_view subject);

}  // namespace moebench::io
