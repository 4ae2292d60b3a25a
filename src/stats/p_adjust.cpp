#include "moebench/stats/p_adjust.hpp"

#include <algorithm>
#include <cstddef>
#include <ranges>

namespace moebench::stats {
namespace {

/// The places of the p values that are there, smallest first.
std::vector<std::size_t> ascending_places(std::span<const std::optional<double>> p_values) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < p_values.size(); ++i) {
    if (p_values[i]) {
      places.push_back(i);
    }
  }
  std::ranges::stable_sort(places, {}, [&](std::size_t i) { return *p_values[i]; });
  return places;
}

}  // namespace

PValues holm(std::span<const std::optional<double>> p_values) {
  PValues adjusted(p_values.size());
  const std::vector<std::size_t> places = ascending_places(p_values);
  auto remaining = static_cast<double>(places.size());
  double largest = 0;
  for (const std::size_t i : places) {
    largest = std::max(largest, std::min(1.0, *p_values[i] * remaining));
    adjusted[i] = largest;
    --remaining;
  }
  return adjusted;
}

PValues benjamini_hochberg(std::span<const std::optional<double>> p_values) {
  PValues adjusted(p_values.size());
  const std::vector<std::size_t> places = ascending_places(p_values);
  const auto family = static_cast<double>(places.size());
  double rank = family;
  double smallest = 1;
  for (const std::size_t i : places | std::views::reverse) {
    smallest = std::min(smallest, *p_values[i] * (family / rank));
    adjusted[i] = smallest;
    --rank;
  }
  return adjusted;
}

}  // namespace moebench::stats
