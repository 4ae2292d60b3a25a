#include "moebench/stats/match.hpp"

#include "stats/cases.hpp"

using moebench::core::ErrorKind;
using moebench::core::ResultSet;
using moebench::stats::match_results;
using moebench::stats::name_without_framework;
using moebench::stats::NamePair;

namespace {

using Names = std::vector<std::string>;

ResultSet set_of(const Names& names) {
  ResultSet set;
  for (const std::string& name : names) {
    set.results.push_back(stats_test::reported_result(name, 10, 1, 0.1));
  }
  return set;
}

/// "candidate = baseline" for each pair.
Names pairs_of(const moebench::stats::Matching& matching) {
  Names texts;
  for (const auto& [candidate, baseline] : matching.pairs) {
    texts.push_back(candidate->name + " = " + baseline->name);
  }
  return texts;
}

std::string stripped(std::string name, std::string framework = "") {
  auto result = stats_test::reported_result(std::move(name), 10, 1, 0.1);
  result.framework = std::move(framework);
  return std::string{name_without_framework(result)};
}

}  // namespace

TEST_CASE("a leading framework name is known in any case and from the result itself") {
  CHECK(stripped("PyTorch LogisticRegression") == "LogisticRegression");
  CHECK(stripped("moebench LogisticRegression (batched)") == "LogisticRegression (batched)");
  CHECK(stripped("MyTool MLP", "mytool") == "MLP");
  CHECK(stripped("MyTool MLP") == "MyTool MLP");
  CHECK(stripped("PyTorchMLP") == "PyTorchMLP");
  CHECK(stripped("PyTorch") == "PyTorch");
  CHECK(stripped("PyTorch ") == "PyTorch ");
  CHECK(stripped("router/steady") == "router/steady");
}

TEST_CASE("equal names match wherever they stand") {
  const ResultSet a = set_of({"one", "two", "three"});
  const ResultSet b = set_of({"three", "one", "four"});
  const auto found = match_results(a, b, {}).value();
  CHECK(pairs_of(found) == Names{"one = one", "three = three"});
  CHECK(found.unmatched_candidate == Names{"two"});
  CHECK(found.unmatched_baseline == Names{"four"});
}

TEST_CASE("names match without their frameworks where that is unambiguous") {
  const ResultSet a = set_of({"moebench LogisticRegression", "moebench LogisticRegression (batched)"});
  const ResultSet b = set_of({"PyTorch MLP", "PyTorch LogisticRegression"});
  const auto found = match_results(a, b, {}).value();
  CHECK(pairs_of(found) == Names{"moebench LogisticRegression = PyTorch LogisticRegression"});
  CHECK(found.unmatched_candidate == Names{"moebench LogisticRegression (batched)"});
  CHECK(found.unmatched_baseline == Names{"PyTorch MLP"});
}

TEST_CASE("two results that share a name without framework match neither") {
  const ResultSet one = set_of({"moebench MLP"});
  const ResultSet two = set_of({"PyTorch MLP", "JAX MLP"});
  CHECK(match_results(one, two, {}).value().pairs.empty());
  CHECK(match_results(two, one, {}).value().pairs.empty());
  CHECK(match_results(two, one, {}).value().unmatched_candidate == Names{"PyTorch MLP", "JAX MLP"});
}

TEST_CASE("an exact match leaves the other candidate for the match without framework") {
  const ResultSet a = set_of({"PyTorch MLP", "moebench MLP"});
  const ResultSet b = set_of({"PyTorch MLP", "JAX MLP"});
  CHECK(pairs_of(match_results(a, b, {}).value()) == Names{"PyTorch MLP = PyTorch MLP", "moebench MLP = JAX MLP"});
}

TEST_CASE("explicit pairs come before equal names") {
  const ResultSet a = set_of({"one", "two"});
  const ResultSet b = set_of({"one", "two"});
  const std::vector<NamePair> pairs{{"one", "two"}};
  const auto found = match_results(a, b, pairs).value();
  CHECK(pairs_of(found) == Names{"one = two"});
  CHECK(found.unmatched_candidate == Names{"two"});
  CHECK(found.unmatched_baseline == Names{"one"});
}

TEST_CASE("an explicit name that is not there is a usage error that lists those there are") {
  const ResultSet a = set_of({"one", "two"});
  const ResultSet b = set_of({"three"});
  const auto wrong_candidate = match_results(a, b, std::vector<NamePair>{{"three", "three"}});
  REQUIRE_FALSE(wrong_candidate.has_value());
  CHECK(wrong_candidate.error().kind == ErrorKind::usage);
  CHECK(wrong_candidate.error().subject == "--match");
  CHECK(wrong_candidate.error().message == "the candidate has no result 'three': use one of 'one', 'two'");
  const auto wrong_baseline = match_results(a, b, std::vector<NamePair>{{"one", "four"}});
  REQUIRE_FALSE(wrong_baseline.has_value());
  CHECK(wrong_baseline.error().message == "the baseline has no result 'four': use one of 'three'");
}

TEST_CASE("an explicit name is paired once") {
  const ResultSet a = set_of({"one", "two"});
  const ResultSet b = set_of({"three", "four"});
  const auto twice = match_results(a, b, std::vector<NamePair>{{"one", "three"}, {"two", "three"}});
  REQUIRE_FALSE(twice.has_value());
  CHECK(twice.error().kind == ErrorKind::usage);
  CHECK(twice.error().message == "the baseline's 'three' is paired twice: pair it once");
}
