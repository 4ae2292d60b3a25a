#include "moebench/report/references.hpp"

#include <string>

#include <doctest/doctest.h>

using moebench::report::numbered_references;
using moebench::report::with_references;

TEST_CASE("works are numbered in the order of their first citation, over all texts, and no other is listed") {
  std::string first = "runs [^georges-2007] [^box-2005]";
  std::string second = "again [^box-2005], then [^mckenney-2011]";
  std::string* const texts[] = {&first, &second};
  const std::string list = numbered_references(texts);
  CHECK(first == "runs [^1] [^2]");
  CHECK(second == "again [^2], then [^3]");
  CHECK(list.starts_with("## References\n\n[^1]: Georges, A."));
  CHECK(list.find("\n\n[^2]: Box, G. E. P.") != std::string::npos);
  CHECK(list.find("\n\n[^3]: McKenney, P. E.") != std::string::npos);
  CHECK(list.find("Fedus") == std::string::npos);
}

TEST_CASE("what only looks like a citation stays, and without one there is no list") {
  const std::string text = "a [^3] and [^nobody-1900] and [^box-2005";
  CHECK(with_references(text) == text);
  CHECK(with_references("") == "");
}
