#include "moebench/stats/p_adjust.hpp"

#include "stats/cases.hpp"

using namespace moebench::stats;
using stats_test::near;

TEST_CASE("adjusted p values of the example of Benjamini and Hochberg are those of R") {
  // R: p.adjust(p, "holm"), p.adjust(p, "BH")
  const PValues p{0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
                  0.0459, 0.324,  0.4262, 0.5719, 0.6528, 0.759,  1.0};
  const std::vector<double> by_holm{0.0015, 0.0056, 0.0247, 0.114, 0.2211, 0.278, 0.278, 0.278,
                                    0.3213, 1,      1,      1,     1,      1,     1};
  const std::vector<double> by_bh{
      0.0015, 0.003,  0.0095, 0.035625,           0.0603,   0.06385714285714286, 0.06385714285714286,
      0.0645, 0.0765, 0.486,  0.5811818181818182, 0.714875, 0.7532307692307694,  0.8132142857142857,
      1};
  const PValues holm_found = holm(p);
  const PValues bh_found = benjamini_hochberg(p);
  for (std::size_t i = 0; i < p.size(); ++i) {
    CHECK(holm_found[i].value() == near(by_holm[i]));
    CHECK(bh_found[i].value() == near(by_bh[i]));
  }
}

TEST_CASE("answers stand in the order of the questions") {
  CHECK(holm(PValues{0.5, 0.01})[1].value() == near(0.02));
  CHECK(benjamini_hochberg(PValues{0.5, 0.01})[0].value() == near(0.5));
}

TEST_CASE("a missing p value stays missing and does not count in the family") {
  const PValues p{0.01, std::nullopt, 0.02};
  CHECK(holm(p)[0].value() == near(0.02));
  CHECK_FALSE(holm(p)[1].has_value());
  CHECK(benjamini_hochberg(p)[0].value() == near(0.02));
  CHECK_FALSE(benjamini_hochberg(p)[1].has_value());
}

TEST_CASE("a family of one is not adjusted and an empty one has no answers") {
  CHECK(holm(PValues{0.03})[0].value() == 0.03);
  CHECK(benjamini_hochberg(PValues{0.03})[0].value() == 0.03);
  CHECK(holm(PValues{}).empty());
  CHECK(benjamini_hochberg(PValues{}).empty());
}
