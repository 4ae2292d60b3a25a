#include "moebench/gate/schedule.hpp"

#include <algorithm>
#include <cmath>

namespace moebench::gate {
namespace {

bool narrow(const core::GateRow& row, std::optional<double> half_width) {
  if (!half_width || !row.ratio || !row.ratio->interval) {
    return false;
  }
  return std::log(row.ratio->interval->upper / row.ratio->interval->lower) / 2 <= *half_width;
}

}  // namespace

std::size_t least_pairs(double alpha, std::size_t rows) {
  return static_cast<std::size_t>(std::ceil(std::log2(static_cast<double>(rows) * 2 / alpha)));
}

std::vector<std::size_t> looks(std::size_t blocks, double alpha, std::size_t rows) {
  const std::size_t least = least_pairs(alpha / static_cast<double>(k_most_looks), rows);
  std::vector<std::size_t> all;
  for (const std::size_t look : {blocks / 4, blocks / 2}) {
    if (look >= least) {
      all.push_back(look);
    }
  }
  all.push_back(blocks);
  all.erase(std::ranges::unique(all).begin(), all.end());
  return all;
}

bool settled(const std::vector<core::GateRow>& rows, std::optional<double> half_width) {
  return std::ranges::all_of(rows, [&](const core::GateRow& row) {
    return row.verdict.outcome != core::Outcome::inconclusive || narrow(row, half_width);
  });
}

}  // namespace moebench::gate
