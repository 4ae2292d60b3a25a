#include "moebench/stats/sorted.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <thread>
#include <utility>

#include <boost/sort/spreadsort/float_sort.hpp>

#include "moebench/core/in_parallel.hpp"

namespace moebench::stats {
namespace {

// Two threads are worth their creation from here on.
constexpr std::size_t k_enough_for_a_thread = 4096;
// Two halves and their merger take less time than the whole from here on.
constexpr std::size_t k_enough_for_halves = 1'000'000;

/// Each sign by itself: between signs Boost 1.81 subtracts the samples' bits as integers, which may overflow.
void sort(std::span<double> samples) {
  const auto positive = std::ranges::partition(samples, [](double x) { return std::signbit(x); });
  boost::sort::spreadsort::float_sort(samples.begin(), positive.begin());
  boost::sort::spreadsort::float_sort(positive.begin(), positive.end());
}

std::vector<double> sorted_halves(std::vector<double> samples) {
  const std::size_t middle = samples.size() / 2;
  const std::array<std::span<double>, 2> halves{std::span{samples}.first(middle), std::span{samples}.subspan(middle)};
  core::in_parallel(halves.size(), 0, [&](std::size_t half) { sort(halves[half]); });
  std::vector<double> merged(samples.size());
  std::ranges::merge(halves[0], halves[1], merged.begin());
  return merged;
}

}  // namespace

std::vector<double> sorted(std::span<const double> samples) {
  std::vector<double> copy(samples.begin(), samples.end());
  if (copy.size() >= k_enough_for_halves) {
    return sorted_halves(std::move(copy));
  }
  sort(copy);
  return copy;
}

SortedPair sorted_pair(std::span<const double> a, std::span<const double> b, unsigned threads) {
  if (threads < 2 || std::min(a.size(), b.size()) < k_enough_for_a_thread) {
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
