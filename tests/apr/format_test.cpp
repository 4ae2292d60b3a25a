#include "moebench/apr/format.hpp"

#include <doctest/doctest.h>

using namespace moebench::apr;

TEST_CASE("model types and compressions and flags have the names of the format") {
  CHECK(name(ModelType::logistic_regression) == "LogisticRegression");
  CHECK(name(ModelType{0x10}) == "NgramLm");
  CHECK(name(ModelType{0x40}) == "MixtureOfExperts");
  CHECK(name(ModelType{0xff}) == "Custom");
  CHECK(name(ModelType{0}).empty());
  CHECK(name(ModelType{0x0b}).empty());
  CHECK(name(ModelType{0x0200}).empty());
  CHECK(name(Compression::none) == "none");
  CHECK(name(Compression::lz4) == "LZ4");
  CHECK(name(Compression{4}).empty());
  CHECK(flag_names(0).empty());
  CHECK(flag_names(0x80).empty());
  CHECK(flag_names(0xff).size() == 7);
  CHECK(flag_names(0x42) == std::vector<std::string_view>{"SIGNED", "HAS_MODEL_CARD"});
}
