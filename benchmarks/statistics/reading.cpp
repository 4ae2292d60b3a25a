// Reading the result file that the environment names in MOEBENCH_SAMPLES_FILE (benchmarks/scipy/make_samples.py makes
// one of 10^7 samples): as moebench does, and with other parsers up to a vector of doubles.
#include <cstdlib>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <nlohmann/json.hpp>
#include <simdjson.h>

#include "moebench/io/atomic_file.hpp"
#include "moebench/io/result_file.hpp"

using namespace moebench;

namespace {

const char* file() {
  return std::getenv("MOEBENCH_SAMPLES_FILE");  // NOLINT(concurrency-mt-unsafe): nothing sets it
}

/// Times `samples()`, which reads the file and gives its samples.
template <class Samples>
void time_reading(benchmark::State& state, Samples samples) {
  if (file() == nullptr) {
    state.SkipWithError("MOEBENCH_SAMPLES_FILE is not set");
    return;
  }
  std::size_t count = 0;
  for (auto _ : state) {
    count = samples().size();
  }
  state.counters["samples"] = static_cast<double>(count);
}

void read_moebench(benchmark::State& state) {
  time_reading(state, [] { return std::move(io::read_result_file(file()).value().results[0].series.runs[0].samples); });
}

void read_nlohmann_dom(benchmark::State& state) {
  time_reading(state, [] {
    const auto document = nlohmann::json::parse(io::read_text(file()).value());
    return document["results"][0]["samples_us"].get<std::vector<double>>();
  });
}

void read_simdjson_dom(benchmark::State& state) {
  time_reading(state, [] {
    simdjson::dom::parser parser;
    const simdjson::padded_string text = simdjson::padded_string::load(file());
    std::vector<double> samples;
    for (const simdjson::dom::element x : parser.parse(text)["results"].at(0)["samples_us"]) {
      samples.push_back(x.get_double());
    }
    return samples;
  });
}

void read_simdjson_ondemand(benchmark::State& state) {
  time_reading(state, [] {
    simdjson::ondemand::parser parser;
    const simdjson::padded_string text = simdjson::padded_string::load(file());
    simdjson::ondemand::document document = parser.iterate(text);
    std::vector<double> samples;
    for (auto x : document["results"].at(0)["samples_us"]) {
      samples.push_back(x.get_double());
    }
    return samples;
  });
}

}  // namespace

BENCHMARK(read_moebench)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(read_nlohmann_dom)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(read_simdjson_dom)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(read_simdjson_ondemand)->Unit(benchmark::kMillisecond)->UseRealTime();
