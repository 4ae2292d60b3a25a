#include "moebench/stats/sample_curves.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "moebench/stats/quantile.hpp"
#include "moebench/stats/sorted.hpp"
#include "stats/cases.hpp"
#include "stats/described_cases.hpp"

using namespace moebench::stats;
using moebench::core::CurvePoint;
using moebench::core::Rng;
using stats_test::near;
using stats_test::result_of;

namespace {

/// By the trapezoid rule.
double area_under(const std::vector<CurvePoint>& curve) {
  double area = 0;
  for (std::size_t i = 1; i < curve.size(); ++i) {
    area += (curve[i].x - curve[i - 1].x) * (curve[i].y + curve[i - 1].y) / 2;
  }
  return area;
}

double normal_density(double x, double mean, double sd) {
  const double z = (x - mean) / sd;
  return std::exp(-z * z / 2) / (sd * std::sqrt(2 * std::numbers::pi));
}

}  // namespace

TEST_CASE("a result without samples has no curves, one sample has as many as it can") {
  CHECK_FALSE(sample_curves(result_of("r", {})).has_value());
  const auto one = sample_curves(result_of("r", {{4.5}})).value();
  CHECK(one.density.empty());
  CHECK_FALSE(one.bandwidth.has_value());
  CHECK(one.ecdf.size() == 1);
  CHECK(one.box.whisker_low == 4.5);
  CHECK(one.box.whisker_high == 4.5);
  CHECK(one.over_time.size() == 1);
  CHECK(one.quantiles.size() == 1);
  CHECK(one.runs.front().mean == 4.5);
}

TEST_CASE("the density of normal samples is near the normal density and encloses the share in the window") {
  Rng rng{7};
  const auto samples = stats_test::normal_samples(rng, 20'000, 50, 2);
  const auto curves = sample_curves(result_of("r", {samples})).value();
  for (const CurvePoint& point : curves.density) {
    CHECK(std::abs(point.y - normal_density(point.x, 50, 2)) < 0.012);
  }
  const auto inside =
      std::ranges::count_if(samples, [&](double x) { return x >= curves.window.lower && x <= curves.window.upper; });
  CHECK(area_under(curves.density) == near(static_cast<double>(inside) / 20'000, 0.01));
}

TEST_CASE("the density is the kernels' sum, whatever the bins that samples are first shared out to") {
  const std::vector<double> samples{1, 2, 2.5, 4, 7};
  const auto curves = sample_curves(result_of("r", {samples})).value();
  const double h = curves.bandwidth.value();
  for (const CurvePoint& point : curves.density) {
    double sum = 0;
    for (const double sample : samples) {
      sum += normal_density(point.x, sample, h) / 5;
    }
    CHECK(std::abs(point.y - sum) < 2e-3 / h);
  }
}

TEST_CASE("ticks of a clock are not drawn as teeth") {
  Rng rng{8};
  auto samples = stats_test::normal_samples(rng, 50'000, 1000, 25);
  std::ranges::transform(samples, samples.begin(), [](double x) { return 10 * std::round(x / 10); });
  const auto curves = sample_curves(result_of("r", {samples})).value();
  std::size_t peaks = 0;
  for (std::size_t i = 1; i + 1 < curves.density.size(); ++i) {
    peaks += curves.density[i].y > curves.density[i - 1].y && curves.density[i].y > curves.density[i + 1].y ? 1U : 0U;
  }
  CHECK(peaks <= 3);
}

TEST_CASE("the empirical distribution rises from the least to the greatest sample and is that of all samples") {
  Rng rng{9};
  const auto samples = stats_test::normal_samples(rng, 5000, 10, 3);
  const auto ascending = sorted(samples);
  const auto curves = sample_curves(result_of("r", {samples})).value();
  CHECK(curves.ecdf.front().x == ascending.front());
  CHECK(curves.ecdf.back().x == ascending.back());
  CHECK(curves.ecdf.back().y == 1);
  CHECK(curves.ecdf.size() <= 200);
  for (std::size_t i = 0; i < curves.ecdf.size(); ++i) {
    const auto below = std::ranges::upper_bound(ascending, curves.ecdf[i].x) - ascending.begin();
    CHECK(curves.ecdf[i].y == static_cast<double>(below) / 5000);
    CHECK((i == 0 || curves.ecdf[i].x > curves.ecdf[i - 1].x));
  }
}

TEST_CASE("blocks over time hold every sample once, in order, and keep the extremes") {
  std::vector<double> first(1000, 5);
  first[371] = 900;
  const std::vector<double> second{1, 2, 3};
  const auto curves = sample_curves(result_of("r", {first, {}, second})).value();
  CHECK(curves.runs.size() == 2);
  CHECK(curves.runs[1].run == 2);
  std::size_t next[3] = {};
  double most = 0;
  for (const auto& block : curves.over_time) {
    CHECK(block.from == next[block.run]);
    CHECK(block.to > block.from);
    next[block.run] = block.to;
    most = std::max(most, block.most);
  }
  CHECK(next[0] == 1000);
  CHECK(next[1] == 0);
  CHECK(next[2] == 3);
  CHECK(most == 900);
  CHECK(curves.over_time.size() <= 300);
}

TEST_CASE("a box's whiskers end at samples within 1.5 interquartile ranges") {
  const auto curves = sample_curves(result_of("r", {{1, 2, 3, 4, 5, 6, 7, 8, 9, 100}})).value();
  CHECK(curves.box.q1 == 3.25);
  CHECK(curves.box.q3 == 7.75);
  CHECK(curves.box.whisker_low == 1);
  CHECK(curves.box.whisker_high == 9);
}

TEST_CASE("only quantiles that have samples beyond them are drawn") {
  const auto curves = sample_curves(result_of("r", {std::vector<double>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}})).value();
  CHECK(curves.quantiles.front().p == 0.1);
  CHECK(curves.quantiles.back().p == 0.9);
}

TEST_CASE("the shift function of a doubled side is 2 at every quantile, between runs where there are runs") {
  Rng rng{10};
  const auto runs =
      std::vector{stats_test::normal_samples(rng, 400, 10, 1), stats_test::normal_samples(rng, 400, 10, 1)};
  auto doubled = runs;
  for (auto& run : doubled) {
    std::ranges::transform(run, run.begin(), [](double x) { return 2 * x; });
  }
  const auto shift = shift_function(result_of("a", doubled), result_of("b", runs));
  CHECK(shift.size() == 11);
  for (const auto& quantile : shift) {
    CHECK(quantile.pooled.ratio.value().value == near(2));
    CHECK(quantile.of_runs.value().ratio.value().value == near(2));
  }
  CHECK_FALSE(shift_function(result_of("a", {runs[0]}), result_of("b", runs)).front().of_runs.has_value());
  CHECK(shift_function(result_of("a", {}), result_of("b", runs)).empty());
}
