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

/// Small as a rule: an exact Mann-Whitney test of fifty against fifty costs more than all else of a comparison.
std::size_t some_size(Rng& rng) {
  return 2 + rng.below(rng.below(8) == 0 ? 60 : 14);
}

/// Of any sign, with exponents that are alike or differ by all that doubles have, some 0 and some tied.
std::vector<double> samples_of_any_magnitude(Rng& rng) {
  const int spread = rng.below(2) == 0 ? 2097 : 3;
  const int least = static_cast<int>(rng.below(static_cast<std::size_t>(2098 - spread))) - 1073;
  const bool any_sign = rng.below(2) == 0;
  std::vector<double> samples(1 + rng.below(12));
  for (double& x : samples) {
    const double sign = any_sign && rng.below(2) == 0 ? -1 : 1;
    const int exponent = least + static_cast<int>(rng.below(static_cast<std::size_t>(spread)));
    x = rng.below(12) == 0 ? 0 : sign * std::ldexp(0.5 + rng.uniform() / 2, exponent);
  }
  if (rng.below(4) == 0) {
    samples.back() = samples.front();
  }
  return samples;
}

/// Every figure of the comparison that is there.
std::vector<double> figures_of(const moebench::core::Comparison& found) {
  std::vector<double> figures;
  const auto add = [&figures](auto... of) { (figures.push_back(of), ...); };
  const auto add_interval = [&](const std::optional<moebench::core::Interval>& of) {
    if (of) {
      add(of->lower, of->upper);
    }
  };
  add(found.difference.estimate);
  add_interval(found.difference.interval);
  if (found.welch) {
    add(found.welch->t, found.welch->df, found.welch->se, found.welch->p_value, found.welch->log10_p);
  }
  const auto& effects = found.effect_sizes;
  for (const auto& of : {effects.cohens_d_pooled, effects.cohens_d_av, effects.hedges_g, effects.glass_delta}) {
    if (of) {
      add(of->value);
      add_interval(of->interval);
    }
  }
  if (found.ratio) {
    add(found.ratio->estimate);
    add_interval(found.ratio->delta);
    add_interval(found.ratio->delta_log);
    if (found.ratio->fieller && found.ratio->fieller->bounded) {
      add(found.ratio->fieller->lower.value(), found.ratio->fieller->upper.value(), found.ratio->fieller->df);
    }
  }
  if (found.log_t) {
    add(found.log_t->gmr, found.log_t->df.value_or(0), found.log_t->p_value.value_or(0));
    add_interval(found.log_t->interval);
  }
  if (found.tost_ratio) {
    add(found.tost_ratio->t_lower, found.tost_ratio->t_upper, found.tost_ratio->df_lower, found.tost_ratio->df_upper,
        found.tost_ratio->p_value);
  }
  if (found.tost) {
    add(found.tost->t_lower, found.tost->t_upper, found.tost->p_value, found.tost->interval.lower,
        found.tost->interval.upper);
  }
  if (found.brunner_munzel) {
    add(found.brunner_munzel->statistic, found.brunner_munzel->df, found.brunner_munzel->p_value);
  }
  add_interval(found.ratio_bootstrap);
  return figures;
}

}  // namespace

TEST_CASE("shifting every sample shifts places and leaves spreads") {
  Rng rng{21};
  for (int trial = 0; trial < 3000; ++trial) {
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
  for (int trial = 0; trial < 300; ++trial) {
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
  for (int trial = 0; trial < 300; ++trial) {
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
  for (int trial = 0; trial < 3000; ++trial) {
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
  for (int trial = 0; trial < 300; ++trial) {
    const auto a = result_of("a", {samples_of_any_magnitude(rng), latencies(rng, some_size(rng))});
    const auto b = result_of("b", {latencies(rng, some_size(rng)), samples_of_any_magnitude(rng)});
    const auto a_before = a.series;
    const auto b_before = b.series;
    summarize(a);
    compare(a, b, {.level = 0.95, .matches = {}, .resamples = 3});
    CHECK(a.series == a_before);
    CHECK(b.series == b_before);
  }
}

TEST_CASE("a mean lies in its interval and between the extremes and quantiles rise") {
  Rng rng{26};
  for (int trial = 0; trial < 2000; ++trial) {
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
  for (int trial = 0; trial < 250; ++trial) {
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
    REQUIRE(scaled.ratio->fieller.value().bounded == before.ratio->fieller.value().bounded);
    if (before.ratio->fieller->bounded) {
      CHECK(scaled.ratio->fieller->lower.value() == near(before.ratio->fieller->lower.value(), 1e-11));
    }
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
  for (int trial = 0; trial < 300; ++trial) {
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
  for (int trial = 0; trial < 250; ++trial) {
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
  for (int trial = 0; trial < 1000; ++trial) {
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

TEST_CASE("samples of every magnitude and sign are compared without a figure that is no number") {
  Rng rng{31};
  for (int trial = 0; trial < 300; ++trial) {
    const auto a = samples_of_any_magnitude(rng);
    const auto b = samples_of_any_magnitude(rng);
    CAPTURE(trial);
    const auto found =
        compare(result_of("r", {a}), result_of("r", {b}),
                {.level = 0.95, .matches = {}, .tost = moebench::stats::Bounds{-1, 1}, .resamples = 20, .seed = 1});
    CHECK(std::ranges::all_of(figures_of(found), [](double figure) { return std::isfinite(figure); }));
    for (const std::optional<double>& p :
         {found.mann_whitney.value().p_value, std::optional{found.kolmogorov_smirnov.value().p_value},
          found.welch ? std::optional{found.welch->p_value} : std::nullopt,
          found.tost_ratio ? std::optional{found.tost_ratio->p_value} : std::nullopt,
          found.brunner_munzel ? std::optional{found.brunner_munzel->p_value} : std::nullopt,
          found.log_t ? found.log_t->p_value : std::nullopt}) {
      CHECK((!p || (*p >= 0 && *p <= 1)));
    }
    const auto back = compare(result_of("r", {b}), result_of("r", {a}));
    CHECK(back.difference.estimate == -found.difference.estimate);
    CHECK(back.welch.has_value() == found.welch.has_value());
    if (found.welch) {
      CHECK(back.welch->t == -found.welch->t);
      CHECK(back.welch->log10_p == near(found.welch->log10_p));
    }
    CHECK(back.mann_whitney.value().p_value.value_or(-1) == near(found.mann_whitney->p_value.value_or(-1)));
    CHECK(back.dominance.value().cliffs_delta == -found.dominance.value().cliffs_delta);
  }
}

TEST_CASE("an interval of a comparison holds its estimate and excludes 0 where its test rejects") {
  Rng rng{32};
  for (int trial = 0; trial < 500; ++trial) {
    const auto a = latencies(rng, some_size(rng));
    const auto b = latencies(rng, some_size(rng));
    const auto found = compare(result_of("r", {a}), result_of("r", {b}), {.level = 0.9, .matches = {}});
    const auto& interval = found.difference.interval.value();
    CHECK(interval.lower <= found.difference.estimate);
    CHECK(found.difference.estimate <= interval.upper);
    CHECK((interval.lower > 0 || interval.upper < 0) == (found.welch.value().p_value < 0.1));
    const auto& ratio = found.ratio.value();
    if (ratio.fieller.value().bounded) {
      CHECK(ratio.fieller->lower.value() <= ratio.estimate);
      CHECK(ratio.estimate <= ratio.fieller->upper.value());
    }
    const auto& logs = found.log_t.value();
    CHECK((logs.interval.value().lower > 1 || logs.interval->upper < 1) == (logs.p_value.value() < 0.1));
    const auto& effect = found.effect_sizes.cohens_d_pooled.value();
    CHECK(effect.interval.value().lower <= effect.value);
    CHECK(effect.value <= effect.interval->upper);
  }
}
