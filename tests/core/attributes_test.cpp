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

TEST_CASE("a number is whole or not, a count is whole and not below 0, a flag is neither") {
  Attributes attributes;
  attributes.set("whole", 3);
  attributes.set("below", -3);
  attributes.set("real", Scalar{0.5});
  attributes.set("flag", Scalar{true});
  attributes.set("text", "3");
  CHECK(attributes.number("whole") == 3.0);
  CHECK(attributes.number("below") == -3.0);
  CHECK(attributes.number("real") == 0.5);
  CHECK(attributes.count("whole") == 3U);
  CHECK(attributes.flag("flag") == true);
  for (const char* key : {"flag", "text", "none"}) {
    CAPTURE(key);
    CHECK_FALSE(attributes.number(key).has_value());
    CHECK_FALSE(attributes.count(key).has_value());
  }
  CHECK_FALSE(attributes.count("below").has_value());
  CHECK_FALSE(attributes.count("real").has_value());
  CHECK_FALSE(attributes.flag("whole").has_value());
}
