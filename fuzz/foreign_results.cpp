// Result files of other tools, and what is exported of them: what was read has samples or a summary under names that
// differ, reads back from each format that it was exported to with as many samples, and from our own the same.
#include <cmath>
#include <set>

#include "expect.hpp"
#include "io/random_results.hpp"
#include "moebench/io/result_export.hpp"
#include "moebench/io/result_file.hpp"
#include "moebench/io/result_json.hpp"

namespace {

using namespace moebench;

void check(const core::BenchmarkResult& result) {
  fuzz::expect(!result.name.empty());
  fuzz::expect(result.has_samples() != result.reported.has_value());
  for (const core::Run& run : result.series.runs) {
    fuzz::expect(run.batch >= 1 && !run.samples.empty());
    for (const double sample : run.samples) {
      fuzz::expect(std::isfinite(sample));
    }
  }
}

std::size_t sample_count(const core::ResultSet& set) {
  std::size_t count = 0;
  for (const core::BenchmarkResult& result : set.results) {
    count += result.series.sample_count();
  }
  return count;
}

void check_exports(const core::ResultSet& set) {
  for (const auto format : {io::ExportFormat::google_benchmark, io::ExportFormat::go}) {
    const auto exported = io::export_results(set, format);
    if (exported) {
      const auto again = io::parse_results(exported->text, "again");
      fuzz::expect(again && sample_count(*again) <= sample_count(set));
    }
  }
  fuzz::expect(io::export_results(set, io::ExportFormat::csv).has_value() == (sample_count(set) > 0));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t most_samples = 100'000;  // a histogram of JMH's says millions in a few bytes
  const auto set = io::parse_results(fuzz::text(data, size), "f");
  fuzz::expect_refusal(set, "f", size);
  if (!set || set->config.find("read_as") == nullptr || sample_count(*set) > most_samples) {
    return 0;
  }
  std::set<std::string> names;
  for (const core::BenchmarkResult& result : set->results) {
    check(result);
    fuzz::expect(names.insert(result.name).second);
  }
  check_exports(*set);
  const auto again = io::parse_results(io::to_json(*set, io::test::least_analysis(*set)), "again");
  fuzz::expect(again.has_value() && sample_count(*again) == sample_count(*set));
  return 0;
}
