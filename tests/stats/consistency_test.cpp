#include "moebench/stats/consistency.hpp"

#include <cmath>
#include <numeric>

#include "moebench/stats/moments.hpp"
#include "moebench/stats/quantile.hpp"
#include "stats/cases.hpp"

using moebench::core::BenchmarkResult;
using moebench::core::ReportedSummary;
using moebench::core::WarningCode;
using moebench::stats::check_reported;
using stats_test::message_of;
using stats_test::warns_of;

namespace {

BenchmarkResult result_with(const ReportedSummary& reported) {
  BenchmarkResult result;
  result.name = "bench";
  result.reported = reported;
  return result;
}

/// A summary whose figures fit each other: the interval is 10 -+ t(0.975, 99) 2 / 10.
ReportedSummary consistent() {
  return {.iterations = 100,
          .mean = 10.0,
          .sd = 2.0,
          .ci_lower = 9.603156,
          .ci_upper = 10.396844,
          .p50 = 10.0,
          .p95 = 13.3,
          .p99 = 14.7,
          .min = 5.0,
          .max = 16.0,
          .throughput_per_sec = 100000.0};
}

/// The codes that a change of the consistent summary brings up.
template <class Change>
std::vector<WarningCode> codes_after(Change change) {
  ReportedSummary reported = consistent();
  change(reported);
  std::vector<WarningCode> codes;
  for (const auto& warning : check_reported(result_with(reported))) {
    codes.push_back(warning.code);
  }
  return codes;
}

using Codes = std::vector<WarningCode>;
using enum WarningCode;

/// Michelson's data in three runs with the summary that belongs to them.
BenchmarkResult with_samples() {
  const auto& all = stats_test::k_michelson;
  BenchmarkResult result = stats_test::result_of(
      "light", {{all.begin(), all.begin() + 30}, {all.begin() + 30, all.begin() + 60}, {all.begin() + 60, all.end()}});
  const auto ascending = moebench::stats::sorted(all);
  const auto found = moebench::stats::moments(all);
  result.reported = {.iterations = 100,
                     .mean = found.mean,
                     .sd = found.sd,
                     .ci_lower = 299.8367225931663,
                     .ci_upper = 299.86807740683366,
                     .p50 = moebench::stats::quantile(ascending, 0.5),
                     .p95 = moebench::stats::quantile(ascending, 0.95),
                     .p99 = moebench::stats::quantile(ascending, 0.99),
                     .min = 299.62,
                     .max = 300.07,
                     .throughput_per_sec = 1e6 / found.mean};
  return result;
}

}  // namespace

TEST_CASE("a consistent summary is not doubted") {
  CHECK(check_reported(result_with(consistent())).empty());
}

TEST_CASE("a result that reports nothing is not doubted") {
  CHECK(check_reported(stats_test::result_of("bench", {{1.0, 2.0}})).empty());
  CHECK(check_reported(stats_test::reported_result("bench", 10, 5, std::nullopt)).empty());
}

TEST_CASE("the published summaries are not doubted for having been rounded") {
  // As the two tools wrote them: aprender with two decimals, PyTorch in full.
  CHECK(check_reported(result_with({.iterations = 10000,
                                    .mean = 0.53,
                                    .sd = 0.07,
                                    .ci_lower = 0.53,
                                    .ci_upper = 0.53,
                                    .p50 = 0.52,
                                    .p95 = 0.53,
                                    .p99 = 0.53,
                                    .min = 0.52,
                                    .max = 4.04,
                                    .throughput_per_sec = 1896707}))
            .empty());
  CHECK(check_reported(result_with({.iterations = 10000,
                                    .mean = 5.1137684,
                                    .sd = 0.9747545790661263,
                                    .ci_lower = 5.094663210250304,
                                    .ci_upper = 5.132873589749695,
                                    .p50 = 5.028,
                                    .p95 = 5.208,
                                    .p99 = 8.032,
                                    .min = 4.887,
                                    .max = 88.795,
                                    .throughput_per_sec = 195550.50635457016}))
            .empty());
  CHECK(check_reported(result_with({.iterations = 10000,
                                    .mean = 17.2413427,
                                    .sd = 2.6509287734288316,
                                    .ci_lower = 17.189384496040795,
                                    .ci_upper = 17.293300903959206,
                                    .p50 = 16.926,
                                    .p95 = 17.697,
                                    .p99 = 25.749,
                                    .min = 16.315,
                                    .max = 169.566,
                                    .throughput_per_sec = 58000.12315746151}))
            .empty());
}

TEST_CASE("throughput may count the items of a batch that the result names") {
  // From a published PyTorch run with batch_size 8: 8e6 / 478.15849.
  BenchmarkResult result = result_with({.iterations = 100,
                                        .mean = 478.15849000000003,
                                        .sd = 61.330814961718765,
                                        .ci_lower = {},
                                        .ci_upper = {},
                                        .p50 = 459.871,
                                        .p95 = 539.893,
                                        .p99 = 1011.081,
                                        .min = {},
                                        .max = {},
                                        .throughput_per_sec = 16730.8542404005});
  CHECK(warns_of(check_reported(result), inconsistent_throughput));
  result.params.set("batch_size", 8);
  CHECK(check_reported(result).empty());
}

TEST_CASE("percentiles that fall are contradictions") {
  CHECK(codes_after([](auto& r) { r.p95 = 15.0, r.p99 = 14.0; }) == Codes{inconsistent_percentiles});
  CHECK(codes_after([](auto& r) { r.p50 = 13.5; }) == Codes{inconsistent_percentiles});
  const auto warnings = [] {
    ReportedSummary reported = consistent();
    reported.p99 = 13.0;
    return check_reported(result_with(reported));
  }();
  CHECK(warnings.at(0).subject == "bench");
  CHECK(message_of(warnings, inconsistent_percentiles).find("p95 13.3 is above p99 13") != std::string::npos);
}

TEST_CASE("figures that were rounded to different decimals may cross by what rounding allows") {
  CHECK(codes_after([](auto& r) { r.min = 9.963, r.p50 = 9.96, r.ci_lower = r.ci_upper = std::nullopt; }).empty());
  CHECK(codes_after([](auto& r) { r.p50 = 13.4; }).empty());  // beside a p95 of 13.3, both from 13.35
  CHECK(codes_after([](auto& r) { r.min = 9.966, r.p50 = 9.96, r.ci_lower = r.ci_upper = std::nullopt; }) ==
        Codes{inconsistent_percentiles, inconsistent_range});
  ReportedSummary reported{.iterations = 100,
                           .mean = 0.5234,
                           .sd = {},
                           .ci_lower = {},
                           .ci_upper = {},
                           .p50 = 0.52,
                           .p95 = {},
                           .p99 = {},
                           .min = 0.523,
                           .max = 0.52,
                           .throughput_per_sec = {}};
  CHECK(check_reported(result_with(reported)).empty());
  reported.min = 0.526;
  CHECK(warns_of(check_reported(result_with(reported)), inconsistent_percentiles));
}

TEST_CASE("the throughput of unequal batches is that of the samples and not the inverse of their mean") {
  BenchmarkResult result = stats_test::result_of("bench", {{10.0}, {1.0, 1.0, 1.0}});
  result.series.runs[1].batch = 100;
  ReportedSummary& reported = result.reported.emplace();
  reported.iterations = 301;
  reported.mean = 3.25;
  reported.throughput_per_sec = 1e6 * 301 / 310;
  CHECK(check_reported(result).empty());
  reported.throughput_per_sec = 1.1e6;
  CHECK(warns_of(check_reported(result), inconsistent_throughput));
}

TEST_CASE("a figure outside its own range is a contradiction") {
  CHECK(codes_after([](auto& r) { r.min = 10.4, r.p50 = 10.5; }) == Codes{inconsistent_range});
  CHECK(codes_after([](auto& r) { r.max = 14.0; }) == Codes{inconsistent_percentiles, inconsistent_range});
  CHECK(codes_after([](auto& r) { r.min = 17.0; }) == Codes{inconsistent_percentiles, inconsistent_range});
}

TEST_CASE("a spread that the range cannot hold is a contradiction") {
  // (16 - 5) sqrt(100 / (4 * 99)) = 5.5277
  CHECK(codes_after([](auto& r) { r.sd = 5.52, r.ci_lower = r.ci_upper = std::nullopt; }).empty());
  CHECK(codes_after([](auto& r) { r.sd = 5.59, r.ci_lower = r.ci_upper = std::nullopt; }) == Codes{inconsistent_range});
}

TEST_CASE("an interval that does not follow from mean and spread is a contradiction") {
  CHECK(codes_after([](auto& r) { r.ci_lower = 9.5; }) == Codes{inconsistent_ci});
  CHECK(codes_after([](auto& r) { r.ci_upper = 10.5; }) == Codes{inconsistent_ci});
  CHECK(codes_after([](auto& r) { r.ci_lower = 6.08, r.ci_upper = 13.92; }) == Codes{inconsistent_ci});
  CHECK(codes_after([](auto& r) { r.ci_lower = 10.396844, r.ci_upper = 9.603156; }) == Codes{inconsistent_ci});
  CHECK(codes_after([](auto& r) { r.ci_lower = 9.591; }) == Codes{inconsistent_ci});     // 3 % of the half width off
  CHECK(codes_after([](auto& r) { r.ci_lower = 9.608, r.ci_upper = 10.392; }).empty());  // 1.96 for 1.984
}

TEST_CASE("the interval of few samples is not doubted when it follows Student and is when it does not") {
  ReportedSummary reported{.iterations = 2,
                           .mean = 2,
                           .sd = 1.4142135623730951,
                           .ci_lower = -10.706204736174705,
                           .ci_upper = 14.706204736174705,
                           .p50 = {},
                           .p95 = {},
                           .p99 = {},
                           .min = {},
                           .max = {},
                           .throughput_per_sec = {}};
  CHECK(check_reported(result_with(reported)).empty());
  reported.ci_lower = 0.04;
  reported.ci_upper = 3.96;
  CHECK(warns_of(check_reported(result_with(reported)), inconsistent_ci));
  reported.iterations = 1;
  CHECK(check_reported(result_with(reported)).empty());
}

TEST_CASE("a throughput that is not the inverse of the mean is a contradiction") {
  CHECK(codes_after([](auto& r) { r.throughput_per_sec = 95000.0; }) == Codes{inconsistent_throughput});
  CHECK(codes_after([](auto& r) { r.throughput_per_sec = 200000.0; }) == Codes{inconsistent_throughput});
  CHECK(codes_after([](auto& r) { r.throughput_per_sec = 100400.0; }).empty());
}

TEST_CASE("the throughput of a result that is not in microseconds is not judged") {
  ReportedSummary reported = consistent();
  reported.throughput_per_sec = 1.0;
  BenchmarkResult result = result_with(reported);
  result.series.unit = "MB";
  CHECK(check_reported(result).empty());
}

TEST_CASE("a summary made from the samples is not doubted") {
  CHECK(check_reported(with_samples()).empty());
}

TEST_CASE("a summary with other usual definitions or rounded figures is not doubted") {
  BenchmarkResult result = with_samples();
  const auto ascending = moebench::stats::sorted(stats_test::k_michelson);
  result.reported->p50 = ascending[50];  // the index floor(p n), as the PyTorch script takes it
  result.reported->p95 = ascending[95];
  result.reported->p99 = ascending[99];
  result.reported->sd = *result.reported->sd * std::sqrt(0.99);  // divisor n
  result.reported->mean = 299.85;
  result.reported->ci_lower = result.reported->ci_upper = std::nullopt;
  CHECK(check_reported(result).empty());
}

TEST_CASE("a percentile by any of the nine definitions of Hyndman and Fan is not doubted") {
  std::vector<double> samples(30);
  std::iota(samples.begin(), samples.end(), 1.0);
  BenchmarkResult result = stats_test::result_of("bench", {samples});
  result.reported = {.iterations = 30,
                     .mean = 15.5,
                     .sd = {},
                     .ci_lower = {},
                     .ci_upper = {},
                     .p50 = {},
                     .p95 = {},
                     .p99 = {},
                     .min = {},
                     .max = {},
                     .throughput_per_sec = {}};
  // The places that the nine types give at n = 30 and p = 0.95; R: quantile(1:30, 0.95, type = 1 .. 9).
  for (const double p95 : {29.0, 28.0, 28.5, 29.45, 28.55, 29.15, 29.1125}) {
    result.reported->p95 = p95;
    CHECK(check_reported(result).empty());
  }
  result.reported->p95 = 27.4;
  CHECK(warns_of(check_reported(result), summary_disagrees_with_samples));
}

TEST_CASE("each figure that the samples do not give is a contradiction") {
  const auto message_after = [](auto change) {
    BenchmarkResult result = with_samples();
    change(*result.reported);
    return message_of(check_reported(result), summary_disagrees_with_samples);
  };
  CHECK(message_after([](auto& r) { r.mean = 299.75; }).starts_with("mean 299.75 is not the 299.852"));
  CHECK(message_after([](auto& r) { r.sd = 0.09; }).starts_with("sd 0.09 is not the 0.0790105"));
  CHECK(message_after([](auto& r) { r.min = 299.63; }).starts_with("min"));
  CHECK(message_after([](auto& r) { r.max = 300.08; }).starts_with("max"));
  CHECK(message_after([](auto& r) { r.p50 = 299.8601; }).starts_with("p50"));
  CHECK(message_after([](auto& r) { r.p95 = 300.03; }).starts_with("p95"));
  CHECK(message_after([](auto& r) { r.p99 = 299.99; }).starts_with("p99"));
}

TEST_CASE("iterations are the operations in the samples") {
  BenchmarkResult result = with_samples();
  result.reported->iterations = 10000;
  CHECK(message_of(check_reported(result), iterations_disagree_with_samples)
            .starts_with("iterations 10000 are not the 100 operations"));
  for (auto& run : result.series.runs) {
    run.batch = 100;
  }
  CHECK(check_reported(result).empty());
  result.reported->iterations = 100;
  CHECK(warns_of(check_reported(result), iterations_disagree_with_samples));
}
