#include "moebench/stats/sorted.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <thread>
#include <utility>

namespace moebench::stats {
namespace {

constexpr int k_digit_bits = 11;
constexpr std::size_t k_digits = 6;  // 66 bits and so all 64
constexpr std::size_t k_buckets = std::size_t{1} << k_digit_bits;
// Below it the tables of counts cost more than comparisons.
constexpr std::size_t k_enough_for_radix = 4096;

constexpr std::uint64_t k_sign = std::uint64_t{1} << 63;

/// Unsigned integers in the order of the doubles that they stand for.
std::uint64_t key_of(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  return (bits & k_sign) != 0 ? ~bits : bits | k_sign;
}

double value_of(std::uint64_t key) {
  return std::bit_cast<double>((key & k_sign) != 0 ? key & ~k_sign : ~key);
}

std::size_t digit(std::uint64_t key, std::size_t place) {
  return (key >> (place * k_digit_bits)) & (k_buckets - 1);
}

/// Least digit first; a digit that all keys share takes no pass.
void radix_sort(std::vector<double>& values) {
  const std::size_t n = values.size();
  std::vector<std::uint64_t> keys(n);
  std::vector<std::uint64_t> other(n);
  std::vector<std::array<std::size_t, k_buckets>> counts(k_digits);
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint64_t key = key_of(values[i]);
    keys[i] = key;
    for (std::size_t place = 0; place < k_digits; ++place) {
      ++counts[place][digit(key, place)];
    }
  }
  for (std::size_t place = 0; place < k_digits; ++place) {
    auto& at = counts[place];
    if (at[digit(keys.front(), place)] == n) {
      continue;
    }
    std::size_t before = 0;
    for (std::size_t& count : at) {
      before += std::exchange(count, before);
    }
    for (const std::uint64_t key : keys) {
      other[at[digit(key, place)]++] = key;
    }
    keys.swap(other);
  }
  std::ranges::transform(keys, values.begin(), value_of);
}

void sort(std::vector<double>& values) {
  if (values.size() < k_enough_for_radix) {
    std::ranges::sort(values);
  } else {
    radix_sort(values);
  }
}

}  // namespace

std::vector<double> sorted(std::span<const double> samples) {
  std::vector<double> copy(samples.begin(), samples.end());
  sort(copy);
  return copy;
}

SortedPair sorted_pair(std::span<const double> a, std::span<const double> b, unsigned threads) {
  if (threads < 2 || std::min(a.size(), b.size()) < k_enough_for_radix) {
    return {.a = sorted(a), .b = sorted(b)};
  }
  SortedPair pair;
  {
    const std::jthread beside{[&] { pair.a = sorted(a); }};
    pair.b = sorted(b);
  }
  return pair;
}

}  // namespace moebench::stats
