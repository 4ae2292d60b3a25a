#include "sample_list.hpp"

#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "plain_text.hpp"

namespace moebench::io {
namespace {

constexpr std::string_view k_passed_over = " \t\r,;";

/// The lines that say something, one after the other, with their numbers from 1.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_{without_byte_order_mark(text)} {}

  std::optional<std::string_view> next() {
    while (!rest_.empty()) {
      const std::string_view line = trim(take_until(rest_, '\n'), k_passed_over);
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
  if (!second) {
    return first && finite_number(*first);
  }
  return finite_number(*second) && first->find_first_of("{}[]<>") == std::string_view::npos;
}

core::Result<core::ResultSet> parse_sample_list(std::string_view text, std::string_view subject) {
  core::BenchmarkResult result;
  result.name = "samples";
  core::Run run;
  Lines lines{text};
  while (const std::optional<std::string_view> line = lines.next()) {
    const std::optional<double> value = finite_number(*line);
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
  set.config.set("assumed_unit", "us");
  set.results.push_back(std::move(result));
  return set;
}

}  // namespace moebench::io
