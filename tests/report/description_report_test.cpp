#include "moebench/report/description_report.hpp"

#include <doctest/doctest.h>

#include "contains.hpp"

using namespace moebench::core;
using moebench::report::description_report;
using test::contains;

namespace {

Description one_run() {
  Description d{};
  d.name = "latency";
  d.unit = "us";
  d.from_samples = true;
  d.runs = 1;
  d.summary.n = 100;
  d.summary.operations = 100;
  d.summary.level = 0.95;
  d.summary.mean = 5;
  d.summary.sd = 1;
  d.summary.mean_interval = MeanInterval{0.95, 99, 4.8, 5.2};
  d.summary.min = 3;
  d.summary.max = 9;
  d.summary.quantiles = {{0.5, 5.1, 4.9, 5.3, 40, 61, 0.9648, {}}, {0.99, 8.5, 7.5, {}, 97, {}, 0.9816, 368}};
  d.sem = 0.1;
  d.median = 5.1;
  d.skewness = 0.5;
  d.robust = RobustFigures{5.1, 0.5, 0.7413, 1, 5.05, {}, {}};
  d.outliers = Outliers{4.5, 5.5, 1, 1.5, 3, 7, 8.5, 0, 0, 3, 1};
  d.autocorrelation = Autocorrelation{0.05, 90, 95, 1.05};
  d.ljung_box = LjungBox{9.5, 10, 0.0};
  d.normality = {{}, TestResult{0.3, 0.55}, TestResult{1.5, 0.47}};
  d.histogram = Histogram{3, 1, {10, 40, 30, 15, 4, 1}, 0, 0};
  return d;
}

Description five_runs() {
  Description d = one_run();
  d.runs = 5;
  d.hierarchical = Hierarchical{5, 100, 0.95, 5, 4, Interval{4.5, 5.5}, 0.4, 1.0, 0.25, 0.25, 0.2, 6.0, 0.0002};
  d.budget = RunBudget{0.01, 250, 20, 2.0};
  d.summary.between_runs = BetweenRuns{5, 4, {5, {}}, 0.4, {5.1, Interval{4.6, 5.6}}, {7, {}}, {8, {}}, {}};
  return d;
}

std::string report_of(const Description& description, bool ascii = true) {
  return description_report(DescriptionSet{"file.json", {description}}, {.ascii = ascii});
}

}  // namespace

TEST_CASE("one run is not replicated in words that nobody misses") {
  const std::string text = report_of(one_run());
  CHECK(
      text.starts_with("# Samples of file.json\n\n## latency\n\nMean **5.00 us**, 95 % interval [4.80, 5.20] (samples "
                       "counted as independent), from 100 samples.\n\n**NOT REPLICATED**: one process"));
  CHECK_FALSE(contains(text, "Runs ("));
}

TEST_CASE("several runs give the interval to quote and say what more runs would buy") {
  const std::string text = report_of(five_runs());
  CHECK(contains(text,
                 "Mean **5.00 us**, 95 % interval [4.50, 5.50]: Student's t over the means of 5 runs (df 4), the "
                 "run as the unit of replication."));
  CHECK_FALSE(contains(text, "NOT REPLICATED"));
  CHECK(contains(text, "- 20 % of the variance of a sample lies between runs\n"));
  CHECK(contains(text, "F = 6.000, p = 0.0002"));
  CHECK(contains(text, "± 1 % of the mean: about 250 runs, each with 20 samples as here"));
  CHECK(contains(text, "best samples per run: 2.00 x sqrt(cost of starting a run / cost of a sample)"));
  CHECK(contains(text, "95 % [4.80, 5.20] if samples were independent"));
  CHECK(contains(text, "| p50       |                  5.10 |  [4.60, 5.60] |"));
}

TEST_CASE("a quantile without a limit says how many samples it needs") {
  const std::string text = report_of(one_run());
  CHECK(contains(text, "| p50      |       5.10 |  [4.90, 5.30] | 96.5 % |"));
  CHECK(contains(text, "[7.50, ?] | 98.2 % | upper limit needs 368 samples, 100 given |"));
}

TEST_CASE("the shape has marks and bars of blocks or of plain signs") {
  CHECK(contains(report_of(one_run()), "5 |#################################            30 <- p50\n"));
  CHECK(contains(report_of(one_run()), "8 |#                                             1 <- p99\n"));
  CHECK(contains(report_of(one_run(), false), "█"));
  CHECK_FALSE(contains(report_of(one_run()), "█"));
}

TEST_CASE("a probability is never shown as nothing and what was not computed is said to be so") {
  const std::string text = report_of(one_run());
  CHECK(contains(text, "Q = 9.500, p < 10^-300"));
  CHECK(contains(text, "- Shapiro-Wilk: not computed\n"));
  CHECK(contains(text, "| geometric mean                  |        n/a | needs samples above 0"));
  CHECK_FALSE(contains(text, "nan"));
  CHECK_FALSE(contains(text, "p = 0,"));
}

TEST_CASE("dependent samples have the wider interval in the headline") {
  Description d = one_run();
  d.widened_mean = WidenedInterval{12.4, 0.95, 11.4, 4.4, 5.6};
  CHECK(contains(report_of(d), "[4.40, 5.60] (samples depend on each other and count as 12)"));
}

TEST_CASE("a summary is not known to be replicated") {
  Description d{};
  d.name = "told";
  d.unit = "us";
  d.summary.n = 100;
  d.summary.level = 0.95;
  d.summary.mean = 10;
  d.summary.quantiles = {{0.5, 9.5, {}, {}, {}, {}, 0, {}}};
  const std::string text = report_of(d);
  CHECK(contains(text, "Mean **10.00 us**, no interval, from 100 iterations.\n\n**NOT KNOWN TO BE REPLICATED**"));
  CHECK(contains(text, "as the file tells it"));
  CHECK_FALSE(contains(text, "Normality"));
  CHECK(contains(text, "Doubts: none."));
}

TEST_CASE("doubts are listed by code and text from files stays on its line") {
  Description d = one_run();
  d.name = "a\nb";
  d.warnings = {{WarningCode::outliers, "a", "4 of 100\nsamples"}};
  const std::string text = report_of(d);
  CHECK(contains(text, "Doubts:\n\n- outliers: 4 of 100\\x0asamples\n"));
  CHECK(contains(text, "## a\\x0ab\n"));
}

TEST_CASE("several results have a table first, and the summary is the table with the doubts") {
  Description doubted = one_run();
  doubted.name = "doubted";
  doubted.warnings = {{WarningCode::skewed, "doubted", "a tail"}, {WarningCode::skewed, "doubted", "another"}};
  const DescriptionSet set{"file.json", {five_runs(), doubted}};
  const std::string all = description_report(set, {.ascii = true});
  CHECK(contains(all,
                 "| Result  | Mean | 95 % interval |   p50 |   p99 | Unit | Interval over              | Doubts |\n"));
  CHECK(contains(all,
                 "| latency | 5.00 |  [4.50, 5.50] | 5.100 | 8.500 | us   | 5 runs                     |      0 |\n"));
  CHECK(contains(all,
                 "| doubted | 5.00 |  [4.80, 5.20] | 5.100 | 8.500 | us   | **samples of one process** |      2 |\n"));
  CHECK(all.find("| Result") < all.find("## latency"));
  const std::string summary = description_report(set, {.summary = true});
  CHECK(contains(summary, "| doubted | 5.00 |"));
  CHECK(contains(summary, "\n\nDoubts (without `--summary` with their figures and remedies):\n\n- doubted: skewed\n"));
  CHECK_FALSE(contains(summary, "Quantile"));
  CHECK_FALSE(contains(summary, "a tail"));
  CHECK(contains(description_report({"f", {five_runs()}}, {.summary = true}), "\nDoubts: none.\n"));
  CHECK_FALSE(contains(report_of(one_run()), "| Result"));
}
