#include "moebench/audit/audit.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "moebench/core/inference_row.hpp"
#include "moebench/stats/compare.hpp"
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

bool is_of_pytorch(const core::ResultSet& set) {
  return set.config.find("pytorch_version") != nullptr;
}

bool is_single_shot_of_one(const core::BenchmarkResult& result) {
  return core::is_single_shot(result) && result.inputs_per_call() == std::uint64_t{1};
}

/// The row with which the report's comparison begins, where the files have it.
std::optional<stats::MatchedPair> headline_pair(const core::ResultSet& candidate, const core::ResultSet& baseline) {
  const auto ours = std::ranges::find_if(candidate.results, [](const core::BenchmarkResult& result) {
    return is_single_shot_of_one(result) && result.params.text("kernel") == "vector";
  });
  const auto theirs = std::ranges::find_if(baseline.results, [](const core::BenchmarkResult& result) {
    return is_single_shot_of_one(result) && result.params.text("form") == "plain";
  });
  if (ours == candidate.results.end() || theirs == baseline.results.end()) {
    return std::nullopt;
  }
  return stats::MatchedPair{.candidate = &*ours, .baseline = &*theirs};
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

core::Result<stats::MatchedPair> judged_pair(const core::ResultSet& candidate, const core::ResultSet& baseline,
                                             const std::vector<std::string>& matches) {
  if (is_of_pytorch(candidate) && !is_of_pytorch(baseline)) {
    return core::input_error(
        candidate.source,
        fmt::format("is PyTorch's file and stands where ours belongs: give the candidate first, then PyTorch's: "
                    "moebench audit {} {}",
                    baseline.source, candidate.source));
  }
  const auto matching = stats::match_results(candidate, baseline, matches);
  if (!matching) {
    return std::unexpected(matching.error());
  }
  const auto& pairs = matching->pairs;
  if (!matches.empty()) {
    return *std::ranges::find_if(pairs, [&](const stats::MatchedPair& pair) {
      return pair.candidate->name + "=" + pair.baseline->name == matches.front();
    });
  }
  if (const auto headline = headline_pair(candidate, baseline)) {
    return *headline;
  }
  if (pairs.empty()) {
    return core::input_error(candidate.source,
                             fmt::format("holds no result that belongs to one of {}: pair them with --match "
                                         "'candidate name=baseline name'",
                                         baseline.source));
  }
  const auto single = std::ranges::find_if(pairs, [](const stats::MatchedPair& pair) {
    return core::is_single_shot(*pair.candidate) && core::is_single_shot(*pair.baseline);
  });
  return single == pairs.end() ? pairs.front() : *single;
}

core::Result<core::AuditReport> audit(const core::ResultSet& candidate, const core::ResultSet& baseline,
                                      const Evidence& evidence, const std::vector<std::string>& matches) {
  const auto chosen = judged_pair(candidate, baseline, matches);
  if (!chosen) {
    return std::unexpected(chosen.error());
  }
  const stats::MatchedPair& pair = *chosen;
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
