#include "moebench/core/attributes.hpp"

#include <doctest/doctest.h>

using moebench::core::Attributes;
using moebench::core::Scalar;

TEST_CASE("attributes keep the order in which they were set, and set again in place") {
  Attributes attributes;
  attributes.set("threads", 10);
  attributes.set("policy", "top-1");
  attributes.set("threads", 20);
  REQUIRE(attributes.entries().size() == 2);
  CHECK(attributes.entries()[0] == Attributes::Entry{"threads", std::int64_t{20}});
  CHECK(attributes.entries()[1] == Attributes::Entry{"policy", std::string{"top-1"}});
}

TEST_CASE("an attribute that was not set is null, and its text is the alternative") {
  const Attributes empty;
  CHECK(empty.find("cpu") == nullptr);
  CHECK(empty.text("cpu") == "");
  CHECK(empty.text("cpu", "not told") == "not told");
}

TEST_CASE("the text of a number is the shortest that reads back the same") {
  CHECK(moebench::core::to_text(Scalar{0.1}) == "0.1");
  CHECK(moebench::core::to_text(Scalar{1e300}) == "1e+300");
  CHECK(moebench::core::to_text(Scalar{std::int64_t{-42}}) == "-42");
  CHECK(moebench::core::to_text(Scalar{true}) == "true");
  CHECK(moebench::core::to_text(Scalar{std::string{"text"}}) == "text");
}
