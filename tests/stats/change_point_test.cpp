#include "moebench/stats/change_point.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "stats/cases.hpp"

using namespace moebench::stats;
using moebench::core::ChangePoints;
using moebench::core::Rng;
using stats_test::near;

namespace {

using Indices = std::vector<std::size_t>;

double squares(const std::vector<double>& series, std::size_t from, std::size_t to) {
  double mean = 0;
  for (std::size_t i = from; i < to; ++i) {
    mean += series[i] / static_cast<double>(to - from);
  }
  double sum = 0;
  for (std::size_t i = from; i < to; ++i) {
    sum += (series[i] - mean) * (series[i] - mean);
  }
  return sum;
}

/// The least cost, by trying every place for the last segment's start.
double least_cost(const std::vector<double>& series, double penalty, std::size_t min_segment) {
  std::vector<double> cost(series.size() + 1, std::numeric_limits<double>::infinity());
  for (std::size_t end = 1; end <= series.size(); ++end) {
    if (end >= min_segment || end == series.size()) {
      cost[end] = squares(series, 0, end);
    }
    for (std::size_t start = min_segment; start + min_segment <= end; ++start) {
      cost[end] = std::min(cost[end], cost[start] + penalty + squares(series, start, end));
    }
  }
  return cost.back();
}

/// The same without a least segment, in n^2 steps.
double least_cost_of_long(const std::vector<double>& series, double penalty) {
  std::vector<double> cost(series.size() + 1, std::numeric_limits<double>::infinity());
  cost[0] = -penalty;
  for (std::size_t start = 0; start < series.size(); ++start) {
    double mean = 0;
    double sum = 0;
    for (std::size_t end = start + 1; end <= series.size(); ++end) {
      const double deviation = series[end - 1] - mean;
      mean += deviation / static_cast<double>(end - start);
      sum += deviation * (series[end - 1] - mean);
      cost[end] = std::min(cost[end], cost[start] + penalty + sum);
    }
  }
  return cost.back();
}

double cost_of(const ChangePoints& found, const std::vector<double>& series, double penalty) {
  double cost = penalty * static_cast<double>(found.indices.size());
  std::size_t from = 0;
  for (std::size_t i = 0; i <= found.indices.size(); ++i) {
    const std::size_t to = i < found.indices.size() ? found.indices[i] : series.size();
    cost += squares(series, from, to);
    from = to;
  }
  return cost;
}

bool has_segments_of(const ChangePoints& found, std::size_t least, std::size_t n) {
  std::size_t from = 0;
  for (std::size_t i = 0; i <= found.indices.size(); ++i) {
    const std::size_t to = i < found.indices.size() ? found.indices[i] : n;
    if (to < from + least) {
      return found.indices.empty();
    }
    from = to;
  }
  return true;
}

/// Levels that jump now and then, with noise; every third series in whole numbers, so that costs tie.
std::vector<double> random_series(Rng& rng, std::size_t n) {
  const bool is_whole = rng.below(3) == 0;
  double level = 0;
  std::vector<double> series;
  for (std::size_t i = 0; i < n; ++i) {
    level = rng.below(8) == 0 ? 3 * rng.normal() : level;
    const double x = level + rng.normal();
    series.push_back(is_whole ? std::round(x) : x);
  }
  return series;
}

}  // namespace

TEST_CASE("change points: published and plain series") {
  // R datasets::Nile, annual flow 1871 to 1970: the dam of 1898 (index 28 starts at 1899). strucchange::breakpoints(
  // Nile ~ 1) has its break after 1898; means: mean(Nile[1:28]), mean(Nile[29:100]).
  const std::vector<double> nile{
      1120, 1160, 963,  1210, 1160, 1160, 813,  1230, 1370, 1140, 995,  935,  1110, 994, 1020, 960,  1180,
      799,  958,  1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774,  840,  874, 694,  940,  833,
      701,  916,  692,  1020, 1050, 969,  831,  726,  456,  824,  702,  1120, 1100, 832, 764,  821,  768,
      845,  864,  862,  698,  845,  744,  796,  1040, 759,  781,  865,  845,  944,  984, 897,  822,  1010,
      771,  676,  649,  846,  812,  742,  801,  1040, 860,  874,  848,  890,  744,  749, 838,  1050, 918,
      986,  797,  923,  975,  815,  1020, 906,  901,  1170, 912,  746,  919,  718,  714, 740};
  const ChangePoints dam = find_change_points(nile, 300'000);
  CHECK(dam.indices == Indices{28});
  CHECK(dam.segment_means[0] == near(1097.75));
  CHECK(dam.segment_means[1] == near(849.97222222222217));

  CHECK(find_change_points(std::vector{1.0, 1.0, 5.0, 5.0}, 0.5).indices == Indices{2});
  CHECK(find_change_points(std::vector{1.0, 1.0, 5.0, 5.0}, 20).indices.empty());
  CHECK(find_change_points(std::vector{5.0, 5.0, 9.0, 5.0, 5.0}, 1).indices == Indices{2, 3});
}

TEST_CASE("change points: the penalty decides, at the cost that a change saves") {
  const std::vector<double> step{0, 0, 4, 4};  // one change saves 16
  CHECK(find_change_points(step, 15.999).indices == Indices{2});
  CHECK(find_change_points(step, 16.001).indices.empty());
  CHECK(find_change_points(step, 16).indices.empty());  // of two with one cost, the longer last segment
}

TEST_CASE("change points: short and constant series have none") {
  CHECK(find_change_points(std::vector{7.0}, 0).indices.empty());
  CHECK(find_change_points(std::vector{7.0}, 0).segment_means == std::vector{7.0});
  CHECK(find_change_points(std::vector{7.0, 9.0}, 0, 2).indices.empty());
  CHECK(find_change_points(std::vector{7.0, 9.0}, 0).indices == Indices{1});
  const std::vector<double> constant(1000, 0.1);
  CHECK(find_change_points(constant, 0).indices.empty());
  CHECK(find_change_points(constant, 0).segment_means == std::vector{0.1});
}

TEST_CASE("change points: the cost is the least of all segmentations") {
  Rng rng{21};
  for (int i = 0; i < 2'000; ++i) {
    const std::size_t min_segment = 1 + rng.below(4);
    const std::vector<double> series = random_series(rng, 1 + rng.below(40));
    const double penalty = i % 10 == 0 ? 0 : std::exp(2 * rng.normal());
    const ChangePoints found = find_change_points(series, penalty, min_segment);
    REQUIRE(cost_of(found, series, penalty) == doctest::Approx(least_cost(series, penalty, min_segment)).epsilon(1e-9));
    REQUIRE(has_segments_of(found, min_segment, series.size()));
    REQUIRE(found.segment_means.size() == found.indices.size() + 1);
  }
}

TEST_CASE("change points: a start is kept as long as any level of what follows may need it") {
  // Steps, walks, rises and heavy tails take a last segment to the edge of the levels at which its start is the best.
  Rng rng{27};
  for (int i = 0; i < 3'000; ++i) {
    const double noise = i % 4 == 0 ? 0 : rng.uniform();
    const double slope = rng.below(2) == 0 ? 0.2 * rng.normal() : 0;
    const double heavy = rng.below(2) == 0 ? rng.uniform() : 0;
    const std::size_t dwell = 1 + rng.below(12);
    std::vector<double> series(20 + rng.below(100));
    double level = 0;
    for (double& x : series) {
      level += slope + (rng.below(dwell) == 0 ? rng.normal() : 0);
      const double z = rng.normal();
      x = level + noise * z + heavy * z * z * z;
    }
    const double penalty = std::exp(1 + rng.normal());
    const ChangePoints found = find_change_points(series, penalty);
    REQUIRE(cost_of(found, series, penalty) == doctest::Approx(least_cost_of_long(series, penalty)).epsilon(1e-9));
  }
}

TEST_CASE("change points: shift, scale and mirror move nothing but the means, at any magnitude") {
  Rng rng{22};
  for (int i = 0; i < 500; ++i) {
    std::vector<double> series = random_series(rng, 5 + rng.below(60));
    std::ranges::for_each(series, [](double& x) { x = std::round(1024 * x) / 1024; });  // so that shifting is exact
    const Indices indices = find_change_points(series, 3.3).indices;
    for (const double scale : {-1.0, 0x1p-400, 0x1p400}) {
      std::vector<double> scaled = series;
      std::ranges::for_each(scaled, [=](double& x) { x *= scale; });
      CHECK(find_change_points(scaled, 3.3 * scale * scale).indices == indices);
    }
    std::vector<double> shifted = series;
    std::ranges::for_each(shifted, [](double& x) { x += 0x1p30; });
    // Not the indices: where whole numbers tie, rounding decides.
    CHECK(cost_of(find_change_points(shifted, 3.3), shifted, 3.3) ==
          doctest::Approx(cost_of(find_change_points(series, 3.3), series, 3.3)).epsilon(1e-6));
  }
}

TEST_CASE("change points: an outlier a billion times the noise hides no change") {
  std::vector<double> series;
  for (int i = 0; i < 40; ++i) {
    series.push_back((i < 20 ? 1.0 : 2.0) + 0.01 * (i % 2));
  }
  series[35] = 1e9;
  CHECK(find_change_points(series, 0.5).indices == Indices{20, 35, 36});
}

TEST_CASE("change points: a penalty beyond all squares, and none") {
  const std::vector<double> tiny{1e-300, 1e-300, 3e-300};
  CHECK(find_change_points(tiny, 1).indices.empty());
  CHECK(find_change_points(tiny, 0).indices == Indices{2});
  const std::vector<double> huge{1e300, 1e300, -1e300};
  CHECK(find_change_points(huge, 1).indices == Indices{2});
}

TEST_CASE("change points: a hundred thousand samples, with and without changes") {
  Rng rng{23};
  std::vector<double> series;
  Indices changes;
  for (std::size_t i = 0; i < 100'000; ++i) {
    const bool is_new = i % 10'000 == 0 && i > 0;
    if (is_new) {
      changes.push_back(i);
    }
    series.push_back(5 * static_cast<double>(i / 10'000 % 2) + rng.uniform());
  }
  CHECK(find_change_points(series, 25).indices == changes);
  const std::vector<double> flat = stats_test::normal_samples(rng, 100'000, 0, 1);
  CHECK(find_change_points(flat, 30).indices.empty());
}
