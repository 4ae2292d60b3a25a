#include "moebench/history/name_pattern.hpp"

#include <string>

#include <doctest/doctest.h>

using moebench::history::matches;

TEST_CASE("a pattern without signs stands for itself alone") {
  CHECK(matches("router/steady", "router/steady"));
  CHECK_FALSE(matches("router", "router/steady"));
  CHECK_FALSE(matches("steady", "router/steady"));
  CHECK_FALSE(matches("Router/steady", "router/steady"));
  CHECK(matches("[a]", "[a]"));
  CHECK(matches("", ""));
  CHECK_FALSE(matches("", "a"));
}

TEST_CASE("a star stands for any text, a question mark for one byte") {
  CHECK(matches("*", ""));
  CHECK(matches("*", "anything"));
  CHECK(matches("router/*", "router/steady"));
  CHECK(matches("*steady*", "router/steady state"));
  CHECK(matches("r*r*y", "router/steady"));
  CHECK(matches("*a*a*b", "aaaaab"));
  CHECK(matches("?outer", "router"));
  CHECK(matches("a?*", "ab"));
  CHECK_FALSE(matches("a?*", "a"));
  CHECK_FALSE(matches("*x", "router"));
  CHECK_FALSE(matches("?", ""));
}

TEST_CASE("many stars over a long name take no time that explodes") {
  std::string pattern;
  for (int i = 0; i < 50; ++i) {
    pattern += "*a";
  }
  CHECK_FALSE(matches(pattern + "b", std::string(5000, 'a')));
}
