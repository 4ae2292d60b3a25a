// Distances between words against those that follow from the definition by hand, and the names that are listed by them.
#include "moebench/core/nearest_names.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using moebench::core::edit_distance;
using moebench::core::nearest_names;

TEST_CASE("an edit is an insertion, a deletion, a replacement or a swap of neighbours") {
  CHECK(edit_distance("", "") == 0);
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("abc", "") == 3);
  CHECK(edit_distance("router", "router") == 0);
  CHECK(edit_distance("roter", "router") == 1);
  CHECK(edit_distance("routeer", "router") == 1);
  CHECK(edit_distance("rooter", "router") == 1);
  CHECK(edit_distance("ruoter", "router") == 1);
  CHECK(edit_distance("kitten", "sitting") == 3);
  // Where a part may not be edited twice; Damerau's distance proper is 2.
  CHECK(edit_distance("ca", "abc") == 3);
}

TEST_CASE("distances are symmetrical and at least the difference of the lengths") {
  const std::vector<std::string> words{"router", "registry", "overflow", "mixed", "dispatch", "infer", "null", "ab"};
  for (const std::string& a : words) {
    for (const std::string& b : words) {
      CHECK(edit_distance(a, b) == edit_distance(b, a));
      CHECK((edit_distance(a, b) == 0) == (a == b));
      CHECK(edit_distance(a, b) >= std::max(a.size(), b.size()) - std::min(a.size(), b.size()));
    }
  }
}

TEST_CASE("names are listed a line each, the nearest first") {
  CHECK(nearest_names("x", {}).empty());
  CHECK(nearest_names("steady", {"mixed", "stead", "router/steady-state"}) ==
        "\n  router/steady-state\n  stead\n  mixed");
  CHECK(nearest_names("", {"long", "b", "short"}) == "\n  long\n  b\n  short");
}

TEST_CASE("of many names ten are listed") {
  std::vector<std::string> names;
  for (char last = 'a'; last <= 'l'; ++last) {
    names.push_back(std::string{"name "} + last);
  }
  const std::string listed = nearest_names("name l", names);
  CHECK(listed.starts_with("\n  name l\n  name a\n"));
  CHECK(listed.ends_with("\n  name i\n  and 2 more"));
  names.resize(10);
  CHECK(nearest_names("name", names).ends_with("\n  name j"));
}
