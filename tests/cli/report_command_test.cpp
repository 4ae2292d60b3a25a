// `moebench report`: what stands in the file, what its pictures are, what is refused.
#include <fstream>
#include <set>
#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/program.hpp"

using cli_test::contains;
using cli_test::run;
using nlohmann::json;

namespace {

/// Two runs of two results, the second slower by `factor`.
void write_results(const std::filesystem::path& path, double factor) {
  json results = json::array();
  for (const char* name : {"alpha/one", "beta <two>"}) {
    json runs = json::array();
    for (int r = 0; r < 3; ++r) {
      json samples = json::array();
      for (int i = 0; i < 60; ++i) {
        samples.push_back(factor * (10 + 0.1 * ((i * 7 + r) % 11)));
      }
      runs.push_back({{"batch", 1}, {"samples_us", samples}});
    }
    results.push_back({{"name", name}, {"scenario", "custom"}, {"runs", runs}});
    factor *= 2;
  }
  std::ofstream{path} << json{{"config", {{"seed", 1}, {"command", "own tool"}}}, {"results", results}};
}

struct ReportFiles {
  test::TemporaryFolder folder;
  std::string candidate = (folder / "new.json").string();
  std::string baseline = (folder / "old.json").string();

  ReportFiles() {
    write_results(candidate, 1);
    write_results(baseline, 1.5);
  }
};

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++found;
  }
  return found;
}

}  // namespace

TEST_CASE("report: the page holds summary, verdicts, tables and charts, and needs no other file") {
  const ReportFiles files;
  const std::string page = (files.folder / "report.html").string();
  const auto printed = run({"report", files.candidate, "--baseline", files.baseline, "--output", page});
  CHECK(printed.status == 0);
  CHECK(printed.out.empty());
  const std::string html = test::content(page);
  CHECK(html.starts_with("<!DOCTYPE html>"));
  CHECK(contains(html, "<h2 id=\"summary\">Summary</h2>"));
  CHECK(contains(html, "class=\"verdict improved\">improved</span>"));
  CHECK(contains(html, "by <code>own tool</code>"));
  CHECK(contains(html, "beta &lt;two&gt;"));
  CHECK_FALSE(contains(html, "beta <two>"));
  // Two results with five charts, the ratios and two shift functions.
  CHECK(count(html, "data-chart=\"") == 13);
  for (const char* fetches : {"<link", "src=\"http", "@import", "url(http"}) {
    CHECK_FALSE(contains(html.substr(0, html.find("<script")), fetches));
  }
  CHECK(contains(html, "default-src 'none'"));
  CHECK(contains(html, "Redistribution and use in source and binary forms"));
}

TEST_CASE("report: JSON holds every chart's specification with its data") {
  const ReportFiles files;
  const auto printed = run({"report", files.candidate, "--baseline", files.baseline, "--format", "json"});
  const json document = json::parse(printed.out);
  CHECK(document.at("schema") == "moebench.charts/1");
  std::set<std::string> ids;
  for (const json& chart : document.at("charts")) {
    ids.insert(chart.at("id").get<std::string>());
    CHECK_FALSE(chart.at("spec").at("layer").empty());
  }
  CHECK(ids.size() == 13);
}

TEST_CASE("report: Markdown links the pictures, which are drawn from the same specifications") {
  const ReportFiles files;
  const std::string text_file = (files.folder / "sub" / "report.md").string();
  const std::string charts = (files.folder / "sub" / "charts of it").string();
  const auto printed =
      run({"report", files.candidate, "--baseline", files.baseline, "--output", text_file, "--charts", charts});
  CHECK(printed.status == 0);
  CHECK(printed.err.empty());
  const std::string markdown = test::content(text_file);
  CHECK(contains(markdown, "## Summary"));
  std::size_t pictures = 0;
  for (std::size_t at = markdown.find("](<"); at != std::string::npos; at = markdown.find("](<", at + 1)) {
    const std::string link = markdown.substr(at + 3, markdown.find(">)", at) - at - 3);
    CHECK(link.starts_with("charts of it/"));
    const std::string svg = test::content(files.folder / "sub" / link);
    CHECK(svg.starts_with("<svg"));
    CHECK(contains(svg, "prefers-color-scheme:dark"));
    CHECK(contains(svg, "role=\"graphics-symbol\""));
    CHECK_FALSE(contains(svg, "NaN"));
    CHECK_FALSE(contains(svg, "<two>"));
    ++pictures;
  }
  CHECK(pictures == 13);
}

TEST_CASE("report: without --charts Markdown has no pictures and goes to standard output") {
  const ReportFiles files;
  const auto printed = run({"report", files.candidate});
  CHECK(printed.status == 0);
  CHECK(contains(printed.out, "# Benchmark report\n"));
  CHECK(contains(printed.out, "No baseline was given"));
  CHECK_FALSE(contains(printed.out, "!["));
  CHECK(contains(printed.out, "3 fresh processes each"));
}

TEST_CASE("report: a history alone is drawn by commit") {
  const ReportFiles files;
  const std::string db = (files.folder / "h.sqlite").string();
  for (const char* commit : {"aaaa", "bbbb"}) {
    REQUIRE(run({"history", "add", files.candidate, "--db", db, "--commit", commit, "--time", "2026-01-01T00:00:00Z"})
                .status == 0);
  }
  const auto printed = run({"report", "--history", db, "--format", "json"});
  CHECK(printed.status == 0);
  CHECK(json::parse(printed.out).at("charts").size() == 2);
  const std::string text = run({"report", "--history", db}).out;
  CHECK(contains(text, "## Summary"));
  CHECK(contains(text, "4 measurements of 2 results at 2 commits, from aaaa (2026-01-01 00:00) to bbbb"));
  CHECK(contains(text, "Of 2 series, 0 regressed and 0 improved"));
  CHECK(contains(text, "]: Matteson"));
  CHECK_FALSE(contains(text, "]: Silverman"));
  CHECK(contains(run({"report", files.candidate, "--history", db}).out, "**Over time**: Of 2 series"));
}

TEST_CASE("report: bad input is refused with the file or the option, and nothing is written") {
  const ReportFiles files;
  const std::string page = (files.folder / "report.html").string();
  CHECK(run({"report"}).status == 2);
  CHECK(contains(run({"report"}).err, "needs result files"));
  CHECK(run({"report", "--baseline", files.baseline, "--history", "x"}).status == 2);
  const auto missing = run({"report", (files.folder / "none.json").string(), "--output", page});
  CHECK(missing.status == 3);
  CHECK(contains(missing.err, "none.json"));
  const auto no_node = run({"report", files.candidate, "--charts", (files.folder / "c").string(), "--node",
                            "/no/such/node", "--output", page});
  CHECK(no_node.status == 3);
  CHECK(contains(no_node.err, "apt-get install nodejs"));
  const auto not_node =
      run({"report", files.candidate, "--charts", (files.folder / "c").string(), "--node", "echo", "--output", page});
  CHECK(not_node.status == 3);
  CHECK(contains(not_node.err, "is it Node.js"));
  const auto pdf = run({"report", files.candidate, "--output", (files.folder / "report.pdf").string()});
  CHECK(pdf.status == 2);
  CHECK(contains(pdf.err, "--output: ends with .pdf"));
  CHECK(contains(run({"report", files.candidate, "--match", "a=b"}).err,
                 "--match: pairs results with those of --baseline"));
  for (const std::string& history : {(files.folder / "none.sqlite").string(), files.candidate}) {
    const auto no_history = run({"report", "--history", history, "--output", page});
    CHECK(no_history.status == 3);
    CHECK(contains(no_history.err, "with --history"));
    CHECK_FALSE(contains(no_history.err, "--db"));
  }
  CHECK_FALSE(std::filesystem::exists(page));
  CHECK_FALSE(std::filesystem::exists(files.folder / "c"));
  CHECK(run({"report", files.candidate, "--baseline", files.baseline, "--match", "none=none"}).status == 2);
}

TEST_CASE("report: what else differs between the sides stands beside the verdicts") {
  const ReportFiles files;
  const auto with_threads = [&](const char* file, int threads) {
    json document = json::parse(test::content(file));
    for (json& result : document.at("results")) {
      result["params"] = {{"threads", threads}};
    }
    test::set_content(file, document.dump());
  };
  with_threads(files.candidate.c_str(), 4);
  with_threads(files.baseline.c_str(), 2);
  const std::string text = run({"report", files.candidate, "--baseline", files.baseline}).out;
  CHECK(contains(text, "**What else differs** between the sides:"));
  CHECK(contains(text, "threads of 2 results: 2 in the baseline, 4 now"));
  CHECK(contains(text, "| alpha/one "));
  CHECK(contains(text, "0.667"));
}

TEST_CASE("report: the baseline is told like the candidate") {
  const ReportFiles files;
  json baseline = json::parse(test::content(files.baseline));
  baseline["config"] = {{"command", "their tool --fast"},
                        {"pytorch_version", "2.9"},
                        {"cpu", "Other CPU"},
                        {"threads", 8},
                        {"only_there", "yes"}};
  test::set_content(files.baseline, baseline.dump());
  const std::string text = run({"report", files.candidate, "--baseline", files.baseline}).out;
  CHECK(contains(text, "**Against what**: 2 results in " + files.baseline + ", by `their tool --fast`, PyTorch 2.9, " +
                           "on Other CPU; 3 fresh processes each"));
  CHECK(contains(text, "| What each side tells |"));
  CHECK(contains(text, "| Made by "));
  CHECK(contains(text, "| only_there "));
  CHECK(contains(text, " 15.75 us | 0.66667 |"));  // the baseline's mean of alpha, beside the candidate's
  CHECK(contains(text, "Figures of every result in the baseline, " + files.baseline));
  CHECK(contains(text, "- " + files.baseline + ": `their tool --fast`, seed unknown, PyTorch 2.9"));
  CHECK_FALSE(contains(run({"report", files.candidate}).out, "**Against what**"));
}

TEST_CASE("report: --match pairs results of the file that has them, and leaves the other files alone") {
  const ReportFiles files;
  json other = json::parse(test::content(files.candidate));
  other["results"][0]["name"] = "only here";
  other["results"].erase(1);
  const std::string extra = (files.folder / "extra.json").string();
  test::set_content(extra, other.dump());
  const auto printed =
      run({"report", files.candidate, extra, "--baseline", files.baseline, "--match", "only here=alpha/one"});
  CHECK(printed.status == 0);
  CHECK(contains(printed.out, "## " + extra + " against"));
  CHECK(contains(printed.out, "Of 3 comparisons"));
  CHECK(run({"report", files.candidate, extra, "--baseline", files.baseline, "--match", "nobody=alpha/one"}).status ==
        2);
}

TEST_CASE("report: only works that are cited are listed, numbered from 1") {
  const ReportFiles files;
  const std::string alone = run({"report", files.candidate}).out;
  const std::string list = alone.substr(alone.find("## References"));
  CHECK(count(list, "\n[^") == 4);
  CHECK(contains(list, "[^1]: Georges"));
  CHECK(contains(list, "[^4]: Silverman"));
  CHECK_FALSE(contains(list, "Fedus"));
  CHECK_FALSE(contains(list, "Fieller"));
  CHECK(contains(run({"report", files.candidate, "--baseline", files.baseline}).out, "]: Fieller"));
}

TEST_CASE("report: few samples have no charts, one process is not replicated in words") {
  const test::TemporaryFolder folder;
  const std::string text = (folder / "few.txt").string();
  test::set_content(text, "1\n2\n3\n");
  const auto printed = run({"report", text, "--baseline", text, "--format", "json", "--quiet"});
  CHECK(printed.status == 0);
  const json document = json::parse(printed.out);
  for (const json& chart : document.at("charts")) {
    CHECK_FALSE(chart.at("id").get<std::string>().starts_with("f"));
  }
  CHECK(contains(run({"report", text, "--baseline", text, "--quiet"}).out, "All of them **not replicated**"));
}
