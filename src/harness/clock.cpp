#include "moebench/harness/clock.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <map>
#include <numeric>
#include <set>

#include <fmt/chrono.h>

namespace moebench::harness {
namespace {

/// The differences that make up at least 1 % of all, ascending.
std::vector<std::int64_t> frequent(std::span<const std::int64_t> differences) {
  std::map<std::int64_t, std::size_t> counts;
  for (const std::int64_t difference : differences) {
    ++counts[difference];
  }
  std::vector<std::int64_t> values;
  for (const auto& [difference, count] : counts) {
    if (count * 100 >= differences.size()) {
      values.push_back(difference);
    }
  }
  return values;
}

/// Whether every value is a multiple of `step` to within the 1 ns of rounding, and there are two multiples or more:
/// with one the step could be anything.
bool explains(std::int64_t step, const std::vector<std::int64_t>& values) {
  std::set<std::int64_t> multiples;
  for (const std::int64_t value : values) {
    const std::int64_t multiple = (value + step / 2) / step;
    multiples.insert(multiple);
    if (std::abs(value - multiple * step) > 1) {
      return false;
    }
  }
  return multiples.size() > 1;
}

}  // namespace

double clock_step(std::span<const std::int64_t> differences) {
  const std::vector<std::int64_t> values = frequent(differences);
  if (values.empty() || values.front() == 0) {
    std::int64_t smallest = std::numeric_limits<std::int64_t>::max();
    for (const std::int64_t difference : differences) {
      smallest = difference > 0 ? std::min(smallest, difference) : smallest;
    }
    return smallest == std::numeric_limits<std::int64_t>::max() ? 0.0 : static_cast<double>(smallest);
  }
  constexpr std::int64_t shortest = 4;  // to within 1 ns everything is a multiple of 3
  for (std::int64_t step = values.front(); step >= shortest; --step) {
    if (explains(step, values)) {
      return static_cast<double>(step);
    }
  }
  return static_cast<double>(
      std::accumulate(values.begin(), values.end(), std::int64_t{0}, std::gcd<std::int64_t, std::int64_t>));
}

std::string utc_timestamp() {
  const auto now = std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(now)));
}

std::string unix_seconds() {
  return fmt::format("{}", std::chrono::system_clock::to_time_t(std::chrono::system_clock::now()));
}

}  // namespace moebench::harness
