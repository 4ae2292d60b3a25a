#include "go_benchmark.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "foreign_results.hpp"
#include "plain_text.hpp"

namespace moebench::io {
namespace {

using Words = std::vector<std::string_view>;

Words words_of(std::string_view line) {
  constexpr std::string_view blanks = " \t\r";
  Words words;
  for (std::size_t at = line.find_first_not_of(blanks); at != std::string_view::npos;
       at = line.find_first_not_of(blanks, at)) {
    const std::size_t end = std::min(line.find_first_of(blanks, at), line.size());
    words.push_back(line.substr(at, end - at));
    at = end;
  }
  return words;
}

std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_whole = error == std::errc{} && end == text.data() + text.size();
  return is_whole && value >= 1 && value <= std::uint64_t{1} << 53U ? std::optional{value} : std::nullopt;
}

bool is_letter_from(char c, char first, char last) {
  return c >= first && c <= last;
}

/// Whether a number was meant, sound or not.
bool is_numeric(std::string_view word) {
  return word.find_first_of("0123456789") < 3 || word == "NaN" || word.ends_with("Inf");
}

/// Whether the words are "BenchmarkName iterations value ..": by Go's rule no lower-case letter follows "Benchmark".
bool is_benchmark(const Words& words) {
  constexpr std::string_view prefix = "Benchmark";
  const bool is_word = words.size() >= 3 && words[0].starts_with(prefix) && whole_number(words[1]);
  const bool is_longer = is_word && words[0].size() > prefix.size();
  return is_word && !(is_longer && is_letter_from(words[0][prefix.size()], 'a', 'z')) && is_numeric(words[2]);
}

/// "key: value", the key in lower case without blanks; empty for any other line.
std::optional<std::pair<std::string_view, std::string_view>> key_and_value(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0 || !is_letter_from(line[0], 'a', 'z')) {
    return std::nullopt;
  }
  const std::string_view key = line.substr(0, colon);
  const bool is_key =
      std::ranges::none_of(key, [](char c) { return c == ' ' || c == '\t' || is_letter_from(c, 'A', 'Z'); });
  const std::string_view rest = line.substr(colon + 1);
  const bool is_separated = rest.empty() || rest.front() == ' ' || rest.front() == '\t' || rest.front() == '\r';
  return is_key && is_separated ? std::optional{std::pair{key, trim(rest)}} : std::nullopt;
}

constexpr std::size_t k_most_keys = 1000;

using Configuration = std::map<std::string, std::string, std::less<>>;

/// The values in one unit of the lines of one name under one configuration.
struct Measured {
  std::string unit;
  std::vector<double> values;
  std::vector<std::uint64_t> iterations;
};

struct Benchmark {
  std::string name;
  Configuration configuration;
  std::vector<Measured> measured;

  Measured& in(std::string_view unit) {
    const auto at = std::ranges::find(measured, unit, &Measured::unit);
    return at != measured.end() ? *at : measured.emplace_back(std::string{unit});
  }
};

/// "k=v" between slashes of the name, and the number of threads behind it.
core::Attributes params_of(std::string_view name) {
  core::Attributes params;
  const std::size_t dash = name.rfind('-');
  if (dash != std::string_view::npos) {
    if (const auto threads = whole_number(name.substr(dash + 1))) {
      params.set("gomaxprocs", *threads);
      name = name.substr(0, dash);
    }
  }
  while (!name.empty()) {
    const std::string_view part = take_until(name, '/');
    const std::size_t equals = part.find('=');
    if (equals != std::string_view::npos && equals > 0) {
      params.set(part.substr(0, equals), part.substr(equals + 1));
    }
  }
  return params;
}

class GoReader {
 public:
  explicit GoReader(std::string_view subject) : subject_{subject} {}

  core::Result<void> read(std::string_view text) {
    for (std::string_view rest = without_byte_order_mark(text); !rest.empty();) {
      ++line_;
      const std::string_view line = take_until(rest, '\n');
      const Words words = words_of(line);
      if (is_benchmark(words)) {
        if (auto added = add(words); !added) {
          return added;
        }
      } else if (words.size() >= 3 && words[0] == "Unit") {
        read_unit(words);
      } else if (const auto entry = key_and_value(line)) {
        if (!is_utf8(line)) {
          return refuse("the line is not UTF-8; convert the file");
        }
        configuration_.insert_or_assign(std::string{entry->first}, std::string{entry->second});
        is_configured_ = false;
        if (configuration_.size() > k_most_keys) {
          return refuse(fmt::format("found more than {} different keys; expected the text of Go's benchmarks alone",
                                    k_most_keys));
        }
      }
    }
    return {};
  }

  core::ResultSet take() {
    core::ResultSet set;
    set.source = subject_;
    const Configuration common = common_configuration();
    for (const auto& [key, value] : common) {
      set.config.set(key, value);
    }
    if (const auto cpu = common.find("cpu"); cpu != common.end()) {
      set.environment.facts.set("cpu_model", cpu->second);
    }
    std::unordered_map<std::string, std::size_t> named;
    for (const Benchmark& benchmark : benchmarks_) {
      ++named[benchmark.name];
    }
    for (Benchmark& benchmark : benchmarks_) {
      take(benchmark, common, named[benchmark.name] > 1, set.results);
    }
    return set;
  }

 private:
  core::Result<void> refuse(std::string message) const {
    return core::input_error(fmt::format("{}: line {}", subject_, line_), std::move(message));
  }

  core::Result<void> add(const Words& words) {
    if (!is_utf8(words[0])) {
      return refuse("the benchmark's name is not UTF-8; convert the file");
    }
    Benchmark& benchmark = benchmark_of(std::string{words[0]});
    for (std::size_t i = 2; i < words.size(); i += 2) {
      const auto value = finite_number(words[i]);
      if (!value) {
        return refuse(
            fmt::format("found \"{}\"; expected a finite number and its unit, as in \"12.5 ns/op\"; drop the "
                        "line or correct it",
                        words[i].substr(0, 40)));
      }
      if (i + 1 == words.size() || !is_utf8(words[i + 1])) {
        return refuse(
            fmt::format("found no unit behind \"{}\"; expected one, as in \"12.5 ns/op\"; drop the line or "
                        "correct it",
                        words[i].substr(0, 40)));
      }
      Measured& measured = benchmark.in(words[i + 1]);
      measured.values.push_back(*value);
      measured.iterations.push_back(*whole_number(words[1]));
    }
    return {};
  }

  Benchmark& benchmark_of(std::string name) {
    if (!is_configured_) {
      current_ = configurations_.try_emplace(configuration_, configurations_.size()).first->second;
      is_configured_ = true;
    }
    const auto [place, is_new] = places_.try_emplace({name, current_}, benchmarks_.size());
    if (is_new) {
      benchmarks_.push_back({.name = std::move(name), .configuration = configuration_, .measured = {}});
    }
    return benchmarks_[place->second];
  }

  void read_unit(const Words& words) {
    for (const std::string_view word : std::span{words}.subspan(2)) {
      if (word == "better=higher" || word == "better=lower") {
        better_.insert_or_assign(std::string{words[1]},
                                 word == "better=higher" ? core::Better::higher : core::Better::lower);
      }
    }
  }

  /// What holds for every benchmark.
  Configuration common_configuration() const {
    Configuration common = benchmarks_.front().configuration;
    for (const Benchmark& benchmark : benchmarks_) {
      std::erase_if(common, [&](const auto& entry) {
        const auto at = benchmark.configuration.find(entry.first);
        return at == benchmark.configuration.end() || at->second != entry.second;
      });
    }
    return common;
  }

  core::Series series_of(const std::string& unit) const {
    const auto declared = better_.find(unit);
    const core::Better usual = is_rate(unit) ? core::Better::higher : core::Better::lower;
    const bool is_time = unit == "ns/op";
    return {.metric = is_time ? "time" : unit,
            .unit = is_time ? "us" : unit,
            .better = declared == better_.end() ? usual : declared->second,
            .runs = {}};
  }

  void take(Benchmark& benchmark, const Configuration& common, bool is_ambiguous,
            std::vector<core::BenchmarkResult>& results) {
    core::Attributes params = params_of(benchmark.name);
    std::string name = benchmark.name;
    for (const auto& [key, value] : benchmark.configuration) {
      if (!common.contains(key)) {
        params.set(key, value);
        name += is_ambiguous ? fmt::format(" {}:{}", key, value) : "";
      }
    }
    for (Measured& measured : benchmark.measured) {
      const core::Series series = series_of(measured.unit);
      if (series.unit == "us") {
        std::ranges::transform(measured.values, measured.values.begin(),
                               [](double value) { return k_nanoseconds.us(value); });
      }
      core::BenchmarkResult& result = results.emplace_back(
          single_run(unique_(series.unit == "us" ? name : fmt::format("{} {}", name, measured.unit)), series,
                     std::move(measured.values)));
      result.params = params;
      set_batches(result, measured.iterations);
    }
  }

  std::string subject_;
  std::size_t line_ = 0;
  Configuration configuration_;
  std::map<std::string, core::Better, std::less<>> better_;
  std::map<Configuration, std::size_t> configurations_;  // those under which a benchmark stands, numbered
  std::size_t current_ = 0;                              // the number of `configuration_`, once it is configured
  bool is_configured_ = false;
  std::map<std::pair<std::string, std::size_t>, std::size_t> places_;
  std::vector<Benchmark> benchmarks_;
  UniqueNames unique_;
};

}  // namespace

bool is_go_benchmark(std::string_view text) {
  for (std::string_view rest = without_byte_order_mark(text); !rest.empty();) {
    const std::string_view line = take_until(rest, '\n');
    if (line.starts_with("Benchmark") && is_benchmark(words_of(line))) {
      return true;
    }
  }
  return false;
}

core::Result<core::ResultSet> parse_go_benchmark(std::string_view text, std::string_view subject) {
  GoReader reader{subject};
  if (auto read = reader.read(text); !read) {
    return std::unexpected{std::move(read).error()};
  }
  return reader.take();
}

}  // namespace moebench::io
