// Reads a fixture of another tool's, or the refusal of a text. For the tests of io's readers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "io/fixtures.hpp"
#include "moebench/io/result_file.hpp"

namespace moebench::io::test {

inline core::ResultSet read_fixture(const std::string& name) {
  const auto set = parse_results(fixture(name), name);
  REQUIRE(set.has_value());
  CHECK(set->source == name);
  return *set;
}

inline core::ResultSet read_text_results(std::string_view text) {
  const auto set = parse_results(text, "f");
  const std::string refusal = set ? "" : set.error().subject + ": " + set.error().message;
  CAPTURE(refusal);
  REQUIRE(set.has_value());
  return *set;
}

/// The refusal of `text` as "place: message"; "" when it was read.
inline std::string refusal_of(std::string_view text) {
  const auto set = parse_results(text, "f");
  if (set) {
    return "";
  }
  CHECK(set.error().kind == core::ErrorKind::input);
  return set.error().subject + ": " + set.error().message;
}

inline std::vector<std::string> names_of(const core::ResultSet& set) {
  std::vector<std::string> names;
  for (const core::BenchmarkResult& result : set.results) {
    names.push_back(result.name);
  }
  return names;
}

/// Whether `values` are `expected` to within rounding once.
inline bool near(const std::vector<double>& values, const std::vector<double>& expected) {
  bool all = values.size() == expected.size();
  for (std::size_t i = 0; all && i < values.size(); ++i) {
    all = values[i] == doctest::Approx(expected[i]).epsilon(1e-14);
  }
  return all;
}

}  // namespace moebench::io::test
