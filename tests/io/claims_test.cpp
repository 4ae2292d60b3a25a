// Claims read from what compare prints, as text and as JSON, and from documents that use the same words.
#include "moebench/io/claims.hpp"

#include <doctest/doctest.h>

using namespace moebench;

TEST_CASE("claims are read from the text of a comparison, under the titles of its sections") {
  const auto claims = io::parse_claims(
      "# Comparison\n\n## A row\n\n- Welch's t-test (n = 5 against 5): t = -47.31, df = 4.02, p = 1.20e-06 (log10 p = "
      "-5.92)\n- Cohen's d: 2.9137 (large), candidate below baseline\n\n## Another\n- Cohen's d: 0.1 (negligible)\n",
      "f");
  REQUIRE(claims.has_value());
  REQUIRE(claims->size() == 3);
  CHECK((*claims)[0].about == "A row");
  CHECK((*claims)[0].t == -47.31);
  CHECK((*claims)[0].df == 4.02);
  CHECK((*claims)[0].p_value == 1.2e-6);
  CHECK_FALSE((*claims)[0].cohens_d.has_value());
  CHECK((*claims)[1].cohens_d == 2.9137);
  CHECK((*claims)[1].effect_word == "large");
  CHECK((*claims)[2].about == "Another");
}

TEST_CASE("a bound of p and a power of ten are no numbers, and words behind the word are left out") {
  const auto bounded = io::parse_claims("- Welch's t-test: p < 0.001\n- Cohen's d: 5.19 (large effect)", "f");
  REQUIRE(bounded.has_value());
  REQUIRE(bounded->size() == 1);
  CHECK(bounded->front().effect_word == "large");
  const auto power = io::parse_claims("- Welch's t-test: t = 3, p = 10^-325.40", "f");
  CHECK_FALSE(power.value().front().p_value.has_value());
}

TEST_CASE("claims are read from the JSON of a comparison: runs, samples, effect") {
  const auto claims = io::parse_claims(R"({"schema": "moebench.compare/1", "comparisons": [{"name": "a",
      "welch": {"t": 2, "df": 100, "p_value": 0.01}, "between_runs": {"welch": {"t": 3, "df": 4.5, "p_value": 0.02}},
      "effect_size": {"cohens_d_pooled": {"estimate": 0.6, "ci_lower": null}, "magnitude": "medium"}},
      {"name": "b", "welch": null, "between_runs": null, "effect_size": {"cohens_d_pooled": null}}, 7]})",
                                       "f");
  REQUIRE(claims.has_value());
  REQUIRE(claims->size() == 3);
  CHECK((*claims)[0].t == 3);
  CHECK((*claims)[1].df == 100);
  CHECK((*claims)[2].cohens_d == 0.6);
  CHECK((*claims)[2].effect_word == "medium");
}

TEST_CASE("texts without claims and damaged JSON are refused") {
  for (const char* text : {"", "nothing", "{\"comparisons\": []}", "{\"comparisons\": 5}", "[1]"}) {
    const auto claims = io::parse_claims(text, "f");
    REQUIRE_FALSE(claims.has_value());
    CHECK(claims.error().kind == core::ErrorKind::input);
    CHECK(claims.error().subject == "f");
  }
  CHECK_FALSE(io::parse_claims("{\"comparisons\": [", "f").has_value());
  CHECK_FALSE(io::read_claims("/nowhere/at/all").has_value());
}
