// SafeTensors files: a length, a JSON header, the data of named arrays. Does not know which arrays make a model.
// Included by this module's sources only.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "moebench/core/error.hpp"
#include "tensor.hpp"
#include "v2_file.hpp"

namespace moebench::apr {

/// Tensors by their offset, and `__metadata__`, whose values are strings. Input errors: a file that ends early; a
/// header over 100,000,000 bytes or beyond the file; what is no JSON object of entries {dtype, shape, data_offsets}; a
/// key that stands twice; unknown types; offsets that leave gaps, overlap, do not end at the file's end or disagree
/// with shapes.
core::Result<TensorFile> read_safetensors(std::span<const std::byte> file, std::string_view subject);

/// A file with the f32 arrays, data aligned to 8 bytes by spaces after the header. Precondition: names are unique;
/// the members of `metadata` are strings, and it is left out when there are none.
std::vector<std::byte> write_safetensors_arrays(std::span<const F32Array> arrays, const Json& metadata);

}  // namespace moebench::apr
