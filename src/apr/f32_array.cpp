#include "f32_array.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <utility>

#include "little_endian.hpp"

namespace moebench::apr {

std::vector<float> load_f32s(std::span<const std::byte> bytes) {
  std::vector<float> values;
  values.reserve(bytes.size() / 4);
  // Through a block that stays in the cache: the bytes may stand at any address, and a vector that is resized first is
  // written twice.
  std::array<float, 4096> block;
  while (!bytes.empty()) {
    const std::size_t size = std::min(bytes.size(), sizeof block);
    std::memcpy(block.data(), bytes.data(), size);
    if constexpr (std::endian::native == std::endian::big) {
      for (std::size_t i = 0; i < size / 4; ++i) {
        block[i] = load<float>(bytes, 4 * i);
      }
    }
    values.insert(values.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(size / 4));
    bytes = bytes.subspan(size);
  }
  return values;
}

std::optional<std::size_t> first_not_finite(std::span<const std::byte> bytes) {
  for (std::size_t i = 0; i < bytes.size() / 4; ++i) {
    if (!std::isfinite(load<float>(bytes, 4 * i))) {
      return i;
    }
  }
  return std::nullopt;
}

core::ParameterArray describe_f32s(std::string name, std::string type, std::vector<std::uint64_t> shape,
                                   std::span<const std::byte> bytes) {
  constexpr std::size_t shown = 3;
  const std::size_t count = bytes.size() / 4;
  core::ParameterArray array{
      .name = std::move(name), .type = std::move(type), .shape = std::move(shape), .count = count};
  for (std::size_t i = 0; i < count; ++i) {
    const auto value = load<float>(bytes, 4 * i);
    if (!std::isfinite(value)) {
      ++array.not_finite;
      continue;
    }
    array.min = std::min(array.min.value_or(value), value);
    array.max = std::max(array.max.value_or(value), value);
  }
  for (std::size_t i = 0; i < std::min(count, shown); ++i) {
    array.first.push_back(load<float>(bytes, 4 * i));
  }
  for (std::size_t i = std::max(std::min(count, shown), count - std::min(count, shown)); i < count; ++i) {
    array.last.push_back(load<float>(bytes, 4 * i));
  }
  return array;
}

}  // namespace moebench::apr
