// What the machine allows, measured beside what is held against it: a cycle of the processor, and loading bytes without
// doing anything with them. Included by the benchmarks of inference, router, dispatch and statistics.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

namespace limits {

/// How many things one iteration does: a time per thing is the iteration's time over this.
inline void count_units(benchmark::State& state, std::size_t units) {
  state.counters["units"] = benchmark::Counter(static_cast<double>(units), benchmark::Counter::kAvgThreads);
}

/// `values` at `offset` bytes from a multiple of 64.
class Placed {
 public:
  explicit Placed(const std::vector<float>& values, std::size_t offset = 0)
      : memory_{static_cast<float*>(std::aligned_alloc(64, (values.size() * 4 / 64 + 2) * 64))},
        values_{memory_.get() + offset / 4, values.size()} {
    std::ranges::copy(values, values_.begin());
  }

  std::span<const float> values() const { return values_; }

 private:
  struct Free {
    void operator()(float* memory) const { std::free(memory); }
  };
  std::unique_ptr<float, Free> memory_;
  std::span<float> values_;
};

#if defined(__x86_64__)
/// Whether load_all() may be called.
inline bool can_load() {
  return __builtin_cpu_supports("avx2");
}

/// Loads `bytes`, a multiple of 32, from `data` by 32 bytes, and does nothing with them.
[[gnu::target("avx2")]] inline void load_all(const void* data, std::size_t bytes) {
  const auto* at = static_cast<const char*>(data);
  const char* const behind = at + bytes;
  for (; behind - at >= 256; at += 256) {
    asm volatile(
        "vmovups   (%0), %%ymm0\n vmovups 32(%0), %%ymm1\n vmovups 64(%0), %%ymm2\n vmovups 96(%0), %%ymm3\n"
        "vmovups 128(%0), %%ymm4\n vmovups 160(%0), %%ymm5\n vmovups 192(%0), %%ymm6\n vmovups 224(%0), %%ymm7\n"
        :
        : "r"(at)
        : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7");
  }
  for (; at != behind; at += 32) {
    asm volatile("vmovups (%0), %%ymm0\n" : : "r"(at) : "xmm0");
  }
}

/// Additions that wait for one another: one cycle each, so a unit is a cycle.
inline void clock_cycle(benchmark::State& state) {
  constexpr int chain = 1000;
  std::uint64_t value = 0;
  for (auto _ : state) {
    for (int i = 0; i < chain / 10; ++i) {
      asm volatile(
          "add $1, %0\n add $1, %0\n add $1, %0\n add $1, %0\n add $1, %0\n"
          "add $1, %0\n add $1, %0\n add $1, %0\n add $1, %0\n add $1, %0\n"
          : "+r"(value));
    }
  }
  count_units(state, chain);
}
#else
inline bool can_load() {
  return false;
}
inline void load_all(const void*, std::size_t) {}
inline void clock_cycle(benchmark::State& state) {
  state.SkipWithError("a cycle is measured on x86-64 alone");
}
#endif

/// Registers loading the same `bytes` again and again, a multiple of 32; a unit is one of the `units` that they hold.
inline void add_loads(const std::string& name, std::size_t bytes, std::size_t units) {
  if (!can_load()) {
    return;
  }
  benchmark::RegisterBenchmark(name.c_str(), [bytes, units](benchmark::State& state) {
    const Placed data{std::vector<float>(bytes / 4)};
    for (auto _ : state) {
      load_all(data.values().data(), bytes);
    }
    count_units(state, units);
  });
}

}  // namespace limits
