// The checklist on a complete pair of files: which pair is judged, what is accepted, what is skipped. What is caught
// stands in doctored_*_test.cpp.
#include "moebench/audit/audit.hpp"

#include "findings.hpp"

using namespace audit_test;

TEST_CASE("a complete pair passes every point and is accepted") {
  const core::AuditReport report = Pair{}.audited();
  CHECK_MESSAGE(report.count(Finding::pass) == 100, "failed: ", shown(numbers(report, Finding::fail)),
                "skipped: ", shown(numbers(report, Finding::skip)));
  CHECK(report.accepted());
  CHECK(report.candidate == "moebench LogisticRegression");
  CHECK(report.baseline == "PyTorch LogisticRegression");
}

TEST_CASE("the points are numbered 1 to 100 in eight categories, each with evidence and, where lost, a remedy") {
  Pair pair;
  pair.baseline.config = {};
  const core::AuditReport report = pair.audited();
  const std::size_t sizes[] = {15, 15, 15, 10, 15, 10, 10, 10};
  REQUIRE(report.categories.size() == std::size(sizes));
  int next = 1;
  for (std::size_t i = 0; i < report.categories.size(); ++i) {
    CHECK(report.categories[i].points.size() == sizes[i]);
    for (const core::AuditPoint& point : report.categories[i].points) {
      CAPTURE(point.number);
      CHECK(point.number == next++);
      CHECK_FALSE(point.title.empty());
      CHECK_FALSE(point.evidence.empty());
      CHECK(point.remedy.empty() == (point.finding == Finding::pass));
    }
  }
}

TEST_CASE("nothing passes by default: two bare means earn the equal count alone") {
  core::ResultSet a;
  core::ResultSet b;
  a.results.emplace_back().name = "x";
  a.results[0].reported.emplace().iterations = 10'000;
  a.results[0].reported->mean = 1;
  b.results = a.results;
  b.results[0].reported->mean = 5;
  const core::AuditReport report = audit::audit(a, b, {}).value();
  CHECK(shown(numbers(report, Finding::pass)) == "17 ");
  CHECK(shown(numbers(report, Finding::fail)) == "");
  CHECK_FALSE(report.accepted());
}

TEST_CASE("every recorded fact counts: a file without it loses a point") {
  const Pair complete;
  const std::set<std::string> not_judged{"l1_read_bytes_per_sec"};  // the boot's own measurement is preferred
  for (auto side : {&Pair::candidate, &Pair::baseline}) {
    const auto entries = (complete.*side).config.entries();
    for (const auto& [key, value] : entries) {
      const bool elsewhere = (complete.*side).environment.facts.find(key) != nullptr;
      if (not_judged.contains(key) || elsewhere) {
        continue;
      }
      Pair pair = complete;
      (pair.*side).config = without((complete.*side).config, key);
      CAPTURE(key);
      CAPTURE((pair.*side).source);
      // What only the candidate's machine tells, or only PyTorch's set-up, is asked of that side alone.
      const bool of_other_side = side == &Pair::candidate ? key == "platform" : false;
      CHECK((pair.audited().count(Finding::pass) < 100 || of_other_side));
    }
  }
}

TEST_CASE("accepted are 95 points or more") {
  Pair pair;
  pair.evidence.elsewhere.reset();                                     // 79
  pair.candidate.config = without(pair.candidate.config, "governor");  // 58
  core::AuditReport report = pair.audited();
  CHECK(report.count(Finding::pass) == 98);
  CHECK(report.accepted());
  pair.candidate.config = without(pair.candidate.config, "compilers_running");  // 68
  pair.candidate.config = without(pair.candidate.config, "swap_used_bytes");    // 60
  pair.baseline.config.set("pytorch_version", "1.13.0a0");                      // 61
  pair.baseline.config.set("libraries", "torch 1.13.0a0, Python 3.11.2");
  CHECK(pair.audited().accepted());
  pair.baseline.config.set("python_version", "3.7.1");  // 62
  pair.baseline.config.set("libraries", "torch 1.13.0a0, Python 3.7.1");
  report = pair.audited();
  CHECK(report.count(Finding::pass) == 94);
  REQUIRE(report.objections.size() == 1);
  CHECK(report.objections[0] == "94 of 100 points passed; 95 are needed.");
}

TEST_CASE("one failure in the first three categories or in the last rejects") {
  Pair pair;
  pair.baseline.config.set("device", "cuda");
  const core::AuditReport report = pair.audited();
  CHECK(report.count(Finding::pass) >= audit::k_points_to_accept);
  CHECK_FALSE(report.accepted());
  CHECK(report.objections.size() == 2);  // 32 in code correctness, 96 in bias detection
}

TEST_CASE("without this boot's measurement the recorded bandwidth is the floor, and without both there is none") {
  Pair pair;
  pair.evidence.boot_id = "another boot";
  CHECK(pair.audited().count(Finding::pass) == 100);
  CHECK(pair.audited().point(83)->evidence.find("that the candidate recorded") != std::string::npos);
  pair.candidate.config = without(pair.candidate.config, "l1_read_bytes_per_sec");
  const core::AuditReport report = pair.audited();
  CHECK(shown(numbers(report, Finding::skip)) == "81 82 83 94 ");
  CHECK(shown(numbers(report, Finding::fail)) == "");
}

TEST_CASE("what the candidate's sum costs is told in cycles for each input") {
  const std::string evidence = Pair{}.audited().point(82)->evidence;
  CHECK_MESSAGE(evidence.find("cycles at 3000 MHz for each of 784 inputs") != std::string::npos, evidence);
}

TEST_CASE("the operating system's kernel is not taken for the one that computes") {
  Pair pair;
  for (core::BenchmarkResult& result : pair.candidate.results) {
    result.params = without(result.params, "kernel");
  }
  const core::AuditReport report = pair.audited();
  for (const int number : {80, 92, 93}) {
    CHECK(report.point(number)->finding == Finding::skip);
  }
}

TEST_CASE("a ratio from another machine counts when it is of another CPU and of the same program") {
  Pair pair;
  pair.evidence.elsewhere->cpu = "Model X";
  CHECK(pair.audited().point(79)->finding == Finding::skip);
  pair = Pair{};
  pair.evidence.elsewhere->candidate = "Aprender LogisticRegression";
  CHECK(pair.audited().point(79)->finding == Finding::skip);
}

TEST_CASE("batches are judged when asked for by name, and files without a common result are refused") {
  const Pair pair;
  const auto report = audit::audit(pair.candidate, pair.baseline, pair.evidence,
                                   {"moebench LogisticRegression (batched)=PyTorch LogisticRegression (batched)"});
  REQUIRE(report.has_value());
  CHECK(report->candidate == "moebench LogisticRegression (batched)");
  CHECK(report->point(10)->finding == Finding::fail);
  core::ResultSet other = pair.baseline;
  for (core::BenchmarkResult& result : other.results) {
    result.name += " other";
  }
  const auto refused = audit::audit(pair.candidate, other, pair.evidence);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().kind == core::ErrorKind::input);
  CHECK(refused.error().message.find("--match") != std::string::npos);
}

TEST_CASE("the row with which a report begins is judged: single shots of the vector kernel against the plain form") {
  Pair pair;
  core::BenchmarkResult row = pair.candidate.results[0];
  row.name = "moebench LogisticRegression, vector kernel";
  row.params.set("kernel", "vector");
  row.params.set("vector_target", "AVX2");
  pair.candidate.results.push_back(row);
  CHECK(pair.audited().candidate == "moebench LogisticRegression, vector kernel");
  CHECK(pair.audited().baseline == "PyTorch LogisticRegression");
  const auto scalar = audit::audit(pair.candidate, pair.baseline, pair.evidence,
                                   {"moebench LogisticRegression=PyTorch LogisticRegression"});
  CHECK(scalar.value().candidate == "moebench LogisticRegression");
}

TEST_CASE("files in the wrong order are refused with the right one") {
  const Pair pair;
  const auto refused = audit::audit(pair.baseline, pair.candidate, pair.evidence);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().kind == core::ErrorKind::input);
  CHECK(refused.error().message.find("moebench audit candidate.json baseline.json") != std::string::npos);
}
