#include "moebench/core/series.hpp"

#include <cmath>

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

std::optional<double> Series::operations_per_second() const {
  const auto operations = static_cast<double>(operation_count());
  double us_per_operation = 0;
  for (const Run& run : runs) {
    const double share = static_cast<double>(run.batch) / operations;
    for (const double sample : run.samples) {
      us_per_operation += share * sample;
    }
  }
  const double rate = 1e6 / us_per_operation;
  return unit == "us" && us_per_operation > 0 && std::isfinite(rate) ? std::optional{rate} : std::nullopt;
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
