// The command compare as its user meets it: its options, what it refuses, and what must hold between two of its
// answers.
#include <algorithm>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/program.hpp"

using cli_test::contains;
using cli_test::Printed;
using cli_test::run;
using test::set_content;
using test::TemporaryFolder;

namespace {

std::string file_of(const std::vector<double>& samples) {
  return fmt::format(R"({{"config":{{}},"results":[{{"name":"bench","samples_us":[{}]}}]}})", fmt::join(samples, ","));
}

std::string file_of_runs(const std::vector<std::vector<double>>& runs) {
  std::string list;
  for (const auto& samples : runs) {
    list += fmt::format(R"({}{{"batch":1,"samples_us":[{}]}})", list.empty() ? "" : ",", fmt::join(samples, ","));
  }
  return R"({"config":{},"results":[{"name":"bench","runs":[)" + list + "]}]}";
}

/// Two files with one result each.
class Files {
 public:
  Files(const std::string& candidate, const std::string& baseline)
      : candidate_{set_content(folder_ / "a.json", candidate)}, baseline_{set_content(folder_ / "b.json", baseline)} {}

  Printed compare(const std::vector<std::string>& options) const {
    std::vector<std::string> arguments{"compare", candidate_, baseline_};
    arguments.insert(arguments.end(), options.begin(), options.end());
    return run(arguments);
  }

 private:
  TemporaryFolder folder_;
  std::string candidate_;
  std::string baseline_;
};

const std::vector<double> k_a{0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46};
const std::vector<double> k_b{1.15, 0.88, 0.90, 0.74, 1.21};

const Files& permeability() {
  static const Files files{file_of(k_a), file_of(k_b)};
  return files;
}

}  // namespace

TEST_CASE("compare answers with every test that samples allow") {
  const Printed printed = permeability().compare({"--format", "json", "--tost-abs=-1,1", "--bootstrap", "200"});
  CHECK(printed.status == 0);
  for (const char* figure : {R"("u": 35.0)", R"("method": "exact")", R"("p_value": 0.25441225441225)", R"("cles": 0.7)",
                             R"("d": 0.6)", R"("p_value": 0.16583416583416)", R"("tost": {)", R"("bootstrap": {)",
                             R"("outcome": "inconclusive")", R"("replicated": false)"}) {
    CAPTURE(figure);
    CHECK(contains(printed.out, figure));
  }
  const Printed plain = permeability().compare({"--format", "json"});
  CHECK(contains(plain.out, R"("tost": null)"));
  CHECK(contains(plain.out, R"("bootstrap": null)"));
  CHECK(contains(plain.out, R"("tost_ratio": {)"));
}

TEST_CASE("compare takes the Mann-Whitney method, alpha and the margin") {
  CHECK(contains(permeability().compare({"--mw-method", "asymptotic", "--format", "json"}).out,
                 R"("method": "asymptotic",
        "z": 1.1635)"));
  const Printed exact_with_ties =
      Files{file_of({1, 2, 3}), file_of({3, 4, 5})}.compare({"--mw-method", "exact", "--format", "json"});
  CHECK(exact_with_ties.status == 0);
  CHECK(contains(exact_with_ties.out, "exact_not_available"));
  CHECK(contains(permeability().compare({"--tost-ratio=0.01,100", "--alpha", "0.01"}).out,
                 "ratio A / B within [0.01, 100] (two one-sided tests, alpha 0.01): shown"));
  CHECK(contains(permeability().compare({"--tost-ratio=0.01,100"}).out, "**Equivalent**"));
}

TEST_CASE("compare refuses options that mean nothing and prints nothing") {
  const std::vector<std::vector<std::string>> refused{
      {"--alpha", "0"},           {"--alpha", "0.5"},   {"--tost-abs=3,-3"},     {"--tost-abs=3"},
      {"--tost-abs=1,2,3"},       {"--tost-abs=nan,3"}, {"--tost-abs=0,inf"},    {"--tost-ratio=0,2"},
      {"--tost-ratio=1.05,0.95"}, {"--tost-ratio=a,b"}, {"--mw-method", "best"}, {"--bootstrap", "-1"},
      {"--bootstrap", "1.5"},     {"--seed", "-1"},     {"--threads", "0"},      {"--confidence", "95"},
      {"--format", "xml"}};
  for (const auto& options : refused) {
    const Printed printed = permeability().compare(options);
    CAPTURE(options.front());
    CHECK(printed.status == 2);
    CHECK(printed.out.empty());
    const std::string name = options.front().substr(0, options.front().find('='));
    CHECK(contains(printed.err, name));
  }
}

TEST_CASE("compare refuses files that no figure can be trusted from and prints nothing") {
  for (const char* result : {R"("samples_us":[1,NaN])", R"("samples_us":[1,Infinity])", R"("samples_us":[1,1e999])",
                             R"("samples_us":[1,null])", R"("samples_us":[1,"2"])", R"("samples_us":[])",
                             R"("iterations":0,"mean_us":2,"std_us":1)", R"("iterations":2.5,"mean_us":2,"std_us":1)",
                             R"("iterations":3,"mean_us":2,"std_us":-1)", R"("iterations":3,"std_us":1)"}) {
    const std::string bad = std::string{R"({"results":[{"name":"bench",)"} + result + "}]}";
    const Printed printed = Files{bad, file_of(k_b)}.compare({"--format", "json"});
    CAPTURE(result);
    CHECK(printed.status == 3);
    CHECK(printed.out.empty());
    CHECK(contains(printed.err, "a.json"));
    CHECK(Files{file_of(k_b), bad}.compare({}).status == 3);
  }
}

TEST_CASE("compare reads the other layout's names of samples and spread") {
  const std::string latencies = R"({"results":[{"name":"bench","latencies_us":[0.8,0.83,1.89,1.04,1.45]}]})";
  const std::string spread = R"({"results":[{"name":"bench","iterations":10,"mean_us":2,"std_dev_us":1}]})";
  const Printed printed = Files{latencies, spread}.compare({"--format", "json"});
  CHECK(printed.status == 0);
  CHECK(contains(printed.out, R"("n": 5)"));
  CHECK(contains(printed.out, R"("sd_us": 1.0)"));
}

TEST_CASE("the same seed gives the same bytes with any number of threads and another seed others") {
  const auto answer = [](const char* seed, const char* threads) {
    return permeability()
        .compare({"--bootstrap", "2000", "--seed", seed, "--threads", threads, "--format", "json"})
        .out;
  };
  const std::string once = answer("7", "1");
  CHECK(answer("7", "1") == once);
  CHECK(answer("7", "4") == once);
  CHECK(answer("8", "1") != once);
}

TEST_CASE("constant sides, single samples and sides far apart give documents without a number that is none") {
  struct Row {
    std::vector<double> a, b;
    const char* code;
  };
  const std::vector<Row> rows{{{5, 5, 5}, {6, 6, 6}, "zero_variance"},
                              {{5, 5, 5}, {5, 5, 5}, "all_tied"},
                              {{5}, {6}, "n_too_small"},
                              {{1, 2, 3}, {1, -1, 0}, "ratio_undefined"},
                              {{1, 2, 3}, {-1, 3, -1}, "ratio_unbounded"},
                              {{0, 1, 2}, {1, 2, 3}, "nonpositive_samples"},
                              {{1, 2, 3}, {4, 5, 6}, "complete_separation"},
                              {{1, 2, 3}, {4, 5, 6}, "n_too_small"},
                              {{1, 2, 3}, {2, 3, 4}, "quantile_not_estimable"},
                              {{1e300, 2e300, 3e300}, {1e-300, 2e-300, 3e-300}, "ratio_undefined"}};
  for (const Row& row : rows) {
    const Files files{file_of(row.a), file_of(row.b)};
    CAPTURE(row.code);
    const Printed json = files.compare({"--format", "json", "--tost-abs=-1,1", "--bootstrap", "20"});
    CHECK(json.status == 0);
    CHECK(contains(json.out, row.code));
    const Printed markdown = files.compare({"--tost-abs=-1,1", "--bootstrap", "20"});
    CHECK(markdown.status == 0);
    for (const std::string* out : {&json.out, &markdown.out}) {
      CHECK_FALSE(contains(*out, "nan"));
      CHECK_FALSE(contains(*out, " inf"));
      CHECK_FALSE(contains(*out, "p = 0.0000"));
    }
  }
}

TEST_CASE("several runs a side make the verdict replicated, one does not and says so where it stands") {
  const std::vector<std::vector<double>> fast{{10, 11, 10, 9}, {10, 10, 10, 11}, {9, 10, 11, 10}};
  const std::vector<std::vector<double>> slow{{20, 21, 20, 19}, {20, 20, 20, 21}, {19, 20, 21, 20}};
  const Printed replicated = Files{file_of_runs(fast), file_of_runs(slow)}.compare({});
  CHECK(contains(replicated.out, "**Improved**: 1.992x as good"));
  CHECK_FALSE(contains(replicated.out, "NOT REPLICATED"));
  CHECK(contains(replicated.out, "| p50      | runs "));
  const Printed single = Files{file_of(fast.front()), file_of_runs(slow)}.compare({});
  CHECK(contains(single.out, "- **NOT REPLICATED**: what a rerun would give is not known"));
  CHECK(contains(single.out, "**not replicated**: says nothing of what a rerun would give"));
}
