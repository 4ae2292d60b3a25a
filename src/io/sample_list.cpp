#include "sample_list.hpp"

#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace moebench::io {
namespace {

std::string_view trim(std::string_view text) {
  constexpr std::string_view passed_over = " \t\r,;";
  const std::size_t first = text.find_first_not_of(passed_over);
  return first == std::string_view::npos ? std::string_view{}
                                         : text.substr(first, text.find_last_not_of(passed_over) - first + 1);
}

/// The lines that say something, one after the other, with their numbers from 1.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_{text} {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (rest_.starts_with(byte_order_mark)) {
      rest_.remove_prefix(byte_order_mark.size());
    }
  }

  std::optional<std::string_view> next() {
    while (!rest_.empty()) {
      const std::size_t end = rest_.find('\n');
      const std::string_view line = trim(rest_.substr(0, end));
      rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
      ++number_;
      if (!line.empty() && !line.starts_with('#')) {
        return line;
      }
    }
    return std::nullopt;
  }

  std::size_t number() const { return number_; }

 private:
  std::string_view rest_;
  std::size_t number_ = 0;
};

std::optional<double> number(std::string_view text) {
  text.remove_prefix(text.starts_with('+') ? 1 : 0);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_whole = end == text.data() + text.size() && error == std::errc{};
  return is_whole && std::isfinite(value) ? std::optional{value} : std::nullopt;
}

bool is_utf8(std::string_view text) {
  try {
    (void)nlohmann::json(text).dump();
    return true;
  } catch (const nlohmann::json::type_error&) {
    return false;
  }
}

/// Not what looks like a damaged number, which would be lost as a title.
bool may_be_title(std::string_view line) {
  const char first = line.front();
  const bool is_numeric = (first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.';
  const bool is_no_number = line == "nan" || line == "NaN" || line == "NAN" || line == "inf" || line == "Infinity";
  return !is_numeric && !is_no_number && line.find_first_of("{}[]<>") == std::string_view::npos;
}

}  // namespace

bool is_sample_list(std::string_view text) {
  Lines lines{text};
  const std::optional<std::string_view> first = lines.next();
  const std::optional<std::string_view> second = first ? lines.next() : std::nullopt;
  return second && number(*second) && first->find_first_of("{}[]<>") == std::string_view::npos;
}

core::Result<core::ResultSet> parse_sample_list(std::string_view text, std::string_view subject) {
  core::BenchmarkResult result;
  result.name = "samples";
  core::Run run;
  Lines lines{text};
  while (const std::optional<std::string_view> line = lines.next()) {
    const std::optional<double> value = number(*line);
    if (value) {
      run.samples.push_back(*value);
    } else if (run.samples.empty() && result.name == "samples" && may_be_title(*line)) {
      if (!is_utf8(*line)) {
        return core::input_error(fmt::format("{}: line {}", subject, lines.number()),
                                 "the title is not UTF-8; convert the file or start the line with #");
      }
      result.name = *line;
    } else {
      return core::input_error(
          fmt::format("{}: line {}", subject, lines.number()),
          fmt::format("found \"{}\"; expected one finite number, correct it or start the line with #",
                      line->substr(0, 40)));
    }
  }
  result.series.runs.push_back(std::move(run));
  core::ResultSet set;
  set.source = subject;
  set.results.push_back(std::move(result));
  return set;
}

}  // namespace moebench::io
