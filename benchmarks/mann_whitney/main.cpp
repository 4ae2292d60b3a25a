// Times the Mann-Whitney test on two files of raw doubles, unsorted: what benchmarks/scipy/mann_whitney.py holds
// against SciPy. Prints one JSON object; the clock runs from the samples in memory to the p value.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "moebench/harness/clock.hpp"
#include "moebench/stats/mann_whitney.hpp"

namespace {

std::vector<double> doubles_of(const char* path) {
  std::ifstream file{path, std::ios::binary | std::ios::ate};
  if (!file) {
    fmt::print(stderr, "{}: cannot be read; give a file of raw doubles\n", path);
    std::exit(3);
  }
  const std::streamsize bytes = file.tellg();
  std::vector<double> values(static_cast<std::size_t>(bytes) / sizeof(double));
  file.seekg(0);
  file.read(reinterpret_cast<char*>(values.data()), bytes);
  return values;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    fmt::print(stderr, "usage: mann_whitney_benchmark A B threads repeats\n");
    return 2;
  }
  const std::vector<double> a = doubles_of(argv[1]);
  const std::vector<double> b = doubles_of(argv[2]);
  const auto threads = static_cast<unsigned>(std::stoul(argv[3]));
  const moebench::harness::SteadyClock clock;
  std::vector<double> seconds;
  std::vector<double> processor_seconds;  // of all threads
  moebench::core::MannWhitney test{};
  for (int left = std::stoi(argv[4]); left > 0; --left) {
    const auto processor_start = std::clock();
    const auto start = clock.now();
    test = moebench::stats::mann_whitney_of_unsorted(a, b, threads);
    seconds.push_back(std::chrono::duration<double>(clock.now() - start).count());
    processor_seconds.push_back(static_cast<double>(std::clock() - processor_start) / CLOCKS_PER_SEC);
  }
  fmt::print("{{\"seconds\": [{}], \"processor_seconds\": [{}], \"u\": {}, \"p_value\": {}, \"log10_p\": {}}}\n",
             fmt::join(seconds, ", "), fmt::join(processor_seconds, ", "), test.u, test.p_value.value_or(-1),
             test.log10_p.value_or(-1));
  return 0;
}
