#include "moebench/core/summary.hpp"

#include <algorithm>

namespace moebench::core {

const Quantile* Summary::quantile(double p) const {
  const auto at = std::ranges::find(quantiles, p, &Quantile::p);
  return at == quantiles.end() ? nullptr : &*at;
}

}  // namespace moebench::core
