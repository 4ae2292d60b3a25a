// What must hold for any samples: how figures move when the samples are shifted, scaled, swapped or reordered.
#include <algorithm>
#include <cmath>

#include "moebench/stats/compare.hpp"
#include "moebench/stats/summarize.hpp"
#include "stats/cases.hpp"

using moebench::core::Rng;
using moebench::stats::compare;
using moebench::stats::summarize;
using stats_test::each;
using stats_test::near;
using stats_test::result_of;

namespace {

/// Skewed positive samples like latencies, as whole multiples of 1/1024 so that shifts by whole numbers are exact.
std::vector<double> latencies(Rng& rng, std::size_t n) {
  std::vector<double> samples(n);
  for (double& x : samples) {
    const double z = rng.normal();
    x = static_cast<double>(static_cast<std::int64_t>(1024 * (10 + z * z + rng.uniform()))) / 1024;
  }
  return samples;
}

std::size_t some_size(Rng& rng) {
  return 2 + rng.below(60);
}

}  // namespace

TEST_CASE("shifting every sample shifts places and leaves spreads") {
  Rng rng{21};
  for (int trial = 0; trial < 200; ++trial) {
    const auto samples = latencies(rng, some_size(rng));
    const double by = 1 + static_cast<double>(rng.below(1000000));
    const auto before = summarize(result_of("r", {samples}));
    const auto after = summarize(result_of("r", {each(samples, [by](double x) { return x + by; })}));
    CHECK(after.mean == near(before.mean + by));
    CHECK(after.sd.value() == near(before.sd.value(), 1e-9));
    CHECK(after.quantile(0.95)->value == near(before.quantile(0.95)->value + by));
    CHECK(after.mean_interval.value().upper == near(before.mean_interval.value().upper + by));
  }
}

TEST_CASE("scaling every sample scales places and spreads and leaves what has no unit") {
  Rng rng{22};
  for (int trial = 0; trial < 50; ++trial) {
    const auto a = latencies(rng, some_size(rng));
    const auto b = latencies(rng, some_size(rng));
    const double by = std::ldexp(1.0, static_cast<int>(rng.below(1600)) - 800);
    const auto scale = [by](double x) { return x * by; };
    const auto before = compare(result_of("r", {a}), result_of("r", {b}));
    const auto after = compare(result_of("r", {each(a, scale)}), result_of("r", {each(b, scale)}));
    CHECK(after.candidate.moments.sd.value() == near(before.candidate.moments.sd.value() * by));
    CHECK(after.difference.estimate == near(before.difference.estimate * by));
    CHECK(after.welch.value().t == near(before.welch.value().t));
    CHECK(after.welch.value().df == near(before.welch.value().df));
    CHECK(after.welch.value().p_value == near(before.welch.value().p_value));
    CHECK(after.ratio.value().delta.value().upper == near(before.ratio.value().delta.value().upper));
    CHECK(after.effect_sizes.cohens_d_av.value().interval.value().lower ==
          near(before.effect_sizes.cohens_d_av.value().interval.value().lower, 1e-9));
  }
}

TEST_CASE("swapping the sides negates differences and inverts ratios and keeps p values") {
  Rng rng{23};
  for (int trial = 0; trial < 50; ++trial) {
    const auto a = latencies(rng, some_size(rng));
    const auto b = latencies(rng, some_size(rng));
    const auto forth = compare(result_of("r", {a}), result_of("r", {b}));
    const auto back = compare(result_of("r", {b}), result_of("r", {a}));
    CHECK(back.difference.estimate == -forth.difference.estimate);
    CHECK(back.welch.value().t == -forth.welch.value().t);
    CHECK(back.welch.value().p_value == near(forth.welch.value().p_value));
    CHECK(back.effect_sizes.hedges_g.value().value == near(-forth.effect_sizes.hedges_g.value().value));
    CHECK(back.effect_sizes.hedges_g.value().interval.value().lower ==
          near(-forth.effect_sizes.hedges_g.value().interval.value().upper, 1e-9));
    CHECK(back.ratio.value().estimate == near(1 / forth.ratio.value().estimate));
    CHECK(back.ratio.value().fieller.value().df == near(forth.ratio.value().fieller.value().df));
    if (forth.ratio.value().fieller.value().bounded && back.ratio.value().fieller.value().bounded) {
      CHECK(back.ratio.value().fieller.value().lower.value() ==
            near(1 / forth.ratio.value().fieller.value().upper.value(), 1e-9));
    }
  }
}

TEST_CASE("the order of the samples does not matter to places and spreads") {
  Rng rng{24};
  for (int trial = 0; trial < 100; ++trial) {
    const auto samples = latencies(rng, some_size(rng));
    auto shuffled = samples;
    std::ranges::shuffle(shuffled, rng);
    const auto before = summarize(result_of("r", {samples}));
    const auto after = summarize(result_of("r", {shuffled}));
    CHECK(after.mean == before.mean);
    CHECK(after.sd == before.sd);
    CHECK(after.quantile(0.5)->lower == before.quantile(0.5)->lower);
    CHECK(after.quantile(0.99)->value == before.quantile(0.99)->value);
  }
}

TEST_CASE("what is described stays as it was") {
  Rng rng{25};
  const auto a = result_of("a", {latencies(rng, 50), latencies(rng, 40)});
  const auto b = result_of("b", {latencies(rng, 30), latencies(rng, 20)});
  const auto a_before = a.series;
  const auto b_before = b.series;
  summarize(a);
  compare(a, b);
  CHECK(a.series == a_before);
  CHECK(b.series == b_before);
}

TEST_CASE("a mean lies in its interval and between the extremes and quantiles rise") {
  Rng rng{26};
  for (int trial = 0; trial < 100; ++trial) {
    const auto found = summarize(result_of("r", {latencies(rng, some_size(rng))}),
                                 {.level = 0.9, .quantiles = {0.1, 0.25, 0.75, 0.9}});
    CHECK(found.min.value() <= found.mean);
    CHECK(found.mean <= found.max.value());
    CHECK(found.mean_interval.value().lower <= found.mean);
    CHECK(std::ranges::is_sorted(found.quantiles, {}, &moebench::core::Quantile::value));
    for (const auto& quantile : found.quantiles) {
      if (quantile.lower && quantile.upper) {
        CHECK(*quantile.lower <= quantile.value);
        CHECK(quantile.value <= *quantile.upper);
        CHECK(quantile.coverage >= 0.9);
      }
    }
  }
}

TEST_CASE("comparisons of samples move with shift, scale and swap, at ordinary and extreme magnitudes") {
  Rng rng{27};
  for (int trial = 0; trial < 400; ++trial) {
    const auto a = latencies(rng, some_size(rng));
    const auto b = latencies(rng, some_size(rng));
    const auto before = compare(result_of("r", {a}), result_of("r", {b}));
    // latencies are whole 1024ths below 64, so that a shift of 2^30 keeps every digit.
    const auto shift = [](double x) { return x + 1073741824.0; };
    const auto shifted = compare(result_of("r", {each(a, shift)}), result_of("r", {each(b, shift)}));
    CHECK(shifted.difference.estimate == near(before.difference.estimate, 1e-9));
    CHECK(shifted.welch.value().t == near(before.welch.value().t, 1e-8));
    CHECK(shifted.welch.value().p_value == near(before.welch.value().p_value, 1e-8));
    CHECK(shifted.mann_whitney.value().p_value == before.mann_whitney.value().p_value);
    CHECK(shifted.effect_sizes.cohens_d_pooled.value().value ==
          near(before.effect_sizes.cohens_d_pooled.value().value, 1e-8));

    const double by = trial % 2 == 0 ? 0x1p990 : 0x1p-990;
    const auto scale = [by](double x) { return x * by; };
    const auto scaled = compare(result_of("r", {each(a, scale)}), result_of("r", {each(b, scale)}));
    CHECK(scaled.welch.value().t == near(before.welch.value().t));
    CHECK(scaled.ratio.value().estimate == near(before.ratio.value().estimate));
    CHECK(scaled.ratio.value().fieller.value().lower.value() ==
          near(before.ratio.value().fieller.value().lower.value()));
    CHECK(scaled.log_t.value().gmr == near(before.log_t.value().gmr, 1e-11));
    CHECK(scaled.tost_ratio.value().p_value == near(before.tost_ratio.value().p_value, 1e-8));
    CHECK(scaled.mann_whitney.value().u == before.mann_whitney.value().u);
    CHECK(scaled.kolmogorov_smirnov.value().p_value == before.kolmogorov_smirnov.value().p_value);
    CHECK(scaled.verdict.outcome == before.verdict.outcome);

    const auto back = compare(result_of("r", {b}), result_of("r", {a}));
    CHECK(back.dominance.value().cliffs_delta == doctest::Approx(-before.dominance.value().cliffs_delta));
    CHECK(back.log_t.value().gmr == near(1 / before.log_t.value().gmr));
    CHECK(back.kolmogorov_smirnov.value().d == before.kolmogorov_smirnov.value().d);
  }
}

TEST_CASE("the order of samples and the number of threads change nothing that a comparison says") {
  Rng rng{28};
  for (int trial = 0; trial < 200; ++trial) {
    const auto a = latencies(rng, some_size(rng));
    const auto b = latencies(rng, some_size(rng));
    auto a_shuffled = a;
    auto b_shuffled = b;
    std::ranges::shuffle(a_shuffled, rng);
    std::ranges::shuffle(b_shuffled, rng);
    const auto before = compare(result_of("r", {a}), result_of("r", {b}));
    const auto after = compare(result_of("r", {a_shuffled}), result_of("r", {b_shuffled}));
    CHECK(after.welch.value().p_value == before.welch.value().p_value);
    CHECK(after.ratio.value().fieller.value().upper == before.ratio.value().fieller.value().upper);
    CHECK(after.mann_whitney.value().p_value == before.mann_whitney.value().p_value);
    CHECK(after.log_t.value().p_value == before.log_t.value().p_value);
    CHECK(after.quantiles.at(0).pooled.difference.interval == before.quantiles.at(0).pooled.difference.interval);
  }
  const auto a = result_of("r", {latencies(rng, 5000)});
  const auto b = result_of("r", {latencies(rng, 6000)});
  const auto with = [&](unsigned threads) {
    return compare(a, b, {.level = 0.95, .matches = {}, .resamples = 100, .seed = 3, .threads = threads});
  };
  const auto one = with(1);
  for (const unsigned threads : {2U, 3U, 8U}) {
    const auto several = with(threads);
    CHECK(several.ratio_bootstrap == one.ratio_bootstrap);
    CHECK(several.mann_whitney.value().p_value == one.mann_whitney.value().p_value);
  }
  CHECK(one.ratio_bootstrap.has_value());
}

TEST_CASE("every sample twice leaves ranks' shares, places and ratios and makes tests surer") {
  Rng rng{29};
  for (int trial = 0; trial < 200; ++trial) {
    const auto a = latencies(rng, 10 + some_size(rng));
    const auto b = latencies(rng, 10 + some_size(rng));
    const auto twice = [](std::vector<double> samples) {
      const std::vector<double> copy = samples;
      samples.insert(samples.end(), copy.begin(), copy.end());
      return samples;
    };
    const auto once = compare(result_of("r", {a}), result_of("r", {b}));
    const auto doubled = compare(result_of("r", {twice(a)}), result_of("r", {twice(b)}));
    CHECK(doubled.dominance.value().cles == near(once.dominance.value().cles, 1e-14));
    CHECK(doubled.kolmogorov_smirnov.value().d == near(once.kolmogorov_smirnov.value().d));
    CHECK(doubled.ratio.value().estimate == near(once.ratio.value().estimate));
    CHECK(std::abs(doubled.welch.value().t) >= std::abs(once.welch.value().t));
    CHECK(doubled.mann_whitney.value().u == 4 * once.mann_whitney.value().u);
  }
}

TEST_CASE("a result against itself differs by nothing") {
  Rng rng{30};
  for (int trial = 0; trial < 200; ++trial) {
    const auto a = latencies(rng, some_size(rng));
    const auto found = compare(result_of("r", {a}), result_of("r", {a}));
    CHECK(found.difference.estimate == 0);
    CHECK(found.welch.value().t == 0);
    CHECK(found.welch.value().p_value == 1);
    CHECK(found.ratio.value().estimate == 1);
    CHECK(found.dominance.value().cles == 0.5);
    CHECK(found.dominance.value().cliffs_delta == 0);
    CHECK(found.mann_whitney.value().p_value == 1);
    CHECK(found.kolmogorov_smirnov.value().p_value == 1);
    CHECK(found.log_t.value().gmr == 1);
  }
}
