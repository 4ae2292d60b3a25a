// What is suggested of words that were mistyped.
#include "likely_meant.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

using moebench::cli::did_you_mean;
using moebench::cli::likely_meant;

namespace {

using Words = std::vector<std::string>;

const Words k_commands{"router", "registry", "overflow", "mixed", "dispatch", "infer",
                       "null",   "ab",       "audit",    "calc",  "calibrate"};

}  // namespace

TEST_CASE("the nearest known word is suggested, and none that is far off") {
  CHECK(likely_meant("roter", k_commands) == Words{"router"});
  CHECK(likely_meant("mxied", k_commands) == Words{"mixed"});
  CHECK(likely_meant("calbirate", k_commands) == Words{"calibrate"});
  CHECK(likely_meant("zzz", k_commands).empty());
  CHECK(likely_meant("benchmark", k_commands).empty());
  CHECK(likely_meant("x", k_commands).empty());
  CHECK(likely_meant("", k_commands).empty());
  // Two of six letters wrong is a slip, three is another word.
  CHECK(likely_meant("rxxter", k_commands) == Words{"router"});
  CHECK(likely_meant("rxxxer", k_commands).empty());
}

TEST_CASE("a word's beginning is completed where only one begins so") {
  CHECK(likely_meant("over", k_commands) == Words{"overflow"});
  CHECK(likely_meant("r", k_commands).empty());
  CHECK(likely_meant("cal", k_commands) == Words{"calc"});  // of two, the one that is an edit away
}

TEST_CASE("as many as three equally near words are suggested") {
  CHECK(likely_meant("bat", {"cat", "hat", "dog"}) == Words{"cat", "hat"});
  CHECK(likely_meant("bat", {"cat", "hat", "rat", "mat"}).empty());
}

TEST_CASE("suggestions stand between a complaint and its remedy") {
  CHECK(did_you_mean({}) == "; ");
  CHECK(did_you_mean({"--a"}) == "; did you mean --a? ");
  CHECK(did_you_mean({"a", "b"}, "'") == "; did you mean 'a' or 'b'? ");
}
