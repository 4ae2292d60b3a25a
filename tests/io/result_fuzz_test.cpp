#include <array>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "io/fixtures.hpp"
#include "io/random_results.hpp"
#include "moebench/io/result_file.hpp"
#include "moebench/io/result_json.hpp"
#include "moebench/io/samples_csv.hpp"
#include "temporary_folder.hpp"

using namespace moebench::core;
using namespace moebench::io;
using namespace moebench::io::test;

namespace {

std::size_t position(Rng& rng, const std::string& text) {
  return rng.below(text.size() + 1);
}

/// One small damage: a changed, lost, doubled or foreign stretch of text, or a telling token put in.
void damage(Rng& rng, std::string& text, const std::vector<std::string>& others) {
  static const std::array tokens{"null", "NaN", "-1", "0", "1e999", "[]",      "{}",
                                 "\"\"", ",",   "[",  "}", "1e308", "\\u0000", "true"};
  const std::size_t at = position(rng, text);
  const std::size_t length = rng.below(20);
  switch (rng.below(6)) {
    case 0:
      if (at < text.size()) {
        text[at] = static_cast<char>(static_cast<unsigned char>(text[at]) ^ (1U << rng.below(8)));
      }
      break;
    case 1: text.erase(at, length); break;
    case 2: text.resize(at); break;
    case 3: text.insert(position(rng, text), text.substr(at, length)); break;
    case 4: {
      const std::string& other = others[rng.below(others.size())];
      text = text.substr(0, at) + other.substr(position(rng, other));
      break;
    }
    default: text.replace(at, rng.below(4), tokens[rng.below(tokens.size())]);
  }
}

}  // namespace

TEST_CASE("damaged documents are refused or read and whatever was read can be written and read again") {
  const std::vector<std::string> seeds{published("pytorch.json"), published("aprender.json"),
                                       fixture("pytorch_latencies.json"), fixture("moebench_1.json")};
  Rng rng{424242};
  int read = 0;
  for (int i = 0; i < 5000; ++i) {
    std::string text = seeds[rng.below(seeds.size())];
    for (std::uint64_t j = 1 + rng.below(2); j > 0; --j) {
      damage(rng, text, seeds);
    }
    const auto set = parse_results(text, "mutant");
    if (!set) {
      REQUIRE(set.error().subject.starts_with("mutant"));
      REQUIRE(!set.error().message.empty());
      continue;
    }
    ++read;
    const auto again = parse_results(to_json(*set, least_analysis(*set)), "again");
    REQUIRE_MESSAGE(again, text);
    ResultSet expected = *set;
    for (BenchmarkResult& result : expected.results) {
      if (result.reported) {
        result.reported->ci_lower = result.reported->ci_upper = std::nullopt;
      }
    }
    REQUIRE(difference(expected, *again) == "");
  }
  CHECK(read > 500);  // otherwise the second half of the property says little
}

TEST_CASE("damaged tables of samples are refused or read as rows of one length") {
  const std::vector<std::string> seeds{"# x\n1,2,3\r\n4.5,-6e-3,7\n", "0.1\n\n1e38\n", "1 , 2\n3,4"};
  Rng rng{7};
  for (int i = 0; i < 20'000; ++i) {
    std::string text = seeds[rng.below(seeds.size())];
    damage(rng, text, seeds);
    if (const auto samples = parse_samples_csv(text, "mutant")) {
      REQUIRE(samples->rows() * samples->columns == samples->values.size());
      REQUIRE(samples->rows() > 0);
    }
  }
}
