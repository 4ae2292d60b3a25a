// Random numbers with one answer on every machine: the standard's engines are portable, its distributions are not.
// Everything random in the project starts from a seed and a stream number; two streams of one seed are independent.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace moebench::core {

/// xoshiro256++ 1.0 (Blackman and Vigna, 2019), seeded through SplitMix64 from (seed, stream).
/// Satisfies std::uniform_random_bit_generator. Copying it copies its state. Not for cryptography.
class Rng {
 public:
  /// What the call gives.
  using result_type = std::uint64_t;

  /// The beginning of stream `stream` of `seed`.
  explicit Rng(std::uint64_t seed, std::uint64_t stream = 0);

  /// The smallest number that the call gives.
  static constexpr result_type min() { return 0; }
  /// The largest.
  static constexpr result_type max() { return ~result_type{0}; }

  /// The next 64 bits.
  result_type operator()() {
    auto& [a, b, c, d] = state_;
    const std::uint64_t result = std::rotl(a + d, 23) + a;
    const std::uint64_t shifted = b << 17U;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = std::rotl(d, 45);
    return result;
  }

  /// Uniform in [0, 1), a multiple of 2^-53.
  double uniform();

  /// Uniform in 0 .. bound - 1 without bias (Lemire, 2019). bound >= 1.
  std::uint64_t below(std::uint64_t bound);

  /// Puts `values` in an order drawn uniformly (Fisher and Yates; Durstenfeld, 1964).
  template <class Values>
  void shuffle(Values& values) {
    for (std::size_t left = values.size(); left > 1; --left) {
      std::swap(values[left - 1], values[below(left)]);
    }
  }

  /// Standard normal by Marsaglia's polar method; no spare value is kept, so a call depends on the state alone.
  double normal();

 private:
  std::array<std::uint64_t, 4> state_;
};

}  // namespace moebench::core
