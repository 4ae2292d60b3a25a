#include "moebench/stats/usl.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "stats/cases.hpp"

using namespace moebench::stats;
using moebench::core::ErrorKind;
using moebench::core::Rng;
using moebench::core::ScalingPoint;
using stats_test::near;

namespace {

using Points = std::vector<ScalingPoint>;

struct Parameters {
  double lambda, sigma, kappa;
};

double throughput_of(const Parameters& law, std::size_t threads) {
  const auto n = static_cast<double>(threads);
  return law.lambda * n / (1 + law.sigma * (n - 1) + law.kappa * n * (n - 1));
}

ScalingPoint point(std::size_t threads, double throughput_per_sec) {
  return {.threads = threads, .throughput_per_sec = {.value = throughput_per_sec, .interval = {}}};
}

Points points_of(const Parameters& law, const std::vector<std::size_t>& threads) {
  Points points;
  for (const std::size_t n : threads) {
    points.push_back(point(n, throughput_of(law, n)));
  }
  return points;
}

UslFit fit(const Points& points) {
  return fit_usl("arm", points).value();
}

moebench::core::Error refusal(const Points& points) {
  return fit_usl("arm", points).error();
}

/// What the fit is to minimise, with half its gradient in a = 1 / lambda, b = sigma / lambda and c = kappa / lambda,
/// written down term by term. The gradient is relative to the sum of its terms' magnitudes.
struct Squares {
  double sum = 0;
  std::array<double, 3> gradient{};
};

Squares squares_at(const Parameters& law, const Points& points) {
  Squares found;
  std::array<double, 3> magnitude{};
  for (const ScalingPoint& at : points) {
    const auto n = static_cast<double>(at.threads);
    const double fitted = throughput_of(law, at.threads);
    const double residual = at.throughput_per_sec.value - fitted;
    found.sum += residual * residual;
    const double slope = fitted * fitted / n;  // of -n / (a + b (n - 1) + c n (n - 1))
    const std::array<double, 3> terms{slope, slope * (n - 1), slope * n * (n - 1)};
    for (std::size_t i = 0; i < terms.size(); ++i) {
      found.gradient[i] += residual * terms[i];
      magnitude[i] += std::abs(residual * terms[i]);
    }
  }
  for (std::size_t i = 0; i < magnitude.size(); ++i) {
    found.gradient[i] /= magnitude[i] > 1e-12 ? magnitude[i] : 1;
  }
  return found;
}

/// The sum of squares that lambda alone leaves, whose best value has a formula.
double least_sum(double sigma, double kappa, const Points& points) {
  double measured_fitted = 0, fitted_fitted = 0;
  for (const ScalingPoint& at : points) {
    const double fitted = throughput_of({1, sigma, kappa}, at.threads);
    measured_fitted += at.throughput_per_sec.value * fitted;
    fitted_fitted += fitted * fitted;
  }
  return squares_at({measured_fitted / fitted_fitted, sigma, kappa}, points).sum;
}

Parameters parameters_of(const UslFit& found) {
  return {found.lambda_per_sec, found.sigma, found.kappa};
}

// SPEC SDM91 on a SPARCcenter 2000, as in Gunther (2007) and in the R package usl.
const Points k_specsdm91{point(1, 64.9),     point(18, 995.9),   point(36, 1652.4), point(72, 1853.2),
                         point(108, 1828.9), point(144, 1775.0), point(216, 1702.2)};

}  // namespace

TEST_CASE("the fit finds the parameters of exact throughputs") {
  const std::vector<std::size_t> threads{1, 2, 3, 4, 6, 8, 12, 16, 32, 64};
  for (const Parameters& truth :
       {Parameters{1e6, 0.05, 0.001}, Parameters{3.5, 0.3, 0.02}, Parameters{1e9, 0.0, 0.0005},
        Parameters{250, 0.08, 0.0}, Parameters{1234.5, 0.0, 0.0}, Parameters{1e-3, 1.5, 0.1}, Parameters{7, 0.9, 2}}) {
    CAPTURE(truth.sigma);
    CAPTURE(truth.kappa);
    const UslFit found = fit(points_of(truth, threads));
    CHECK(found.lambda_per_sec == near(truth.lambda));
    CHECK(std::abs(found.sigma - truth.sigma) < 1e-13);
    CHECK(std::abs(found.kappa - truth.kappa) < 1e-13);
    CHECK(found.max_relative_residual < 1e-13);
  }
}

TEST_CASE("three numbers of threads are enough and give the law through all three") {
  const UslFit found = fit(points_of({40, 0.1, 0.01}, {4, 1, 9}));
  CHECK(found.lambda_per_sec == near(40));
  CHECK(found.sigma == near(0.1));
  CHECK(found.kappa == near(0.01));
  CHECK(found.peak_threads.value() == near(std::sqrt(90.0)));
}

TEST_CASE("a million threads cost no digits") {
  for (const Parameters& truth : {Parameters{1e6, 0.05, 1e-3}, Parameters{1e6, 1e-3, 1e-9}, Parameters{2, 0.7, 1e-12},
                                  Parameters{1e6, 1e-6, 1e-12}}) {
    CAPTURE(truth.sigma);
    CAPTURE(truth.kappa);
    const UslFit found = fit(points_of(truth, {1, 10, 100, 1000, 10000, 100000, 1000000}));
    CHECK(found.lambda_per_sec == near(truth.lambda));
    CHECK(found.sigma == near(truth.sigma, 1e-9));
    CHECK(found.kappa == near(truth.kappa, 1e-9));
    CHECK(found.max_relative_residual < 1e-13);
  }
}

TEST_CASE("the fit of the SPEC SDM91 throughputs is that of R") {
  // R's nls on the example of the package usl, which publishes 89.9952382, 0.0277285 and 0.0001044. mpmath.findroot in
  // 60 digits, on the gradient in 1 / lambda, sigma / lambda and kappa / lambda, agrees to 14 digits and gives
  // the largest relative residual, which is that of one thread.
  const UslFit found = fit(k_specsdm91);
  CHECK(found.lambda_per_sec == near(89.99523310433221));
  CHECK(found.sigma == near(0.027728475618634386));
  CHECK(found.kappa == near(0.00010436548384409089));
  CHECK(found.peak_threads.value() == near(96.51956096660942));
  CHECK(found.peak_throughput_per_sec.value() == near(1883.8989960099627));
  CHECK(found.rss == near(27453.719584037422));
  CHECK(found.max_relative_residual == near(0.38667539451975686));
}

TEST_CASE("a coefficient that would be negative is zero and the others are fitted without it") {
  // mpmath.findroot as above, over the free ones. Without bounds sigma is -0.025 in the first, kappa -0.0090 in the
  // second, and sigma -0.021 with kappa 0.0009 in the third, whose best fit has neither.
  const UslFit no_sigma = fit({point(1, 100), point(2, 210), point(4, 410), point(8, 700)});
  CHECK(no_sigma.lambda_per_sec == near(106.43548815371751));
  CHECK(no_sigma.sigma == 0);
  CHECK(no_sigma.kappa == near(0.0038511406750485073));
  CHECK(no_sigma.peak_threads.value() == near(16.114072324798366));
  CHECK(no_sigma.peak_throughput_per_sec.value() == near(885.01552888087183));
  CHECK(no_sigma.rss == near(52.533688162556338));
  CHECK(no_sigma.max_relative_residual == near(0.064354881537175076));

  const UslFit no_kappa = fit({point(1, 100), point(2, 180), point(4, 310), point(8, 560)});
  CHECK(no_kappa.lambda_per_sec == near(90.519841195099059));
  CHECK(no_kappa.sigma == near(0.042785880685310487));
  CHECK(no_kappa.kappa == 0);
  CHECK_FALSE(no_kappa.peak_threads.has_value());
  CHECK_FALSE(no_kappa.peak_throughput_per_sec.has_value());
  CHECK(no_kappa.rss == near(256.80387474914119));
  CHECK(no_kappa.max_relative_residual == near(0.094801588049009412));

  const UslFit neither = fit({point(1, 100), point(2, 210), point(4, 430), point(8, 900)});
  CHECK(neither.lambda_per_sec == near(111.05882352941176));
  CHECK(neither.sigma == 0);
  CHECK(neither.kappa == 0);
  CHECK_FALSE(neither.peak_threads.has_value());
  CHECK(neither.rss == near(604.70588235294118));
  CHECK(neither.max_relative_residual == near(0.11058823529411765));
}

TEST_CASE("the fit is the constrained minimum inside and on every boundary") {
  // Karush, Kuhn and Tucker: the gradient is 0 along a free coefficient and does not fall along one that is held at 0.
  Rng rng{61};
  int inside = 0, without_sigma = 0, without_kappa = 0, without_both = 0;
  for (int trial = 0; trial < 500; ++trial) {
    const double power = 0.2 + 1.1 * rng.uniform();
    const double fall = 0.02 * rng.uniform();
    Points points;
    for (const std::size_t threads : {1U, 2U, 4U, 8U, 16U, 32U}) {
      const auto n = static_cast<double>(threads);
      points.push_back(point(threads, std::pow(n, power) * std::exp(0.1 * rng.normal() - fall * n)));
    }
    const UslFit found = fit(points);
    (found.sigma > 0 ? (found.kappa > 0 ? inside : without_kappa) : (found.kappa > 0 ? without_sigma : without_both)) +=
        1;

    const Parameters best = parameters_of(found);
    const Squares squares = squares_at(best, points);
    CHECK(found.rss == near(squares.sum));
    CHECK(std::abs(squares.gradient[0]) < 1e-9);
    CHECK(squares.gradient[1] > -1e-9);
    CHECK(squares.gradient[2] > -1e-9);
    CHECK((best.sigma == 0 || squares.gradient[1] < 1e-9));
    CHECK((best.kappa == 0 || squares.gradient[2] < 1e-9));

    for (int step = 0; step < 20; ++step) {
      const double size = std::pow(10.0, -1 - 4 * rng.uniform());
      const Parameters nearby{best.lambda * std::exp(size * rng.normal()), std::abs(best.sigma + size * rng.normal()),
                              std::abs(best.kappa + 0.1 * size * rng.normal())};
      CHECK(squares_at(nearby, points).sum >= squares.sum * (1 - 1e-12));
    }
  }
  CHECK(inside > 20);
  CHECK(without_sigma > 20);
  CHECK(without_kappa > 20);
  CHECK(without_both > 20);
}

TEST_CASE("no law of a fine grid has less squares however little the throughputs follow one") {
  Rng rng{65};
  for (const double noise : {0.05, 0.3, 1.0, 1.5}) {
    CAPTURE(noise);
    int fitted = 0;
    for (int trial = 0; trial < 100; ++trial) {
      const double power = 0.2 + 1.1 * rng.uniform();
      Points points;
      for (const std::size_t threads : {1U, 2U, 4U, 8U, 16U}) {
        const auto n = static_cast<double>(threads);
        points.push_back(point(threads, std::pow(n, power) * std::exp(noise * rng.normal())));
      }
      const double least = fit(points).rss;
      for (int i = 0; i <= 40; ++i) {
        for (int j = 0; j <= 40; ++j) {
          const double sigma = i == 0 ? 0 : std::pow(2.0, 0.5 * i - 12);
          const double kappa = j == 0 ? 0 : std::pow(2.0, 0.5 * j - 14);
          fitted += least_sum(sigma, kappa, points) >= least * (1 - 1e-12) ? 1 : 0;
        }
      }
    }
    CHECK(fitted == 100 * 41 * 41);
  }
}

TEST_CASE("doubling every throughput doubles lambda and leaves the rest to the last digit") {
  Points doubled = k_specsdm91;
  for (ScalingPoint& at : doubled) {
    at.throughput_per_sec.value *= 2;
  }
  const UslFit before = fit(k_specsdm91);
  const UslFit after = fit(doubled);
  CHECK(after.lambda_per_sec == 2 * before.lambda_per_sec);
  CHECK(after.sigma == before.sigma);
  CHECK(after.kappa == before.kappa);
  CHECK(after.peak_threads == before.peak_threads);
  CHECK(after.peak_throughput_per_sec.value() == 2 * before.peak_throughput_per_sec.value());
  CHECK(after.rss == 4 * before.rss);
  CHECK(after.max_relative_residual == before.max_relative_residual);
}

TEST_CASE("throughputs of any size are fitted alike") {
  for (const double scale : {1e-250, 1e-9, 1e12, 1e250}) {
    const UslFit found = fit(points_of({scale, 0.05, 0.001}, {1, 2, 4, 8, 16}));
    CHECK(found.lambda_per_sec == near(scale));
    CHECK(found.sigma == near(0.05, 1e-11));
    CHECK(found.kappa == near(0.001, 1e-11));
  }
}

TEST_CASE("the order of the points does not matter to the last digit and they stay as they were") {
  Rng rng{62};
  Points points = k_specsdm91;
  points.push_back(point(36, 1600));
  points.push_back(point(36, 1700));
  const UslFit before = fit(points);
  for (int trial = 0; trial < 20; ++trial) {
    rng.shuffle(points);
    std::vector<std::size_t> order;
    std::ranges::transform(points, std::back_inserter(order), &ScalingPoint::threads);
    const UslFit after = fit(points);
    CHECK(after.lambda_per_sec == before.lambda_per_sec);
    CHECK(after.sigma == before.sigma);
    CHECK(after.kappa == before.kappa);
    CHECK(std::ranges::equal(points, order, {}, &ScalingPoint::threads));
  }
}

TEST_CASE("points that come twice weigh twice and change nothing when all do") {
  Points twice = k_specsdm91;
  twice.insert(twice.end(), k_specsdm91.begin(), k_specsdm91.end());
  CHECK(fit(twice).sigma == near(fit(k_specsdm91).sigma));
  Points one_twice = k_specsdm91;
  one_twice.push_back(k_specsdm91.front());
  CHECK(std::abs(fit(one_twice).lambda_per_sec - 64.9) < std::abs(fit(k_specsdm91).lambda_per_sec - 64.9));
}

TEST_CASE("the peak lies where the law has most throughput and is there only if the law has one") {
  const Parameters law{100, 0.1, 0.001};
  CHECK(fit(points_of(law, {1, 4, 16, 64})).peak_threads.value() == near(30));
  CHECK(fit(points_of(law, {1, 4, 16, 64})).peak_throughput_per_sec.value() == near(throughput_of(law, 30)));
  CHECK(throughput_of(law, 30) > throughput_of(law, 29));
  CHECK(throughput_of(law, 30) > throughput_of(law, 31));
  // Below 1: falling from the first thread on.
  CHECK(fit(points_of({100, 0.75, 1}, {1, 2, 3, 4})).peak_threads.value() == near(0.5));
  const UslFit falling = fit(points_of({100, 1.2, 0.01}, {1, 2, 3, 4}));
  CHECK_FALSE(falling.peak_threads.has_value());
  CHECK_FALSE(falling.peak_throughput_per_sec.has_value());
}

TEST_CASE("too few numbers of threads and none at all are refused") {
  for (const Points& points :
       {Points{}, Points{point(1, 5), point(2, 9)}, Points{point(1, 5), point(2, 9), point(2, 8), point(1, 5)}}) {
    const auto error = refusal(points);
    CHECK(error.kind == ErrorKind::usage);
    CHECK(error.subject == "arm");
    CHECK(error.message.starts_with("different numbers of threads: " + std::string{points.empty() ? "0" : "2"}));
  }
  const auto error = refusal({point(0, 5), point(1, 5), point(2, 9), point(3, 12)});
  CHECK(error.kind == ErrorKind::usage);
  CHECK(error.message.starts_with("a throughput of 0 threads"));
}

TEST_CASE("throughputs that are not positive and finite are refused") {
  for (const double bad :
       {0.0, -1.0, 1e-310, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
    const auto error = refusal({point(1, 5), point(2, 9), point(3, bad)});
    CHECK(error.kind == ErrorKind::input);
    CHECK(error.subject == "arm");
    CHECK(error.message.find("threads = 3") != std::string::npos);
  }
}

TEST_CASE("points between which rounding would decide are refused") {
  for (const Points& points :
       {points_of({1, 0.1, 0.001}, {1000000, 1000001, 1000002}), Points{point(1, 1e-20), point(2, 1), point(3, 1e20)},
        Points{point(1, 1e-200), point(2, 1), point(3, 1e200)}}) {
    const auto error = refusal(points);
    CHECK(error.kind == ErrorKind::usage);
    CHECK(error.message.starts_with("the points do not tell the three coefficients"));
  }
  CHECK(fit(points_of({1, 0.1, 0.001}, {64, 65, 66})).sigma == near(0.1, 1e-6));
  CHECK(fit(points_of({1, 0.1, 0.001}, {1000, 1001, 1002})).kappa == near(0.001, 1e-4));
}

TEST_CASE("throughput that falls faster than any law is refused") {
  // The best fit has 1 / lambda = sigma / lambda = 0: with a throughput of 1 thread the law could only be flatter.
  const auto error = refusal({point(4, 4), point(6, 0.6), point(8, 0.08)});
  CHECK(error.kind == ErrorKind::input);
  CHECK(error.message.starts_with("throughput falls faster"));
  CHECK(fit({point(1, 10), point(4, 4), point(6, 0.6), point(8, 0.08)}).lambda_per_sec > 0);
}
