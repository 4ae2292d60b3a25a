// What a point of the checklist is, what it is judged on, and the judgements that many points share. Private to audit.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "moebench/audit/evidence.hpp"
#include "moebench/core/audit.hpp"
#include "moebench/core/comparison.hpp"
#include "side.hpp"

namespace moebench::audit {

/// Everything that a point may be judged on.
struct Case {
  Side candidate;
  Side baseline;
  core::Comparison comparison;
  const Evidence& evidence;

  std::array<const Side*, 2> sides() const { return {&candidate, &baseline}; }
};

struct Judgement {
  core::Finding finding;
  std::string evidence;
  std::string remedy;
};

Judgement pass(std::string evidence);
Judgement fail(std::string evidence, std::string remedy);
Judgement skip(std::string missing, std::string remedy);

struct Point {
  int number;
  std::string_view title;
  Judgement (*judge)(const Case&);
};

// One file for each category, in the checklist's order.
std::span<const Point> methodology_points();      // 1 .. 15
std::span<const Point> statistics_points();       // 16 .. 30
std::span<const Point> correctness_points();      // 31 .. 45
std::span<const Point> data_points();             // 46 .. 55
std::span<const Point> environment_points();      // 56 .. 70
std::span<const Point> reproducibility_points();  // 71 .. 80
std::span<const Point> plausibility_points();     // 81 .. 90
std::span<const Point> bias_points();             // 91 .. 100

// ---- What many points ask ----

/// Skipped for what these sides do not tell: "the candidate does not record threads".
Judgement not_recorded(std::string_view role, std::string_view key);

/// Both sides tell `key` and it is the same, and `expected` where that is not empty.
Judgement same_on_both(const Case& c, std::string_view key, std::string_view expected = "");

/// The flag `key` of that side is `expected`.
Judgement flag_is(const Side& side, std::string_view key, bool expected, std::string_view meaning,
                  std::string_view remedy);

/// Both sides counted `name` in every run, and together at most `most` of them for each sample.
Judgement counted_at_most(const Case& c, std::string_view name, double most_per_sample, std::string_view what,
                          std::string_view remedy);

/// No check that the runs of the judged result made failed. A file without any is skipped.
Judgement checks_held(const Side& side);

/// The first judgement that does not pass, otherwise a pass with the evidence of all.
Judgement all_of(std::initializer_list<Judgement> judgements);

/// `judge` of both sides, as all_of.
template <class Judge>
Judgement on_both(const Case& c, Judge judge) {
  return all_of({judge(c.candidate), judge(c.baseline)});
}

/// How often the baseline's time is the candidate's, of medians as reports state it: over runs where both sides have
/// two or more. Empty where one is not known or not above 0.
std::optional<double> ratio_of_medians(const Case& c);

/// The result of the baseline's file that computes the same in another form ("dot", "traced") at this batch size,
/// single shots; null where there is none.
const core::BenchmarkResult* baseline_form(const Case& c, std::string_view form, double batch = 1);

/// What `compiler_flags` hold that makes a build special, of `words`; empty when none.
std::string special_flag(const std::string& flags, std::initializer_list<std::string_view> words);

}  // namespace moebench::audit
