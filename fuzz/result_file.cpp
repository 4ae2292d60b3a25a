// Result files of every layout that is known: what was read can be written and reads back the same.
#include "moebench/io/result_file.hpp"

#include "expect.hpp"
#include "io/random_results.hpp"
#include "moebench/io/result_json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace moebench;
  const auto set = io::parse_results(fuzz::text(data, size), "f");
  fuzz::expect_refusal(set, "f", size);
  if (!set) {
    return 0;
  }
  for (const core::BenchmarkResult& result : set->results) {
    if (result.series.sample_count() > 100'000) {  // a histogram of JMH's says millions in a few bytes
      return 0;
    }
  }
  const auto again = io::parse_results(io::to_json(*set, io::test::least_analysis(*set)), "again");
  fuzz::expect(again.has_value());
  core::ResultSet expected = *set;
  for (core::BenchmarkResult& result : expected.results) {
    if (result.reported) {  // the interval is the analysis's, which here has none
      result.reported->ci_lower = result.reported->ci_upper = std::nullopt;
    }
  }
  fuzz::expect(io::test::difference(expected, *again).empty());
  return 0;
}
