// Points 24 to 28: that what is said of the comparison follows from the two files.
#include <algorithm>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "agreement.hpp"
#include "moebench/core/inference_row.hpp"
#include "statistics_points.hpp"

namespace moebench::audit {
namespace {

// Titles under which a report compares the pair with which it begins.
constexpr std::string_view k_headline_titles[] = {"Cross-Framework Comparison", "Statistical Validation"};

/// The pair with which a report begins: of the vector kernel where the file has single shots of it.
bool is_headline(const Case& c) {
  const auto begins = [](const core::BenchmarkResult& result) {
    return core::is_single_shot(result) && result.params.text("kernel") == "vector";
  };
  const bool has_such = std::ranges::any_of(c.candidate.set->results, begins);
  return has_such ? begins(*c.candidate.result) : core::is_single_shot(*c.candidate.result);
}

bool is_about_the_pair(const core::Claim& claim, const Case& c) {
  return claim.about == c.candidate.result->name || claim.about == c.comparison.name ||
         (is_headline(c) && std::ranges::any_of(k_headline_titles, [&](std::string_view title) {
            return claim.about.starts_with(title);
          }));
}

/// The first claim about the pair that states what is asked for; null where there is none.
const core::Claim* claim_of(const Case& c, bool (*states)(const core::Claim&)) {
  if (!c.evidence.claims) {
    return nullptr;
  }
  const auto& all = c.evidence.claims->all;
  const auto found = std::ranges::find_if(
      all, [&](const core::Claim& claim) { return (is_about_the_pair(claim, c) || all.size() == 1) && states(claim); });
  return found == all.end() ? nullptr : &*found;
}

Judgement nothing_claimed(const Case& c, const std::string& computed, std::string_view what) {
  return skip(
      fmt::format("{} {}", computed,
                  c.evidence.claims ? fmt::format("{} states no {} of this pair.", c.evidence.claims->source, what)
                                    : fmt::format("No file is given that states a {}.", what)),
      "Give what is published of the comparison: --claims results/report.md, or what compare --format json "
      "printed.");
}

std::string text_of(const core::Welch& welch) {
  return fmt::format("t = {:.2f}, df = {:.2f}, log10 p = {:.2f}", welch.t, welch.df, welch.log10_p);
}

/// Every number of Welch's test that the claim states is this test's. The order of the sides decides the sign alone.
bool is_this_test(const core::Claim& claim, const core::Welch& welch) {
  return (!claim.t || agrees(std::abs(*claim.t), std::abs(welch.t))) && (!claim.df || agrees(*claim.df, welch.df)) &&
         (!claim.p_value || agrees(*claim.p_value, welch.p_value));
}

/// Student's test of the same means, with a pooled deviation.
std::string students(const core::Moments& a, const core::Moments& b) {
  const auto na = static_cast<double>(a.n);
  const auto nb = static_cast<double>(b.n);
  const double pooled = ((na - 1) * *a.sd * *a.sd + (nb - 1) * *b.sd * *b.sd) / (na + nb - 2);
  const double t = (a.mean - b.mean) / std::sqrt(pooled * (1 / na + 1 / nb));
  return fmt::format("Student's would have t = {:.2f}, df = {:.0f}", t, na + nb - 2);
}

bool claims_difference(const Case& c) {
  const std::optional<core::Ratio>& speedup = c.comparison.main_speedup();
  return speedup && std::abs(std::log(speedup->estimate)) > 0.01;
}

}  // namespace

Judgement welch_not_student(const Case& c) {
  const auto& welch = c.comparison.main_welch();
  if (!welch) {
    return skip("Welch's test cannot be computed: a side has no standard deviation.",
                "Record samples, or mean and sd.");
  }
  const std::string computed = fmt::format("Welch's test of the two files: {}; {}.", text_of(*welch),
                                           students(c.comparison.main_candidate(), c.comparison.main_baseline()));
  const core::Claim* claim = claim_of(c, [](const core::Claim& one) { return one.t || one.df || one.p_value; });
  if (claim == nullptr) {
    return nothing_claimed(c, computed, "t test");
  }
  std::string stated;
  for (const auto& [name, value] : {std::pair{"t", claim->t}, {"df", claim->df}, {"p", claim->p_value}}) {
    stated += value ? fmt::format("{}{} = {}", stated.empty() ? "" : ", ", name, *value) : "";
  }
  const auto& of_samples = c.comparison.welch;
  const bool right = is_this_test(*claim, *welch) || (of_samples && is_this_test(*claim, *of_samples));
  const std::string evidence = fmt::format("{} states {}. {}", c.evidence.claims->source, stated, computed);
  return right ? pass(evidence) : fail(evidence, "State Welch's test of these two files (moebench compare).");
}

Judgement significant(const Case& c) {
  const auto& welch = c.comparison.main_welch();
  if (!welch) {
    return skip("No p value can be computed.", "Record samples, or mean and sd.");
  }
  const std::string evidence = fmt::format("log10 p = {:.2f} over {}.", welch->log10_p,
                                           c.comparison.between_runs ? "runs" : "samples, not replicated");
  if (!claims_difference(c)) {
    return pass("No difference is claimed. " + evidence);
  }
  return welch->log10_p < std::log10(0.05)
             ? pass(evidence)
             : fail(evidence, "Claim no difference, or take more runs: it is not significant.");
}

Judgement effect_correct(const Case& c) {
  const core::Moments& a = c.comparison.candidate.moments;
  const core::Moments& b = c.comparison.baseline.moments;
  const auto& d = c.comparison.effect_sizes.cohens_d_pooled;
  if (!d || !a.sd || !b.sd) {
    return skip("Cohen's d cannot be computed.", "Record samples, or mean and sd.");
  }
  const std::string computed = fmt::format("Cohen's d of the two files is {:.4f}.", d->value);
  const core::Claim* claim = claim_of(c, [](const core::Claim& one) { return one.cohens_d.has_value(); });
  if (claim == nullptr) {
    return nothing_claimed(c, computed, "Cohen's d");
  }
  const std::string evidence =
      fmt::format("{} states d = {}. {}", c.evidence.claims->source, *claim->cohens_d, computed);
  return agrees(std::abs(*claim->cohens_d), std::abs(d->value))
             ? pass(evidence)
             : fail(evidence, "Divide the difference of these means by their pooled standard deviation.");
}

Judgement effect_word(const Case& c) {
  const auto& d = c.comparison.effect_sizes.cohens_d_pooled;
  if (!d) {
    return skip("Cohen's d cannot be computed.", "Record samples, or mean and sd.");
  }
  const std::string_view word = core::magnitude(d->value);
  const std::string computed = fmt::format("|d| = {:.4f} is {}.", std::abs(d->value), word);
  const core::Claim* claim = claim_of(c, [](const core::Claim& one) { return !one.effect_word.empty(); });
  if (claim == nullptr) {
    return nothing_claimed(c, computed, "word for the effect");
  }
  const std::string evidence =
      fmt::format("{} calls the effect {}. {}", c.evidence.claims->source, claim->effect_word, computed);
  return claim->effect_word == word ? pass(evidence)
                                    : fail(evidence, "Name the effect by Cohen's limits 0.2, 0.5 and 0.8.");
}

Judgement intervals_disjoint(const Case& c) {
  const auto interval = [](const Side& side, bool runs) -> std::optional<core::Interval> {
    if (runs) {
      return side.summary.between_runs ? side.summary.between_runs->mean.interval : std::nullopt;
    }
    const auto& mean = side.summary.mean_interval;
    return mean ? std::optional{core::Interval{mean->lower, mean->upper}} : std::nullopt;
  };
  const bool runs = c.comparison.between_runs.has_value();
  const auto a = interval(c.candidate, runs);
  const auto b = interval(c.baseline, runs);
  if (!a || !b) {
    return skip("A mean has no interval.", "Record samples, or mean, sd and iterations, of several runs.");
  }
  const std::string evidence = fmt::format("Means: [{:.4g}, {:.4g}] us against [{:.4g}, {:.4g}] us, {}.", a->lower,
                                           a->upper, b->lower, b->upper, runs ? "between runs" : "over samples");
  if (!claims_difference(c)) {
    return pass("No difference is claimed. " + evidence);
  }
  return a->upper < b->lower || b->upper < a->lower
             ? pass(evidence)
             : fail(evidence, "Claim no difference, or take more runs: the intervals overlap.");
}

}  // namespace moebench::audit
