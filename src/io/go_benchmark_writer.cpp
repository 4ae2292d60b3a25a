#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "number_text.hpp"
#include "plain_text.hpp"
#include "result_writers.hpp"

namespace moebench::io {
namespace {

bool is_blank_or_control(char c) {
  return static_cast<unsigned char>(c) <= ' ' || c == '\x7f';
}

std::string one_word(std::string_view text) {
  std::string word{text};
  std::ranges::replace_if(word, is_blank_or_control, '_');
  return word;
}

/// The unit as Go writes it: "us" becomes ns/op.
std::string go_unit(const core::Series& series) {
  return series.unit == "us" ? "ns/op" : series.unit.empty() ? "value" : one_word(series.unit);
}

/// "Benchmark" and a name that no lower-case letter begins, without blanks and without the unit that our reader puts
/// behind it.
std::string go_name(const core::BenchmarkResult& result) {
  std::string_view name = result.name;
  const std::string unit = " " + result.series.unit;
  if (result.series.unit != "us" && name.size() > unit.size() && name.ends_with(unit)) {
    name.remove_suffix(unit.size());
  }
  constexpr std::string_view prefix = "Benchmark";
  const auto is_small = [](char c) { return c >= 'a' && c <= 'z'; };
  if (name.starts_with(prefix) && !(name.size() > prefix.size() && is_small(name[prefix.size()]))) {
    return one_word(name);
  }
  std::string word = one_word(name);
  if (!word.empty() && is_small(word.front())) {
    word.front() = static_cast<char>(word.front() - 'a' + 'A');
  } else if (!word.empty() && static_cast<unsigned char>(word.front()) >= 0x80) {
    word.insert(word.begin(), '_');
  }
  return std::string{prefix} + word;
}

/// A thousand times `value`, by its shortest decimal digits rather than by one more rounding: 16331.463 becomes
/// 16331463.
double thousandfold(double value) {
  char digits[32];
  char* const end = std::to_chars(digits, digits + sizeof digits, value, std::chars_format::scientific).ptr;
  const std::string text{digits, end};
  const std::size_t exponent_at = text.find('e') + 1;
  const std::string shifted = fmt::format("{}{}", text.substr(0, exponent_at), std::stoi(text.substr(exponent_at)) + 3);
  double product = 0;
  const auto [read_to, error] = std::from_chars(shifted.data(), shifted.data() + shifted.size(), product);
  return error == std::errc{} ? product : 1e3 * value;
}

class Writer {
 public:
  explicit Writer(const core::ResultSet& set) {
    const std::string cpu = set.config.text("cpu", set.environment.facts.text("cpu_model"));
    if (!cpu.empty()) {
      text_ += fmt::format("cpu: {}\n", one_line(cpu));
    }
    for (const core::BenchmarkResult& result : set.results) {
      declare_unit(result.series);
    }
    for (const core::BenchmarkResult& result : set.results) {
      if (fits(result.series)) {
        add(result);
        has_lines_ = true;
      } else {
        exported_.lost.push_back("times beyond a 64-bit float in nanoseconds, and so left out: " + result.name);
      }
    }
  }

  Exported take() {
    exported_.text = has_lines_ ? std::move(text_) : "";
    return std::move(exported_);
  }

 private:
  static std::string one_line(std::string_view text) {
    std::string line{text};
    std::ranges::replace_if(
        line, [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
    return line;
  }

  void declare_unit(const core::Series& series) {
    const std::string unit = go_unit(series);
    if (series.better == core::Better::higher && declared_.insert(unit).second) {
      text_ += fmt::format("Unit {} better=higher\n", unit);
    }
  }

  static bool fits(const core::Series& series) {
    const double factor = series.unit == "us" ? 1e3 : 1;
    return std::ranges::all_of(series.runs, [&](const core::Run& run) {
      return std::ranges::all_of(run.samples, [&](double sample) { return std::isfinite(sample * factor); });
    });
  }

  void add(const core::BenchmarkResult& result) {
    const std::string unit = go_unit(result.series);
    const std::string name = unique(go_name(result), unit);
    for (const core::Run& run : result.series.runs) {
      for (const double sample : run.samples) {
        text_ += fmt::format("{} {} ", name, run.batch);
        append_number(text_, result.series.unit == "us" ? thousandfold(sample) : sample);
        text_ += fmt::format(" {}\n", unit);
      }
    }
  }

  /// Of one name there may be lines in several units.
  std::string unique(const std::string& name, const std::string& unit) {
    std::string candidate = name;
    for (std::size_t number = 1; !taken_.emplace(candidate, unit).second; ++number) {
      candidate = fmt::format("{}#{:02}", name, number);
    }
    return candidate;
  }

  Exported exported_;
  std::string text_;
  bool has_lines_ = false;
  std::set<std::string> declared_;
  std::set<std::pair<std::string, std::string>> taken_;
};

}  // namespace

Exported to_go_benchmark(const core::ResultSet& set) {
  return Writer{set}.take();
}

}  // namespace moebench::io
