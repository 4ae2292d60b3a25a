#include "moebench/report/audit_report.hpp"

#include <doctest/doctest.h>

namespace moebench {
namespace {

core::AuditReport three_points() {
  return {.candidate = "a",
          .baseline = "b",
          .categories = {{.name = "Methodology",
                          .points = {{1, "One", core::Finding::pass, "Seen.", ""},
                                     {2, "Two", core::Finding::skip, "Not told.", "Record it."},
                                     {3, "Three", core::Finding::fail, "5 against 6.", "Measure again."}}}},
          .objections = {"1 of category 1, Methodology, failed; none may."}};
}

}  // namespace

TEST_CASE("an audit in Markdown: the verdict, the categories, what is lost with failures first, then everything") {
  const std::string text = report::audit_report(three_points(), "a.json", "b.json");
  const std::string expected = R"(# Audit by the 100-point checklist

Candidate: a in a.json  
Baseline: b in b.json

**Not accepted**: 1 of 100 points passed, 1 failed, 1 skipped (a skipped point earns nothing).
- 1 of category 1, Methodology, failed; none may.

| Category      | Points | Passed | Failed | Skipped |
|:------------- |:------ | ------:| ------:| -------:|
| 1 Methodology | 1 to 3 |      1 |      1 |       1 |

## Points lost, and what must change

- **FAIL 3** Three: 5 against 6. *Measure again.*
- **SKIP 2** Two: Not told. *Record it.*

## 1 Methodology

|   # | Point | Finding | Evidence     |
| ---:|:----- |:------- |:------------ |
|   1 | One   | PASS    | Seen.        |
|   2 | Two   | SKIP    | Not told.    |
|   3 | Three | FAIL    | 5 against 6. |

)";
  CHECK(text.substr(0, expected.size()) == expected);
  core::AuditReport accepted = three_points();
  accepted.objections.clear();
  CHECK(report::audit_report(accepted, "a", "b").find("**Accepted**: ") != std::string::npos);
}

TEST_CASE("a verification in Markdown: the counts, what differs or is unproven, then what agrees") {
  const core::Verification verification{
      .figures = {{"x", {"results[0].mean_us", 1.5}, 1.5, core::Agreement::agrees, ""},
                  {"x", {"results[0].p50_us", 1.5}, std::nullopt, core::Agreement::unproven, "no samples"},
                  {"x", {"results[0].max_us", 1.5}, 2.5, core::Agreement::differs, ""}}};
  CHECK(report::verification_report(verification, "f.json") == R"(# Figures of f.json recomputed from its samples

1 agree, 1 differ, 1 are unproven.

## What does not agree

| Result | Figure            | Stated | Recomputed | Finding  | Remark     |
|:------ |:----------------- | ------:| ----------:|:-------- |:---------- |
| x      | results[0].max_us |    1.5 |        2.5 | differs  |            |
| x      | results[0].p50_us |    1.5 |            | unproven | no samples |

## What agrees

| Result | Figure             | Stated | Recomputed | Finding | Remark |
|:------ |:------------------ | ------:| ----------:|:------- |:------ |
| x      | results[0].mean_us |    1.5 |        1.5 | agrees  |        |
)");
}

TEST_CASE("text from files cannot forge a line of an audit") {
  core::AuditReport forged = three_points();
  forged.candidate = "a\n## Accepted";
  forged.categories[0].points[1].evidence = "x\n# Accepted";
  const std::string text = report::audit_report(forged, "a.json\n# Accepted", "b.json");
  CHECK(text.find("\n## Accepted") == std::string::npos);
  CHECK(text.find("\n# Accepted") == std::string::npos);
}

}  // namespace moebench
