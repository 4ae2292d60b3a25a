#include "moebench/report/histogram_chart.hpp"

#include <algorithm>

#include <doctest/doctest.h>

using moebench::core::Histogram;
using moebench::report::histogram_chart;

namespace {

const Histogram k_bins{.from = 4.5, .width = 0.5, .counts = {1, 8, 4, 0}, .below = 0, .above = 2};

std::size_t columns(std::string_view line) {
  return static_cast<std::size_t>(
      std::ranges::count_if(line, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::size_t widest_line(std::string_view text) {
  std::size_t widest = 0;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = text.find('\n', from);
    widest = std::max(widest, columns(text.substr(from, end - from)));
    from = end + 1;
  }
  return widest;
}

}  // namespace

TEST_CASE("bars are in proportion and marks stand in their bins") {
  CHECK(histogram_chart(k_bins, {{5.1, "p50"}, {5.2, "mode"}, {9.0, "p99"}}, true) ==
        "   4.5 |######                                       1\n"
        "   5.0 |############################################ 8 <- p50, mode\n"
        "   5.5 |######################                       4\n"
        "   6.0 |                                             0\n"
        ">= 6.5 |###########                                  2 <- p99\n");
}

TEST_CASE("blocks show eighths") {
  const std::string text =
      histogram_chart({.from = 0, .width = 1, .counts = {16, 1, 10000}, .below = 0, .above = 0}, {}, false);
  CHECK(text ==
        "0 ▏▏                                                16\n"
        "1 ▏▏                                                 1\n"
        "2 ▏████████████████████████████████████████████ 10,000\n");
}

TEST_CASE("what lies beyond the bins has a line only where it is something") {
  const Histogram bins{.from = -1, .width = 1, .counts = {3, 3}, .below = 5, .above = 0};
  const std::string text = histogram_chart(bins, {}, true);
  CHECK(text.starts_with("< -1 |#"));
  CHECK(text.find(">=") == std::string::npos);
  CHECK(histogram_chart(bins, {{100, "p99"}}, true).find(">= 1 |") != std::string::npos);
}

TEST_CASE("no line is wider than 80 columns") {
  const Histogram bins{.from = 1234567.25, .width = 0.0005, .counts = {1000000000, 5, 7}, .below = 1, .above = 99};
  for (const bool ascii : {true, false}) {
    const std::string text =
        histogram_chart(bins, {{1234567.25, "p50"}, {1234567.25, "p95"}, {1234567.25, "p99"}}, ascii);
    CHECK(widest_line(text) <= 80);
    CHECK(text.find("p50, p95, p99") != std::string::npos);
  }
}
