#include "moebench/stats/modes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <ranges>

#include "moebench/stats/quantile.hpp"

namespace moebench::stats {
namespace {

constexpr std::size_t k_least_for_modes = 40;
constexpr double k_least_share = 0.05;
constexpr double k_least_distance = 0.02;  // of the larger location
constexpr double k_most_density_bins = 512;
constexpr double k_steps_in_bin = 4;

// What twice the root of a count must fall by. Its standard deviation is 1, the highest and the lowest of some twenty
// equal bins are about 4 apart, and 6.5 comes up less than once in a thousand such histograms (modes_test).
constexpr double k_persistence = 6.5;

/// The length of the shortest stretch that holds half the samples.
double shortest_half(std::span<const double> ascending) {
  const std::size_t half = ascending.size() / 2;
  double shortest = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i + half < ascending.size(); ++i) {
    shortest = std::min(shortest, ascending[i + half] - ascending[i]);
  }
  return shortest;
}

/// A peak of the histogram with the valley to its right.
struct Peak {
  std::size_t bin;
  std::uint64_t height;
  std::uint64_t samples;       // between its valleys
  std::uint64_t valley_after;  // count of the lowest bin before the next peak
};

std::vector<Peak> peaks_of(std::span<const std::uint64_t> counts) {
  std::vector<Peak> peaks;
  std::size_t valley = 0;  // the lowest bin since the last peak
  bool rising = true;
  std::size_t top = 0;
  const auto close = [&] { peaks.push_back({.bin = top, .height = counts[top], .samples = 0, .valley_after = 0}); };
  std::vector<std::size_t> cuts;  // the valleys between peaks
  for (std::size_t i = 1; i < counts.size(); ++i) {
    if (rising && counts[i] < counts[top]) {
      close();
      rising = false;
      valley = i;
    } else if (rising && counts[i] > counts[top]) {
      top = i;
    } else if (!rising && counts[i] <= counts[valley]) {
      valley = i;
    } else if (!rising && counts[i] > counts[valley]) {
      cuts.push_back(valley);
      rising = true;
      top = i;
    }
  }
  if (rising) {
    close();
  }
  std::size_t from = 0;
  for (std::size_t i = 0; i < peaks.size(); ++i) {
    const std::size_t to = i < cuts.size() ? cuts[i] : counts.size();
    peaks[i].samples = std::accumulate(counts.begin() + static_cast<std::ptrdiff_t>(from),
                                       counts.begin() + static_cast<std::ptrdiff_t>(to), std::uint64_t{0});
    peaks[i].valley_after = i < cuts.size() ? counts[cuts[i]] : 0;
    from = to;
  }
  return peaks;
}

/// Makes one peak of peaks[left] and the one after it.
void merge(std::vector<Peak>& peaks, std::size_t left) {
  Peak& into = peaks[left];
  const Peak& next = peaks[left + 1];
  into.samples += next.samples;
  into.valley_after = next.valley_after;
  if (next.height > into.height) {
    into.bin = next.bin;
    into.height = next.height;
  }
  peaks.erase(peaks.begin() + static_cast<std::ptrdiff_t>(left) + 1);
}

/// How clearly the valley after peaks[left] parts it from the next: 0 where it may be chance or is shallow.
double separation(std::span<const Peak> peaks, std::size_t left, double weight) {
  const std::uint64_t lower = std::min(peaks[left].height, peaks[left + 1].height);
  const std::uint64_t valley = peaks[left].valley_after;
  const auto root = [weight](std::uint64_t count) { return 2 * std::sqrt(weight * static_cast<double>(count)); };
  return 2 * valley <= lower ? root(lower) - root(valley) : 0;
}

void merge_what_may_be_chance(std::vector<Peak>& peaks, double weight) {
  while (peaks.size() > 1) {
    std::size_t least = 0;
    for (std::size_t i = 1; i + 1 < peaks.size(); ++i) {
      least = separation(peaks, i, weight) < separation(peaks, least, weight) ? i : least;
    }
    if (separation(peaks, least, weight) >= k_persistence) {
      return;
    }
    merge(peaks, least);
  }
}

void merge_what_is_small(std::vector<Peak>& peaks, double least) {
  for (std::size_t i = 0; i < peaks.size() && peaks.size() > 1;) {
    if (static_cast<double>(peaks[i].samples) >= least) {
      ++i;
      continue;
    }
    const bool leftwards = i + 1 == peaks.size() || (i > 0 && peaks[i - 1].valley_after > peaks[i].valley_after);
    merge(peaks, leftwards ? i - 1 : i);
    i = 0;
  }
}

/// Neighbours that are nearly the same figure become one.
std::vector<core::Mode> apart(const std::vector<core::Mode>& modes) {
  std::vector<core::Mode> kept;
  for (const core::Mode& mode : modes) {
    const bool is_near =
        !kept.empty() && mode.location - kept.back().location <
                             k_least_distance * std::max(std::abs(mode.location), std::abs(kept.back().location));
    if (!is_near) {
      kept.push_back(mode);
    } else if (mode.share > kept.back().share) {
      kept.back() = {.location = mode.location, .share = mode.share + kept.back().share};
    } else {
      kept.back().share += mode.share;
    }
  }
  return kept;
}

/// Without a twentieth at each end.
std::span<const double> middle_of(std::span<const double> ascending) {
  const std::size_t cut = ascending.size() / 20;
  return ascending.subspan(cut, ascending.size() - 2 * cut);
}

}  // namespace

std::size_t distinct_values(std::span<const double> ascending, std::size_t most) {
  const std::span<const double> middle = middle_of(ascending);
  std::size_t values = 0;
  for (auto at = middle.begin(); at != middle.end() && values < most; ++values) {
    at = std::upper_bound(at, middle.end(), *at);
  }
  return values;
}

Resolution resolution(std::span<const double> ascending) {
  const std::span<const double> middle = middle_of(ascending);
  std::vector<double> steps;
  for (std::size_t i = 1; i < middle.size(); ++i) {
    if (middle[i] > middle[i - 1]) {
      steps.push_back(middle[i] - middle[i - 1]);
    }
  }
  if (steps.empty()) {
    return {.step = 0, .distinct = 1};
  }
  const auto median = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
  std::ranges::nth_element(steps, median);
  return {.step = *median, .distinct = steps.size() + 1};
}

std::vector<core::Mode> modes(std::span<const double> ascending, double effective) {
  if (ascending.size() < k_least_for_modes) {
    return {};
  }
  const auto n = static_cast<double>(ascending.size());
  const double from = quantile(ascending, 0.002);
  const double to = quantile(ascending, 0.998);
  double width = 2 * shortest_half(ascending) / std::cbrt(n);
  width = std::max(width, (to - from) / k_most_density_bins);
  const std::span<const double> middle = middle_of(ascending);
  double step = 0;  // of the clock, where it shows
  const auto changes = std::ranges::count_if(std::views::iota(std::size_t{1}, middle.size()),
                                             [middle](std::size_t i) { return middle[i] > middle[i - 1]; });
  if (static_cast<double>(changes + 1) < 0.5 * n) {
    step = resolution(ascending).step;
    width = std::max(1.0, std::ceil(std::max(width / step, k_steps_in_bin))) * step;
  }
  if (!std::isfinite(width) || !(width > 0) || !std::isfinite(to - from)) {
    return {};
  }
  // Half a step before the first value, so that no value stands on an edge.
  const double origin = from - std::min(step, width) / 2;
  std::vector<std::uint64_t> counts(static_cast<std::size_t>((to - origin) / width) + 1, 0);
  for (const double x : ascending) {
    const double bin = std::floor((x - origin) / width);
    if (bin >= 0 && bin < static_cast<double>(counts.size())) {
      ++counts[static_cast<std::size_t>(bin)];
    }
  }
  std::vector<Peak> peaks = peaks_of(counts);
  merge_what_may_be_chance(peaks, std::min(1.0, effective / n));
  merge_what_is_small(peaks, k_least_share * n);
  std::vector<core::Mode> found;
  for (const Peak& peak : peaks) {
    found.push_back({.location = origin + (static_cast<double>(peak.bin) + 0.5) * width,
                     .share = static_cast<double>(peak.samples) / n});
  }
  found = apart(found);
  return found.size() > 1 ? found : std::vector<core::Mode>{};
}

}  // namespace moebench::stats
