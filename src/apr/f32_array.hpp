// Arrays of f32 as files hold them: little-endian, at any address. Included by this module's sources only.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "moebench/core/model_description.hpp"

namespace moebench::apr {

/// Precondition: whole elements, wherever bytes are taken.
std::vector<float> load_f32s(std::span<const std::byte> bytes);

/// The index of the first element that is NaN or infinite.
std::optional<std::size_t> first_not_finite(std::span<const std::byte> bytes);
std::optional<std::size_t> first_not_finite(std::span<const float> values);

/// Count, range over the finite elements, the first and the last elements.
core::ParameterArray describe_f32s(std::string name, std::string type, std::vector<std::uint64_t> shape,
                                   std::span<const std::byte> bytes);

}  // namespace moebench::apr
