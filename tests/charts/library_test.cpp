#include "moebench/charts/library.hpp"

#include <set>
#include <string>

#include <doctest/doctest.h>

#include "contains.hpp"
#include "palette.hpp"

using namespace moebench::charts;
using test::contains;

TEST_CASE("the drawing library is carried whole, with its licences") {
  CHECK(vega().size() > 400'000);
  CHECK(vega().starts_with("!function"));
  CHECK(vega_lite().size() > 200'000);
  CHECK(vega_embed().size() > 50'000);
  CHECK(contains(std::string{drawing_program()}, "toSVG"));
  CHECK(contains(std::string{licences()}, "vega-lite 6"));
  CHECK(contains(std::string{licences()}, "Redistribution and use in source and binary forms"));
}

TEST_CASE("no script of the library ends the element that it stands in") {
  for (const std::string_view code : {vega(), vega_lite(), vega_embed()}) {
    CHECK_FALSE(contains(std::string{code}, "</script"));
    CHECK_FALSE(contains(std::string{code}, "<!--"));
  }
}

TEST_CASE("every light colour is another, so that each has one dark one") {
  std::set<std::string> light;
  for (const Colour& colour : k_palette) {
    CHECK(light.insert(std::string{colour.light}).second);
    CHECK(contains(dark_rules(), "[fill='" + std::string{colour.light} + "']{fill:" + std::string{colour.dark} + "}"));
  }
}

TEST_CASE("a picture takes the dark rules as its first element; what is no picture stays") {
  CHECK(with_dark_rules("<svg a=\"b\"><path/></svg>")
            .starts_with("<svg a=\"b\"><style>@media (prefers-color-scheme:dark)"));
  CHECK(with_dark_rules("<svg a=\"b\"><path/></svg>").ends_with("</style><path/></svg>"));
  CHECK(with_dark_rules("no picture") == "no picture");
}
