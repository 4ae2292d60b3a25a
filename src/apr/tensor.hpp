// Named arrays, as version 2 and SafeTensors files hold them. Included by this module's sources only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "document.hpp"
#include "payload.hpp"

namespace moebench::apr {

struct Tensor {
  std::string name;
  std::string type;  // as the file spells it
  bool is_f32;
  std::vector<std::uint64_t> shape;
  Payload data;          // exactly as long as type and shape say
  std::size_t entry_at;  // where the file describes it
};

struct TensorFile {
  std::vector<Tensor> tensors;  // in the file's order
  Json metadata;                // an object; empty when the file has none
};

/// Bytes of an array, without overflow: nothing when they are more than 64 bits hold.
inline std::optional<std::uint64_t> array_size(const std::vector<std::uint64_t>& shape, std::uint64_t item_size) {
  std::uint64_t size = item_size;
  for (const std::uint64_t extent : shape) {
    if (__builtin_mul_overflow(size, extent, &size)) {
      return std::nullopt;
    }
  }
  return size;
}

}  // namespace moebench::apr
