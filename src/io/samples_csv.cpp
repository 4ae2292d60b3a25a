#include "moebench/io/samples_csv.hpp"

#include <charconv>
#include <cmath>
#include <optional>
#include <system_error>

#include <fmt/format.h>

#include "moebench/io/atomic_file.hpp"

namespace moebench::io {
namespace {

std::string_view trim(std::string_view text) {
  constexpr std::string_view blanks = " \t\r";
  const std::size_t first = text.find_first_not_of(blanks);
  return first == std::string_view::npos ? std::string_view{}
                                         : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Cuts the text before the next `separator` off the front of `rest`, or all of it.
std::string_view take_until(std::string_view& rest, char separator) {
  const std::size_t end = rest.find(separator);
  const std::string_view taken = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return taken;
}

std::optional<float> parse_value(std::string_view text) {
  const char* last = text.data() + text.size();
  float value = 0;
  const auto [end, error] = std::from_chars(text.data(), last, value);
  if (error == std::errc::result_out_of_range) {
    double wide = 0;
    const auto again = std::from_chars(text.data(), last, wide);
    const bool is_tiny = again.ec == std::errc{} && again.ptr == last && std::abs(wide) < 1;
    return is_tiny ? std::optional{static_cast<float>(wide)} : std::nullopt;
  }
  return error == std::errc{} && end == last && std::isfinite(value) ? std::optional{value} : std::nullopt;
}

/// Appends the values of one line; returns how many there are.
core::Result<std::size_t> append_line(std::string_view line, const std::string& place, std::vector<float>& values) {
  std::size_t count = 0;
  for (bool more = true; more; ++count) {
    more = line.find(',') != std::string_view::npos;
    const std::string_view cell = trim(take_until(line, ','));
    const std::optional<float> value = parse_value(cell);
    if (!value) {
      const std::string found = cell.empty() ? "nothing" : fmt::format("\"{}\"", cell.substr(0, 40));
      return core::input_error(fmt::format("{}, value {}", place, count + 1),
                               "found " + found +
                                   "; expected a finite number that fits a 32-bit float, correct it, "
                                   "or start the line with # if it is not a sample");
    }
    values.push_back(*value);
  }
  return count;
}

}  // namespace

core::Result<SampleMatrix> parse_samples_csv(std::string_view text, std::string_view subject) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) {
    text.remove_prefix(byte_order_mark.size());
  }
  SampleMatrix samples{.columns = 0, .values = {}};
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view content = trim(take_until(text, '\n'));
    if (content.empty() || content.starts_with('#')) {
      continue;
    }
    const std::string place = fmt::format("{}: line {}", subject, number);
    const core::Result<std::size_t> count = append_line(content, place, samples.values);
    if (!count) {
      return std::unexpected{count.error()};
    }
    if (samples.columns != 0 && *count != samples.columns) {
      return core::input_error(place, fmt::format("found {} values; expected {} as in the lines before, every sample "
                                                  "needs the same number of features",
                                                  *count, samples.columns));
    }
    samples.columns = *count;
  }
  if (samples.values.empty()) {
    return core::input_error(std::string{subject},
                             "holds no samples; expected one line of comma-separated numbers each");
  }
  return samples;
}

core::Result<SampleMatrix> read_samples_csv(const std::filesystem::path& path) {
  const core::Result<std::string> text = read_text(path);
  if (!text) {
    return std::unexpected{text.error()};
  }
  return parse_samples_csv(*text, path.string());
}

}  // namespace moebench::io
