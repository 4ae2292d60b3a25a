#include "moebench/core/name_pattern.hpp"

#include <string>

#include <doctest/doctest.h>

using moebench::core::fits_pattern;

TEST_CASE("a pattern without signs stands for itself alone") {
  CHECK(fits_pattern("router/steady", "router/steady"));
  CHECK_FALSE(fits_pattern("router", "router/steady"));
  CHECK_FALSE(fits_pattern("steady", "router/steady"));
  CHECK_FALSE(fits_pattern("Router/steady", "router/steady"));
  CHECK(fits_pattern("[a]", "[a]"));
  CHECK(fits_pattern("", ""));
  CHECK_FALSE(fits_pattern("", "a"));
}

TEST_CASE("a star stands for any text, a question mark for one byte") {
  CHECK(fits_pattern("*", ""));
  CHECK(fits_pattern("*", "anything"));
  CHECK(fits_pattern("router/*", "router/steady"));
  CHECK(fits_pattern("*steady*", "router/steady state"));
  CHECK(fits_pattern("r*r*y", "router/steady"));
  CHECK(fits_pattern("*a*a*b", "aaaaab"));
  CHECK(fits_pattern("?outer", "router"));
  CHECK(fits_pattern("a?*", "ab"));
  CHECK_FALSE(fits_pattern("a?*", "a"));
  CHECK_FALSE(fits_pattern("*x", "router"));
  CHECK_FALSE(fits_pattern("?", ""));
}

TEST_CASE("many stars over a long name take no time that explodes") {
  std::string pattern;
  for (int i = 0; i < 50; ++i) {
    pattern += "*a";
  }
  CHECK_FALSE(fits_pattern(pattern + "b", std::string(5000, 'a')));
}
