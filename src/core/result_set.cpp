#include "moebench/core/result_set.hpp"

#include <algorithm>

namespace moebench::core {

const BenchmarkResult* ResultSet::find(std::string_view name) const {
  const auto at = std::ranges::find(results, name, &BenchmarkResult::name);
  return at == results.end() ? nullptr : &*at;
}

}  // namespace moebench::core
