#include "moebench/stats/counts.hpp"

#include "stats/cases.hpp"

using moebench::core::Count;
using moebench::core::Interval;
using moebench::core::Series;
using moebench::stats::summarize_counts;
using stats_test::near;

namespace {

Series series_of(std::vector<std::vector<Count>> runs) {
  Series series;
  for (std::vector<Count>& counts : runs) {
    series.runs.push_back({.batch = 1, .samples = {1.0}, .counts = std::move(counts)});
  }
  return series;
}

}  // namespace

TEST_CASE("counts add up over runs and imbalance is an estimate over them") {
  const auto found = summarize_counts(series_of({{{"requests", {6}}, {"succeeded", {4}}, {"expert_load", {3, 1}}},
                                                 {{"requests", {4}}, {"succeeded", {4}}, {"expert_load", {2, 2}}}}),
                                      0.95)
                         .value();
  CHECK(found.requests == 10);
  CHECK(found.succeeded == 8);
  // R: t.test(c(4 / 6, 1)), cut to what a rate can be
  CHECK(found.success_rate.value == near(5.0 / 6));
  CHECK(found.success_rate.interval.value() == Interval{0, 1});
  REQUIRE(found.expert_share.size() == 2);
  CHECK(found.expert_share[0].value == near(0.625));
  CHECK(found.expert_share[0].interval.value().upper ==
        near(0.625 + 12.706204736174698 * 0.125));  // R: t.test(c(0.75, 0.5))
  CHECK(found.expert_share[1].value == near(0.375));
  CHECK(found.imbalance.value().value == near(1.25));
  // R: t.test(c(1.5, 1))
  CHECK(found.imbalance.value().interval.value().lower == near(1.25 - 12.706204736174698 * 0.25));
}

TEST_CASE("the success rate is an estimate over runs that differ and exact over those that agree") {
  const auto differ = summarize_counts(series_of({{{"requests", {1000}}, {"succeeded", {500}}},
                                                  {{"requests", {1000}}, {"succeeded", {510}}},
                                                  {{"requests", {1000}}, {"succeeded", {520}}}}),
                                       0.95)
                          .value();
  // R: t.test(c(0.50, 0.51, 0.52))
  CHECK(differ.success_rate.value == near(0.51));
  CHECK(differ.success_rate.interval.value().lower == near(0.4851586228815625, 1e-9));
  const auto agree =
      summarize_counts(series_of({{{"requests", {5}}, {"succeeded", {4}}}, {{"requests", {5}}, {"succeeded", {4}}}}),
                       0.95)
          .value();
  CHECK(agree.success_rate.interval.value().lower == near(0.44390453769235846));  // R: binom.test(8, 10)
}

TEST_CASE("equal imbalances have an interval of width zero and one run has none") {
  const std::vector<Count> counts{{"requests", {4}}, {"succeeded", {4}}, {"expert_load", {3, 1}}};
  CHECK(summarize_counts(series_of({counts, counts}), 0.95).value().imbalance.value().interval == Interval{1.5, 1.5});
  CHECK_FALSE(summarize_counts(series_of({counts}), 0.95).value().imbalance.value().interval.has_value());
}

TEST_CASE("runs without counts or without requests have no summary of counts") {
  CHECK_FALSE(summarize_counts(series_of({{}}), 0.95).has_value());
  CHECK_FALSE(summarize_counts(series_of({{{"requests", {4}}}}), 0.95).has_value());
  CHECK_FALSE(summarize_counts(series_of({{{"requests", {0}}, {"succeeded", {0}}}}), 0.95).has_value());
}

TEST_CASE("counts without expert loads have neither shares nor imbalance") {
  const auto idle =
      summarize_counts(series_of({{{"requests", {4}}, {"succeeded", {0}}, {"expert_load", {0, 0}}}}), 0.95).value();
  CHECK(idle.success_rate.value == 0);
  CHECK(idle.expert_share.empty());
  CHECK_FALSE(idle.imbalance.has_value());
  const auto plain = summarize_counts(series_of({{{"requests", {4}}, {"succeeded", {4}}}}), 0.95).value();
  CHECK(plain.expert_share.empty());
  CHECK_FALSE(plain.imbalance.has_value());
}
