#include "moebench/stats/sorted.hpp"

#include <boost/sort/spreadsort/float_sort.hpp>

namespace moebench::stats {

std::vector<double> sorted(std::span<const double> samples) {
  std::vector<double> copy(samples.begin(), samples.end());
  boost::sort::spreadsort::float_sort(copy.begin(), copy.end());
  return copy;
}

}  // namespace moebench::stats
