#include "f32_array.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <ranges>
#include <utility>

#include "little_endian.hpp"

namespace moebench::apr {

namespace {

/// `bits_of` gives the bits of an element. Whole blocks without a branch in them are looked at several elements at a
/// time.
template <class BitsOf>
std::optional<std::size_t> first_place_not_finite(std::size_t count, BitsOf bits_of) {
  constexpr std::uint32_t exponent = 0x7F80'0000;  // all ones: NaN or infinite
  constexpr std::size_t block = 1024;
  const auto is_not_finite = [&](std::size_t i) { return (bits_of(i) & exponent) == exponent; };
  for (std::size_t start = 0; start < count; start += block) {
    const std::size_t end = std::min(start + block, count);
    std::uint32_t any = 0;
    for (std::size_t i = start; i < end; ++i) {
      any |= static_cast<std::uint32_t>(is_not_finite(i));
    }
    if (any != 0) {
      const auto indices = std::views::iota(start, end);
      return *std::ranges::find_if(indices, is_not_finite);
    }
  }
  return std::nullopt;
}

}  // namespace

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
  return first_place_not_finite(bytes.size() / 4, [bytes](std::size_t i) { return load<std::uint32_t>(bytes, 4 * i); });
}

std::optional<std::size_t> first_not_finite(std::span<const float> values) {
  return first_place_not_finite(values.size(),
                                [values](std::size_t i) { return std::bit_cast<std::uint32_t>(values[i]); });
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
