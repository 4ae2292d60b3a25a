#include "moebench/stats/sorted.hpp"

#include <algorithm>
#include <boost/sort/spreadsort/float_sort.hpp>
#include <thread>

namespace moebench::stats {
namespace {

// Two threads are worth their creation from here on.
constexpr std::size_t k_enough_for_a_thread = 4096;

}  // namespace

std::vector<double> sorted(std::span<const double> samples) {
  std::vector<double> copy(samples.begin(), samples.end());
  boost::sort::spreadsort::float_sort(copy.begin(), copy.end());
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
