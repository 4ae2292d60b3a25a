#include "moebench/core/series.hpp"

namespace moebench::core {

std::size_t Series::sample_count() const {
  std::size_t count = 0;
  for (const Run& run : runs) {
    count += run.samples.size();
  }
  return count;
}

std::uint64_t Series::operation_count() const {
  std::uint64_t count = 0;
  for (const Run& run : runs) {
    count += run.batch * run.samples.size();
  }
  return count;
}

std::vector<double> Series::pooled() const {
  std::vector<double> all;
  all.reserve(sample_count());
  for (const Run& run : runs) {
    all.insert(all.end(), run.samples.begin(), run.samples.end());
  }
  return all;
}

}  // namespace moebench::core
