#include "moebench/harness/read_bandwidth.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "moebench/harness/clock.hpp"
#include "moebench/harness/keep.hpp"

namespace moebench::harness {
namespace {

constexpr std::size_t k_block_bytes = 512;  // one step of all chains in the widest registers

struct alignas(64) Block {
  std::uint64_t words[k_block_bytes / sizeof(std::uint64_t)] = {};
};

using Buffer = std::span<const Block>;
using Word = std::uint64_t;
using Words2 [[gnu::vector_size(16)]] = Word;
using Words4 [[gnu::vector_size(32)]] = Word;
using Words8 [[gnu::vector_size(64)]] = Word;

/// ORs all of the buffer together `readings` times, in eight independent chains of one register each: only the loads
/// limit it.
template <class Vector>
[[gnu::always_inline]] inline Word read_all(Buffer buffer, std::size_t readings) {
  constexpr std::size_t chains = 8;
  constexpr std::size_t lanes = sizeof(Vector) / sizeof(Word);
  Vector sums[chains] = {};
  for (std::size_t reading = 0; reading < readings; ++reading) {
    keep(buffer.data());
    clobber();
    const std::byte* const begin = std::as_bytes(buffer).data();
    for (std::size_t at = 0; at < buffer.size_bytes(); at += chains * sizeof(Vector)) {
#pragma GCC unroll 8
      for (std::size_t chain = 0; chain < chains; ++chain) {
        Vector words;
        std::memcpy(&words, begin + at + chain * sizeof words, sizeof words);
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

[[gnu::noinline]] Word read_plain(Buffer buffer, std::size_t readings) {
  return read_all<Words2>(buffer, readings);
}

#if defined(__x86_64__)
[[gnu::noinline, gnu::target("avx2")]] Word read_avx2(Buffer buffer, std::size_t readings) {
  return read_all<Words4>(buffer, readings);
}

[[gnu::noinline, gnu::target("avx512f")]] Word read_avx512(Buffer buffer, std::size_t readings) {
  return read_all<Words8>(buffer, readings);
}
#endif

using Reader = Word (*)(Buffer, std::size_t);

double fastest(Reader read, Buffer buffer) {
  constexpr std::size_t round_bytes = 100 * k_nearest_cache_bytes;
  const std::size_t readings = std::max<std::size_t>(1, round_bytes / buffer.size_bytes());
  const std::size_t rounds = std::max<std::size_t>(5, 1000 * round_bytes / (readings * buffer.size_bytes()));
  SteadyClock clock;
  Nanoseconds least = Nanoseconds::max();
  for (std::size_t round = 0; round < rounds; ++round) {
    const Nanoseconds begin = clock.now();
    keep(read(buffer, readings));
    least = std::min(least, clock.now() - begin);
  }
  return static_cast<double>(buffer.size_bytes() * readings) /
         (static_cast<double>(std::max<std::int64_t>(least.count(), 1)) * 1e-9);
}

}  // namespace

double measure_read_bandwidth(std::size_t bytes) {
  const std::vector<Block> buffer((std::max<std::size_t>(bytes, 1) + k_block_bytes - 1) / k_block_bytes);
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
