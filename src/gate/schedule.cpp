#include "moebench/gate/schedule.hpp"

#include <algorithm>
#include <cmath>

#include "moebench/stats/signed_rank.hpp"

namespace moebench::gate {
namespace {

bool narrow(const core::GateRow& row, std::optional<double> half_width) {
  if (!half_width || !row.ratio || !row.ratio->interval) {
    return false;
  }
  return std::log(row.ratio->interval->upper / row.ratio->interval->lower) / 2 <= *half_width;
}

}  // namespace

std::vector<std::size_t> looks(std::size_t blocks, double alpha) {
  std::vector<std::size_t> all;
  for (const std::size_t look : {blocks / 4, blocks / 2}) {
    if (look > 0 && stats::signed_rank_below(0, look) <= alpha / static_cast<double>(k_most_looks) / 2) {
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
