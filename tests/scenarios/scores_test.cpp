#include "moebench/scenarios/scores.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <doctest/doctest.h>

using moebench::core::Rng;
using moebench::scenarios::ScoreKind;
using moebench::scenarios::ScoreTable;

namespace {

/// How often each of `experts` has the highest score, as a fraction, over several tables.
std::vector<double> best_shares(ScoreKind kind, std::size_t experts) {
  std::vector<double> best(experts);
  constexpr std::uint64_t tables = 40;
  double rows = 0;
  for (std::uint64_t stream = 0; stream < tables; ++stream) {
    const ScoreTable table{kind, experts, Rng{42, stream}};
    for (std::size_t row = 0; row < table.rows(); ++row) {
      const auto scores = table.row(row);
      best[static_cast<std::size_t>(std::ranges::max_element(scores) - scores.begin())] += 1;
      rows += 1;
    }
  }
  std::ranges::transform(best, best.begin(), [&](double count) { return count / rows; });
  return best;
}

}  // namespace

TEST_CASE("the reference's scores are one row in which expert 3 is best and expert 1 second") {
  const ScoreTable table{ScoreKind::reference, 8, Rng{42}};
  REQUIRE(table.rows() == 1);
  const std::array expected{0.1F, 0.2F, 0.15F, 0.3F, 0.05F, 0.1F, 0.05F, 0.05F};
  CHECK(std::ranges::equal(table.row(0), expected));
}

TEST_CASE("the reference's scores repeat for more experts and are cut for fewer") {
  const ScoreTable more{ScoreKind::reference, 11, Rng{42}};
  REQUIRE(more.row(0).size() == 11);
  CHECK(more.row(0)[8] == 0.1F);
  CHECK(more.row(0)[10] == 0.15F);
  CHECK(ScoreTable{ScoreKind::reference, 1, Rng{42}}.row(0).size() == 1);
}

TEST_CASE("uniform scores make every expert best equally often") {
  for (const double share : best_shares(ScoreKind::uniform, 8)) {
    CHECK(share == doctest::Approx(0.125).epsilon(0.08));  // 5 standard deviations are 6.5 %
  }
}

TEST_CASE("zipf scores make expert e best with probability proportional to 1 over e + 1") {
  constexpr double harmonic = 1 + 1.0 / 2 + 1.0 / 3 + 1.0 / 4;
  const auto shares = best_shares(ScoreKind::zipf, 4);
  for (std::size_t expert = 0; expert < 4; ++expert) {
    CHECK(std::abs(shares[expert] - 1.0 / (static_cast<double>(expert) + 1.0) / harmonic) < 0.013);
  }
}

TEST_CASE("one seed gives one table and another stream another") {
  const ScoreTable first{ScoreKind::uniform, 8, Rng{42, 1}};
  const ScoreTable same{ScoreKind::uniform, 8, Rng{42, 1}};
  const ScoreTable other{ScoreKind::uniform, 8, Rng{42, 2}};
  CHECK(std::ranges::equal(first.row(5), same.row(5)));
  CHECK_FALSE(std::ranges::equal(first.row(5), other.row(5)));
}
