// Brunner-Munzel and Kolmogorov-Smirnov. Expected values by SciPy 1.10 (scipy.stats.brunnermunzel(a, b),
// ks_2samp(a, b, method="exact")) and R 4.2 (ks.test(a, b, exact = TRUE or FALSE)).
#include "moebench/stats/brunner_munzel.hpp"
#include "moebench/stats/kolmogorov_smirnov.hpp"
#include "moebench/stats/mann_whitney.hpp"
#include "moebench/stats/sorted.hpp"
#include "stats/cases.hpp"

using moebench::core::BrunnerMunzel;
using moebench::core::KolmogorovSmirnov;
using moebench::core::NullDistribution;
using moebench::core::Rng;
using moebench::stats::sorted;
using stats_test::each;
using stats_test::k_phi;
using stats_test::k_silver;
using stats_test::near;
using stats_test::spread;

namespace {

std::optional<BrunnerMunzel> brunner_munzel(const std::vector<double>& a, const std::vector<double>& b) {
  return moebench::stats::brunner_munzel(sorted(a), sorted(b));
}

KolmogorovSmirnov kolmogorov_smirnov(const std::vector<double>& a, const std::vector<double>& b) {
  return moebench::stats::kolmogorov_smirnov(sorted(a), sorted(b));
}

std::vector<double> raised(std::vector<double> samples, double by) {
  return each(std::move(samples), [by](double x) { return x + by; });
}

}  // namespace

TEST_CASE("the Brunner-Munzel test is SciPy's") {
  struct Row {
    std::vector<double> a, b;
    double statistic, p, p_hat;
  };
  const std::vector<Row> rows{
      {stats_test::k_tooth_juice, stats_test::k_tooth_vitamin, -1.8965260751379238, 0.06317857860341634,
       0.3605555555555556},
      {stats_test::k_sleep_1, stats_test::k_sleep_2, 2.1446717367088013, 0.04681595467581978, 0.745},
      {stats_test::k_mpg_manual, stats_test::k_mpg_automatic, -4.265336944554338, 0.0003478618887367919,
       0.17004048582995956},
      {spread(30, k_phi, 0), raised(spread(20, k_silver, 0.1), 0.3), 4.3323228338062085, 9.236578053339883e-05,
       0.7816666666666667},
      {{1, 2, 2, 3}, {2, 2, 4, 5, 5}, 2.0380986614602725, 0.08334982498447174, 0.8}};
  for (const Row& row : rows) {
    const auto found = brunner_munzel(row.a, row.b).value();
    CHECK(found.statistic == near(row.statistic, 1e-11));
    CHECK(found.p_value == near(row.p, 1e-10));
    CHECK(found.log10_p == near(std::log10(row.p), 1e-10));
    CHECK(found.p_hat == near(row.p_hat));
  }
  CHECK(brunner_munzel(stats_test::k_tooth_juice, stats_test::k_tooth_vitamin).value().df == near(54.67724432627786));
}

TEST_CASE("the Brunner-Munzel test has no answer where placements do not vary") {
  CHECK_FALSE(brunner_munzel({1, 2, 3}, {4, 5, 6}).has_value());
  CHECK_FALSE(brunner_munzel({4, 4}, {4, 4, 4}).has_value());
  CHECK_FALSE(brunner_munzel({1}, {0, 2, 3}).has_value());
  CHECK_FALSE(brunner_munzel({1, 2}, {3}).has_value());
  CHECK_FALSE(brunner_munzel(spread(1000, k_phi, 0), raised(spread(999, k_silver, 0), 1)).has_value());
  CHECK(brunner_munzel({1, 2, 4}, {3, 5, 6}).has_value());
}

TEST_CASE("the exact Kolmogorov-Smirnov test is that of R and SciPy") {
  struct Row {
    std::vector<double> a, b;
    double d, p;
  };
  const auto most_of_sleep_1 = std::vector<double>{0.7, -1.6, -0.2, -1.2, 3.4, 3.7, 0.8, 0.0, 2.0};
  // The fourth by counting paths in Python's integers: R's, 2.03961e-08, is 1 less a number near 1.
  const std::vector<Row> rows{
      {stats_test::k_permeability_term, stats_test::k_permeability_weeks, 0.6, 0.16583416583416583},
      {most_of_sleep_1, raised(stats_test::k_sleep_2, 0.001), 0.46666666666666662, 0.20029660741734667},
      {spread(20, k_phi, 0), raised(spread(20, k_silver, 0.1), 0.3), 0.4, 0.081057711613410466},
      {spread(50, k_phi, 0), raised(spread(30, k_silver, 0.1), 0.6), 2.0 / 3, 2.0396033955617433e-08},
      {spread(99, k_phi, 0), raised(spread(100, k_silver, 0.1), 0.05), 0.077575757575757631, 0.88836897890051003},
      {{1, 2, 3, 4, 5, 6}, {7, 8, 9, 10, 11, 12}, 1, 2.0 / 924},
      // With ties SciPy's, which R does not give.
      {stats_test::k_sleep_1, stats_test::k_sleep_2, 0.4, 0.41752365281777043},
      {stats_test::k_mpg_manual, stats_test::k_mpg_automatic, 0.6356275303643725, 0.001940124407842162}};
  for (const Row& row : rows) {
    const auto found = kolmogorov_smirnov(row.a, row.b);
    CHECK(found.d == near(row.d));
    CHECK(found.p_value == near(row.p, 1e-9));
    CHECK(found.log10_p == near(std::log10(row.p), 1e-8));
    CHECK(found.method == NullDistribution::exact);
  }
}

TEST_CASE("from ten thousand pairs on the Kolmogorov-Smirnov test is the limit") {
  const auto a = spread(150, k_phi, 0);
  const auto found = kolmogorov_smirnov(a, raised(spread(200, k_silver, 0.1), 0.1));
  CHECK(found.method == NullDistribution::asymptotic);
  CHECK(found.d == near(0.11333333333333337));
  CHECK(found.p_value == near(0.22088543816284234, 1e-9));
  CHECK(kolmogorov_smirnov(a, raised(spread(200, k_silver, 0), 0.1)).p_value > 0);
  CHECK(kolmogorov_smirnov(a, spread(200, k_silver, 0.1)).p_value == near(1, 1e-12));
  CHECK(kolmogorov_smirnov(spread(100, k_phi, 0), spread(99, k_silver, 0)).method == NullDistribution::exact);
  CHECK(kolmogorov_smirnov(spread(100, k_phi, 0), spread(100, k_silver, 0)).method == NullDistribution::asymptotic);
  // R: 2 * exp(-2 x^2) with x = sqrt(400 * 300 / 700) * 0.71; the next term is 1e-225 of it.
  const auto far = kolmogorov_smirnov(spread(400, k_phi, 0), raised(spread(300, k_silver, 0.1), 0.7));
  CHECK(far.log10_p == near((std::log(2.0) - 2 * 400 * 300 / 700.0 * far.d * far.d) / std::log(10.0), 1e-12));
  const auto apart = kolmogorov_smirnov(spread(20000, k_phi, 0), raised(spread(20000, k_silver, 0), 1));
  CHECK(apart.p_value == 0);
  CHECK(apart.log10_p == near((std::log(2.0) - 20000) / std::log(10.0), 1e-12));
}

TEST_CASE("rank tests do not see monotonous changes") {
  Rng rng{43};
  for (int trial = 0; trial < 1000; ++trial) {
    std::vector<double> a(2 + rng.below(40)), b(2 + rng.below(40));
    const bool ties = rng.below(2) == 0;
    for (auto* side : {&a, &b}) {
      for (double& x : *side) {
        x = ties ? static_cast<double>(rng.below(12)) : rng.normal();
      }
    }
    const auto change = [&](double x) { return 1e-300 * std::exp(x); };
    const auto a_changed = each(a, change);
    const auto b_changed = each(b, change);
    const auto ranks = moebench::stats::mann_whitney_of_unsorted(a, b, 1);
    const auto ranks_changed = moebench::stats::mann_whitney_of_unsorted(a_changed, b_changed, 2);
    const auto ranks_swapped = moebench::stats::mann_whitney_of_unsorted(b, a, 1);
    CHECK(ranks.u == ranks_changed.u);
    CHECK(ranks.p_value == ranks_changed.p_value);
    CHECK(ranks_swapped.u == static_cast<double>(a.size() * b.size()) - ranks.u);
    CHECK(ranks_swapped.p_value.value_or(-1) == near(ranks.p_value.value_or(-1)));
    const auto placed = brunner_munzel(a, b);
    const auto placed_changed = brunner_munzel(a_changed, b_changed);
    REQUIRE(placed.has_value() == placed_changed.has_value());
    if (placed) {
      CHECK(placed->statistic == placed_changed->statistic);
      CHECK(placed->p_hat == near(1 - ranks.u / static_cast<double>(a.size() * b.size()), 1e-9));
      CHECK(brunner_munzel(b, a).value().statistic == doctest::Approx(-placed->statistic));
    }
    const auto distance = kolmogorov_smirnov(a, b);
    CHECK(distance.d == kolmogorov_smirnov(a_changed, b_changed).d);
    CHECK(distance.p_value == near(kolmogorov_smirnov(b, a).p_value, 1e-11));
    CHECK(distance.p_value > 0);
    CHECK(distance.p_value <= 1);
  }
}
