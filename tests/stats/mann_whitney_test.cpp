// Expected values by R 4.2: wilcox.test(a, b, exact = TRUE or FALSE, correct = TRUE), whose W is U.
#include "moebench/stats/mann_whitney.hpp"

#include <algorithm>

#include "moebench/stats/sorted.hpp"
#include "stats/cases.hpp"

using moebench::core::MannWhitney;
using moebench::core::NullDistribution;
using moebench::core::Rng;
using moebench::stats::dominance;
using moebench::stats::mann_whitney_of_unsorted;
using moebench::stats::RankTestMethod;
using stats_test::each;
using stats_test::k_phi;
using stats_test::k_silver;
using stats_test::near;
using stats_test::spread;

namespace {

MannWhitney test_of(const std::vector<double>& a, const std::vector<double>& b,
                    RankTestMethod method = RankTestMethod::automatic) {
  return mann_whitney_of_unsorted(a, b, 1, method);
}

struct Row {
  std::vector<double> a, b;
  double u, p;
};

}  // namespace

TEST_CASE("the exact Mann-Whitney test is R's") {
  const auto raised = [](double by) { return [by](double x) { return x + by; }; };
  const std::vector<Row> rows{
      {stats_test::k_permeability_term, stats_test::k_permeability_weeks, 35, 764.0 / 3003},  // R's own example
      {spread(49, k_phi, 0), spread(49, k_silver, 0.1), 1140, 0.6712288634404856},
      {each(spread(49, k_phi, 0), [](double x) { return x * x; }), each(spread(40, k_silver, 0.05), raised(0.2)), 338,
       2.5126687675857756e-08},
      {{1, 2, 3, 4, 5}, {6, 7, 8, 9, 10}, 0, 2.0 / 252},
      {{3}, {1, 2, 4, 5, 6}, 2, 1}};
  for (const Row& row : rows) {
    const MannWhitney found = test_of(row.a, row.b);
    CHECK(found.u == row.u);
    CHECK(found.method == NullDistribution::exact);
    CHECK(found.p_value.value() == near(row.p, 1e-11));
    CHECK(std::abs(found.log10_p.value() - std::log10(row.p)) < 1e-11);
    CHECK_FALSE(found.z.has_value());
  }
  const auto asked = test_of(spread(60, k_phi, 0), each(spread(55, k_silver, 0.1), raised(0.3)), RankTestMethod::exact);
  CHECK(asked.u == 770);
  CHECK(asked.p_value.value() == near(3.7541212618344614e-07, 1e-10));
}

TEST_CASE("the asymptotic Mann-Whitney test is R's, with ties and with continuity") {
  const auto raised = each(spread(55, k_silver, 0.1), [](double x) { return x + 0.3; });
  const std::vector<Row> rows{{stats_test::k_tooth_juice, stats_test::k_tooth_vitamin, 575.5, 0.06449067213383569},
                              {stats_test::k_mpg_manual, stats_test::k_mpg_automatic, 205, 0.0018713913331785568},
                              {stats_test::k_sleep_1, stats_test::k_sleep_2, 25.5, 0.069327575433626581},
                              {{1, 2, 2, 3}, {2, 2, 4, 5, 5}, 4, 0.15748975442738145},
                              {spread(60, k_phi, 0), raised, 770, 8.4682509340075665e-07}};
  for (const Row& row : rows) {
    const MannWhitney found = test_of(row.a, row.b);
    CHECK(found.u == row.u);
    CHECK(found.method == NullDistribution::asymptotic);
    CHECK(found.p_value.value() == near(row.p, 1e-11));
    CHECK((found.z.value() > 0) == (2 * row.u > static_cast<double>(row.a.size() * row.b.size())));
  }
  // (575.5 - 450 - 0.5) over R's tie-corrected sigma.
  CHECK(test_of(stats_test::k_tooth_juice, stats_test::k_tooth_vitamin).z.value() == near(1.8487724841634656));
}

TEST_CASE("a rank test of two sides far apart has a logarithm where p underflows") {
  // R: s <- sqrt(n * n / 12 * (2 * n + 1)); (pnorm((n * n / 2 - 0.5) / s, lower = FALSE, log = TRUE) + log(2)) /
  // log(10)
  const auto far = [](std::size_t n) {
    return test_of(spread(n, k_phi, 0), each(spread(n, k_silver, 0), [](double x) { return x + 2; }));
  };
  CHECK(far(1000).log10_p.value() == near(-327.2437170512153, 1e-12));
  const MannWhitney found = far(5000);
  CHECK(found.z.value() == near(-86.598207112228991, 1e-13));
  CHECK(found.p_value == 0);
  CHECK(found.log10_p.value() == near(-1630.4769594472143, 1e-12));
}

TEST_CASE("exactly one tie or fifty samples make the test asymptotic and an exact one impossible") {
  const auto fifty = spread(50, k_phi, 0);
  const auto few = spread(7, k_silver, 0.1);
  CHECK(test_of(fifty, few).method == NullDistribution::asymptotic);
  CHECK(test_of(spread(49, k_phi, 0), few).method == NullDistribution::exact);
  CHECK(test_of({1, 2}, {2, 3}).method == NullDistribution::asymptotic);
  CHECK(test_of({1, 1}, {2, 3}).method == NullDistribution::asymptotic);
  const auto tied = test_of({1, 2}, {2, 3}, RankTestMethod::exact);
  CHECK(tied.method == NullDistribution::exact);
  CHECK(tied.u == 0.5);
  CHECK_FALSE(tied.p_value.has_value());
  CHECK_FALSE(tied.log10_p.has_value());
  CHECK_FALSE(test_of(spread(201, k_phi, 0), spread(200, k_silver, 0), RankTestMethod::exact).p_value.has_value());
  CHECK(test_of(spread(200, k_phi, 0), spread(200, k_silver, 0), RankTestMethod::exact).p_value.has_value());
}

TEST_CASE("equal samples all over have a U and no p") {
  const MannWhitney found = test_of(std::vector(5, 3.0), std::vector(4, 3.0));
  CHECK(found.u == 10);
  CHECK_FALSE(found.z.has_value());
  CHECK_FALSE(found.p_value.has_value());
  // One sample apart is enough, also among very many.
  std::vector<double> many(1'000'000, 3.0);
  many.back() = 4;
  const auto nearly = test_of(many, std::vector(1'000'000, 3.0));
  CHECK(nearly.p_value.value() == near(0.3173, 1e-3));
  CHECK(nearly.z.value() > 0);
}

TEST_CASE("the least p of a rank test is that of two sides apart") {
  CHECK(test_of({1, 2, 3}, {4, 5, 6}).least_p == near(0.1));
  CHECK(test_of({1, 2, 3}, {4, 5, 6}).p_value.value() == near(0.1));
  CHECK(test_of({1}, {2}).least_p == 1);
  CHECK(test_of(spread(5000, k_phi, 0), spread(5000, k_silver, 0)).least_p == 0);
}

TEST_CASE("U counts pairs and the exact distribution counts orders") {
  Rng rng{41};
  for (int trial = 0; trial < 300; ++trial) {
    std::vector<double> a(1 + rng.below(6)), b(1 + rng.below(5));
    for (auto* side : {&a, &b}) {
      for (double& x : *side) {
        x = static_cast<double>(rng.below(30));
      }
    }
    double pairs = 0;
    for (const double x : a) {
      for (const double y : b) {
        pairs += x > y ? 1 : x == y ? 0.5 : 0;
      }
    }
    const MannWhitney found = test_of(a, b);
    CHECK(found.u == pairs);
    const auto share = dominance(found.u, a.size(), b.size());
    CHECK(share.cles == pairs / static_cast<double>(a.size() * b.size()));
    CHECK(share.cliffs_delta == doctest::Approx(2 * share.cles - 1));
    if (found.method == NullDistribution::exact) {
      // Every order of the two kinds of samples, as a permutation of flags.
      std::vector<int> kinds(a.size(), 1);
      kinds.insert(kinds.begin(), b.size(), 0);
      double as_far = 0, orders = 0;
      do {
        double u = 0, below = 0;
        for (const int kind : kinds) {
          u += kind == 1 ? below : 0;
          below += kind == 0 ? 1 : 0;
        }
        const auto middle = static_cast<double>(a.size() * b.size()) / 2;
        as_far += std::abs(u - middle) >= std::abs(pairs - middle) ? 1 : 0;
        ++orders;
      } while (std::next_permutation(kinds.begin(), kinds.end()));
      CHECK(found.p_value.value() == near(as_far / orders, 1e-12));
    }
  }
}

TEST_CASE("sorting gives what comparing gives, whatever the magnitudes and the threads") {
  Rng rng{42};
  for (const std::size_t n : {std::size_t{1}, std::size_t{100}, std::size_t{4096}, std::size_t{20000}}) {
    std::vector<double> samples(n);
    for (double& x : samples) {
      x = rng.normal() * std::ldexp(1.0, static_cast<int>(rng.below(2000)) - 1000);
    }
    const auto before = samples;
    const auto found = moebench::stats::sorted(samples);
    CHECK(samples == before);
    auto expected = samples;
    std::ranges::sort(expected);
    CHECK(found == expected);
    const auto pair = moebench::stats::sorted_pair(samples, expected, 2);
    CHECK(pair.a == expected);
    CHECK(pair.b == expected);
  }
  const auto zeros =
      moebench::stats::sorted(each(spread(5000, k_phi, 0), [](double x) { return x < 0.5 ? -0.0 : 0.0; }));
  CHECK(std::ranges::is_sorted(zeros));
}
