#include "moebench/stats/match.hpp"

#include "stats/cases.hpp"

using moebench::core::ErrorKind;
using moebench::core::ResultSet;
using moebench::stats::match_results;
using moebench::stats::name_without_framework;

namespace {

using Names = std::vector<std::string>;

ResultSet set_named(const Names& names) {
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
  const ResultSet a = set_named({"one", "two", "three"});
  const ResultSet b = set_named({"three", "one", "four"});
  const auto found = match_results(a, b, {}).value();
  CHECK(pairs_of(found) == Names{"one = one", "three = three"});
  CHECK(found.unmatched_candidate == Names{"two"});
  CHECK(found.unmatched_baseline == Names{"four"});
}

TEST_CASE("names match without their frameworks where that is unambiguous") {
  const ResultSet a = set_named({"moebench LogisticRegression", "moebench LogisticRegression (batched)"});
  const ResultSet b = set_named({"PyTorch MLP", "PyTorch LogisticRegression"});
  const auto found = match_results(a, b, {}).value();
  CHECK(pairs_of(found) == Names{"moebench LogisticRegression = PyTorch LogisticRegression"});
  CHECK(found.unmatched_candidate == Names{"moebench LogisticRegression (batched)"});
  CHECK(found.unmatched_baseline == Names{"PyTorch MLP"});
}

TEST_CASE("two results that share a name without framework match neither") {
  const ResultSet one = set_named({"moebench MLP"});
  const ResultSet two = set_named({"PyTorch MLP", "JAX MLP"});
  CHECK(match_results(one, two, {}).value().pairs.empty());
  CHECK(match_results(two, one, {}).value().pairs.empty());
  CHECK(match_results(two, one, {}).value().unmatched_candidate == Names{"PyTorch MLP", "JAX MLP"});
}

TEST_CASE("an exact match leaves the other candidate for the match without framework") {
  const ResultSet a = set_named({"PyTorch MLP", "moebench MLP"});
  const ResultSet b = set_named({"PyTorch MLP", "JAX MLP"});
  CHECK(pairs_of(match_results(a, b, {}).value()) == Names{"PyTorch MLP = PyTorch MLP", "moebench MLP = JAX MLP"});
}

TEST_CASE("declared pairs come before equal names") {
  const ResultSet a = set_named({"one", "two"});
  const ResultSet b = set_named({"one", "two"});
  const auto found = match_results(a, b, Names{"one=two"}).value();
  CHECK(pairs_of(found) == Names{"one = two"});
  CHECK(found.unmatched_candidate == Names{"two"});
  CHECK(found.unmatched_baseline == Names{"one"});
}

TEST_CASE("names in a declared pair may contain the sign that separates them") {
  const ResultSet a = set_named({"router k=2", "plain"});
  const ResultSet b = set_named({"router k=4 n=8", "other"});
  CHECK(pairs_of(match_results(a, b, Names{"router k=2=router k=4 n=8"}).value()) ==
        Names{"router k=2 = router k=4 n=8"});
  CHECK(pairs_of(match_results(a, b, Names{"plain=router k=4 n=8"}).value()) == Names{"plain = router k=4 n=8"});
  const auto ambiguous = match_results(set_named({"x", "x=y"}), set_named({"z", "y=z"}), Names{"x=y=z"});
  REQUIRE_FALSE(ambiguous.has_value());
  CHECK(ambiguous.error().kind == ErrorKind::usage);
  CHECK(ambiguous.error().message.starts_with("'x=y=z' can be read as 2 pairs of names"));
}

TEST_CASE("a declared name that is not there is a usage error that lists those there are") {
  const ResultSet a = set_named({"one", "two"});
  const ResultSet b = set_named({"three"});
  for (const char* text : {"three=three", "one=four", "one", "=", "one=", "=three"}) {
    const auto refused = match_results(a, b, Names{text});
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().kind == ErrorKind::usage);
    CHECK(refused.error().subject == "--match");
    CHECK(refused.error().message.starts_with(std::string{"'"} + text +
                                              "' is not 'candidate name=baseline name'.\nThe candidate has:\n  "));
    CHECK(refused.error().message.ends_with("\nThe baseline has:\n  three"));
  }
}

TEST_CASE("of the names that there are, those that are nearest to the declared ones are listed first") {
  const auto refused = match_results(set_named({"one", "two"}), set_named({"three", "four"}), Names{"twoo=fourth"});
  CHECK(refused.error().message.ends_with(".\nThe candidate has:\n  two\n  one\nThe baseline has:\n  four\n  three"));
}

TEST_CASE("a declared name is paired once") {
  const ResultSet a = set_named({"one", "two"});
  const ResultSet b = set_named({"three", "four"});
  for (const Names& texts : {Names{"one=three", "two=three"}, Names{"two=four", "two=three"}}) {
    const auto twice = match_results(a, b, texts);
    REQUIRE_FALSE(twice.has_value());
    CHECK(twice.error().kind == ErrorKind::usage);
    CHECK(twice.error().message == "'" + texts[1] + "' pairs a name that is paired already: pair each name once");
  }
}
