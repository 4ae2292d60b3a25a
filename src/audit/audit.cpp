#include "moebench/audit/audit.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "moebench/stats/compare.hpp"
#include "moebench/stats/match.hpp"
#include "point.hpp"

namespace moebench::audit {
namespace {

using core::Finding;

struct Category {
  const char* name;
  std::span<const Point> (*points)();
  bool may_not_fail;  // one failure rejects the whole
};

constexpr Category k_categories[] = {
    {"Methodology", methodology_points, true},           {"Statistical rigor", statistics_points, true},
    {"Code correctness", correctness_points, true},      {"Data integrity", data_points, false},
    {"Environment fairness", environment_points, false}, {"Reproducibility", reproducibility_points, false},
    {"Plausibility", plausibility_points, false},        {"Bias detection", bias_points, true},
};

/// The first pair that was asked for; otherwise the first of single shots; where there is none, the first.
stats::MatchedPair judged_pair(const std::vector<stats::MatchedPair>& pairs, const std::vector<std::string>& matches) {
  const auto asked = std::ranges::find_if(pairs, [&](const stats::MatchedPair& pair) {
    return !matches.empty() && pair.candidate->name + "=" + pair.baseline->name == matches.front();
  });
  if (asked != pairs.end()) {
    return *asked;
  }
  const auto is_batched = [](const core::BenchmarkResult& result) { return result.params.text("timing") == "batched"; };
  const auto single = std::ranges::find_if(pairs, [&](const stats::MatchedPair& pair) {
    return !is_batched(*pair.candidate) && !is_batched(*pair.baseline);
  });
  return single == pairs.end() ? pairs.front() : *single;
}

std::vector<std::string> objections(const core::AuditReport& report) {
  std::vector<std::string> found;
  const std::size_t passed = report.count(Finding::pass);
  if (passed < k_points_to_accept) {
    found.push_back(fmt::format("{} of 100 points passed; {} are needed.", passed, k_points_to_accept));
  }
  for (std::size_t i = 0; i < report.categories.size(); ++i) {
    const std::size_t failed = report.categories[i].count(Finding::fail);
    if (k_categories[i].may_not_fail && failed != 0) {
      found.push_back(fmt::format("{} of category {}, {}, failed; none may.", failed, i + 1, k_categories[i].name));
    }
  }
  return found;
}

}  // namespace

core::Result<core::AuditReport> audit(const core::ResultSet& candidate, const core::ResultSet& baseline,
                                      const Evidence& evidence, const std::vector<std::string>& matches) {
  const auto matching = stats::match_results(candidate, baseline, matches);
  if (!matching) {
    return std::unexpected(matching.error());
  }
  if (matching->pairs.empty()) {
    return core::input_error(candidate.source,
                             fmt::format("holds no result that belongs to one of {}: pair them with --match "
                                         "'candidate name=baseline name'",
                                         baseline.source));
  }
  const stats::MatchedPair pair = judged_pair(matching->pairs, matches);
  const Case judged{.candidate = make_side("candidate", candidate, *pair.candidate),
                    .baseline = make_side("baseline", baseline, *pair.baseline),
                    .comparison = stats::compare(*pair.candidate, *pair.baseline),
                    .evidence = evidence};
  core::AuditReport report{
      .candidate = pair.candidate->name, .baseline = pair.baseline->name, .categories = {}, .objections = {}};
  for (const Category& category : k_categories) {
    core::AuditCategory& judgements = report.categories.emplace_back(category.name);
    for (const Point& point : category.points()) {
      Judgement judgement = point.judge(judged);
      judgements.points.push_back({.number = point.number,
                                   .title = std::string{point.title},
                                   .finding = judgement.finding,
                                   .evidence = std::move(judgement.evidence),
                                   .remedy = std::move(judgement.remedy)});
    }
  }
  report.objections = objections(report);
  return report;
}

}  // namespace moebench::audit
