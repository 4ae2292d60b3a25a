// What is published of the comparison, held against the two files.
#include <cmath>
#include <string>

#include "findings.hpp"

using namespace audit_test;

TEST_CASE("without a file of claims the points about them earn nothing and say what the files give") {
  Pair pair;
  pair.evidence.claims.reset();
  const core::AuditReport report = pair.audited();
  CHECK(shown(numbers(report, Finding::skip)) == "24 26 27 ");
  CHECK(report.point(24)->evidence.find("Student's would have") != std::string::npos);
  CHECK(report.point(26)->evidence.find("Cohen's d of the two files is") != std::string::npos);
  CHECK(report.point(27)->remedy.find("--claims") != std::string::npos);
}

TEST_CASE("claims that do not follow from the files are caught") {
  check_caught({
      {"Student's degrees of freedom", [](Pair& pair) { pair.evidence.claims->all[0].df = 19'998.0; }, {24}},
      {"another t", [](Pair& pair) { *pair.evidence.claims->all[0].t *= 1.1; }, {24}},
      {"another p", [](Pair& pair) { pair.evidence.claims->all[0].p_value = 0.04; }, {24}},
      {"another effect", [](Pair& pair) { *pair.evidence.claims->all[1].cohens_d *= 1.1; }, {26}},
      {"the wrong word for the effect", [](Pair& pair) { pair.evidence.claims->all[1].effect_word = "small"; }, {27}},
  });
}

TEST_CASE("claims count as printed: rounded, of samples or of runs, without the sign, under a report's title") {
  Pair pair;
  core::Claim& test = pair.evidence.claims->all[0];
  core::Claim& effect = pair.evidence.claims->all[1];
  test.about = effect.about = "Cross-Framework Comparison: moebench vs PyTorch";
  const core::Comparison comparison = stats::compare(pair.candidate.results[0], pair.baseline.results[0]);
  const core::Welch& of_samples = comparison.welch.value();
  test = {.about = test.about,
          .t = std::round(std::abs(of_samples.t) * 100) / 100,
          .df = std::round(of_samples.df * 100) / 100,
          .p_value = {},
          .cohens_d = {},
          .effect_word = ""};
  effect.cohens_d = std::round(std::abs(*effect.cohens_d) * 100) / 100;
  const core::AuditReport report = pair.audited();
  CHECK_MESSAGE(report.count(Finding::pass) == 100, report.point(24)->evidence, report.point(26)->evidence);
}

TEST_CASE("claims about other results are not taken for the pair's") {
  Pair pair;
  for (core::Claim& claim : pair.evidence.claims->all) {
    claim.about = "another result";
  }
  CHECK(shown(numbers(pair.audited(), Finding::skip)) == "24 26 27 ");
}

TEST_CASE("what a report says of the pair with which it begins is not taken for another's") {
  Pair pair;
  core::BenchmarkResult row = pair.candidate.results[0];
  row.name = "moebench LogisticRegression, vector kernel";
  row.params.set("kernel", "vector");
  pair.candidate.results.push_back(row);
  for (core::Claim& claim : pair.evidence.claims->all) {
    claim.about = "Cross-Framework Comparison: moebench vs PyTorch";
  }
  CHECK(pair.audited().point(26)->finding == Finding::pass);
  const auto scalar = audit::audit(pair.candidate, pair.baseline, pair.evidence,
                                   {"moebench LogisticRegression=PyTorch LogisticRegression"});
  CHECK(scalar.value().point(26)->finding == Finding::skip);
}
