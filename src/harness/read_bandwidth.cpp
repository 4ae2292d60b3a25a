#include "moebench/harness/read_bandwidth.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "moebench/harness/clock.hpp"
#include "moebench/harness/keep.hpp"

namespace moebench::harness {
namespace {

constexpr std::size_t k_bytes = 8192;

struct alignas(64) Buffer {
  std::array<std::uint64_t, k_bytes / sizeof(std::uint64_t)> words{};
};

using Word = std::uint64_t;
using Words2 [[gnu::vector_size(16)]] = Word;
using Words4 [[gnu::vector_size(32)]] = Word;
using Words8 [[gnu::vector_size(64)]] = Word;

constexpr int k_readings = 100;

/// ORs all of the buffer together so many times, in eight independent chains of one register each: only the loads limit
/// it.
template <class Vector>
[[gnu::always_inline]] inline Word read_all(const Buffer& buffer) {
  constexpr std::size_t chains = 8;
  constexpr std::size_t lanes = sizeof(Vector) / sizeof(Word);
  Vector sums[chains] = {};
  for (int reading = 0; reading < k_readings; ++reading) {
    keep(&buffer);
    clobber();
    for (std::size_t i = 0; i < buffer.words.size(); i += chains * lanes) {
#pragma GCC unroll 8
      for (std::size_t chain = 0; chain < chains; ++chain) {
        Vector words;
        std::memcpy(&words, &buffer.words[i + chain * lanes], sizeof words);
        sums[chain] |= words;
      }
    }
  }
  Word all = 0;
  for (const Vector& sum : sums) {
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      all |= sum[lane];
    }
  }
  return all;
}

[[gnu::noinline]] Word read_plain(const Buffer& buffer) {
  return read_all<Words2>(buffer);
}

#if defined(__x86_64__)
[[gnu::noinline, gnu::target("avx2")]] Word read_avx2(const Buffer& buffer) {
  return read_all<Words4>(buffer);
}

[[gnu::noinline, gnu::target("avx512f")]] Word read_avx512(const Buffer& buffer) {
  return read_all<Words8>(buffer);
}
#endif

using Reader = Word (*)(const Buffer&);

double fastest(Reader read, const Buffer& buffer) {
  constexpr int rounds = 1000;
  SteadyClock clock;
  Nanoseconds least = Nanoseconds::max();
  for (int round = 0; round < rounds; ++round) {
    const Nanoseconds begin = clock.now();
    keep(read(buffer));
    least = std::min(least, clock.now() - begin);
  }
  return static_cast<double>(k_bytes) * k_readings /
         (static_cast<double>(std::max<std::int64_t>(least.count(), 1)) * 1e-9);
}

}  // namespace

double measure_read_bandwidth() {
  const Buffer buffer;
  double best = fastest(read_plain, buffer);
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) {
    best = std::max(best, fastest(read_avx2, buffer));
  }
  if (__builtin_cpu_supports("avx512f")) {
    best = std::max(best, fastest(read_avx512, buffer));
  }
#endif
  return best;
}

}  // namespace moebench::harness
