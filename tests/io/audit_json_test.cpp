#include "moebench/io/audit_json.hpp"

#include <doctest/doctest.h>

namespace moebench {
namespace {

core::AuditReport report() {
  return {.candidate = "a",
          .baseline = "b",
          .categories = {{.name = "Methodology",
                          .points = {{1, "One", core::Finding::pass, "seen", ""},
                                     {2, "Two, \"quoted\"", core::Finding::skip, "not told", "record it"}}}},
          .objections = {"1 of 100 points passed; 95 are needed."}};
}

std::string place_list(const std::vector<core::StatedFigure>& figures) {
  std::string out;
  for (const core::StatedFigure& figure : figures) {
    out += figure.place + (figure.value ? "" : "=null") + " ";
  }
  return out;
}

}  // namespace

TEST_CASE("an audit in JSON: the verdict, the counts, and each point, with a remedy where it is lost") {
  CHECK(io::to_json(report()) == R"({
  "schema": "moebench.audit/1",
  "candidate": "a",
  "baseline": "b",
  "accepted": false,
  "passed": 1,
  "failed": 0,
  "skipped": 1,
  "objections": [
    "1 of 100 points passed; 95 are needed."
  ],
  "categories": [
    {
      "name": "Methodology",
      "passed": 1,
      "failed": 0,
      "skipped": 1,
      "points": [
        {"number": 1, "title": "One", "finding": "PASS", "evidence": "seen"},
        {"number": 2, "title": "Two, \"quoted\"", "finding": "SKIP", "evidence": "not told", "remedy": "record it"}
      ]
    }
  ]
}
)");
}

TEST_CASE("an audit in CSV has a line for each point, quoted where it must be") {
  CHECK(io::audit_csv(report()) ==
        "number,category,title,finding,evidence,remedy\n"
        "1,Methodology,One,PASS,seen,\n"
        "2,Methodology,\"Two, \"\"quoted\"\"\",SKIP,not told,record it\n");
}

TEST_CASE("a verification in JSON and CSV") {
  const core::Verification verification{
      .figures = {{"x", {"results[0].mean_us", 1.5}, 1.5, core::Agreement::agrees, ""},
                  {"", {"speedups[0].ci_upper", std::nullopt}, 2.0, core::Agreement::differs, "a remark"}}};
  const std::string json = io::to_json(verification);
  CHECK(json.find(R"("agree": 1,)") != std::string::npos);
  CHECK(json.find(R"("differ": 1,)") != std::string::npos);
  CHECK(
      json.find(
          R"({"result": "x", "place": "results[0].mean_us", "stated": 1.5, "recomputed": 1.5, "agreement": "agrees"})") !=
      std::string::npos);
  CHECK(
      json.find(
          R"({"result": null, "place": "speedups[0].ci_upper", "stated": null, "recomputed": 2.0, "agreement": "differs", "remark": "a remark"})") !=
      std::string::npos);
  CHECK(io::verification_csv(verification) ==
        "result,place,stated,recomputed,agreement,remark\n"
        "x,results[0].mean_us,1.5,1.5,agrees,\n"
        ",speedups[0].ci_upper,,2,differs,a remark\n");
}

TEST_CASE("the stated figures are the numbers and nulls that a writer computed, with their places") {
  const auto figures = io::stated_figures(
      R"({"schema":"moebench/1","config":{"seed":42},"environment":{"cpu_mhz":1},
          "results":[{"name":"x","params":{"n":1},"mean_us":2,"std_us":null,
                      "between_runs":{"df":1},"runs":[{"batch":3,"samples_us":[1,2],"counts":{"c":[1]}}],
                      "checks":[{"x":1}],"warnings":[{"y":2}]}],
          "speedups":[{"speedup":1.5,"between_runs":true}],"warnings":[{"z":1}]})",
      "file");
  REQUIRE(figures.has_value());
  CHECK(place_list(*figures) ==
        "results[0].mean_us results[0].std_us=null results[0].between_runs.df speedups[0].speedup ");
  CHECK_FALSE(io::stated_figures("{", "file").has_value());
}

}  // namespace moebench
