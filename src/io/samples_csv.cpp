#include "moebench/io/samples_csv.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "moebench/io/atomic_file.hpp"
#include "plain_text.hpp"

namespace moebench::io {
namespace {

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

std::vector<std::string_view> cells_of(std::string_view line) {
  std::vector<std::string_view> cells;
  for (bool more = true; more;) {
    more = line.find(',') != std::string_view::npos;
    cells.push_back(trim(take_until(line, ',')));
  }
  return cells;
}

core::Result<void> append_values(const std::vector<std::string_view>& cells, const std::string& place,
                                 std::string_view advice, std::vector<float>& values) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::optional<float> value = parse_value(cells[i]);
    if (!value) {
      const std::string found = cells[i].empty() ? "nothing" : fmt::format("\"{}\"", cells[i].substr(0, 40));
      return core::input_error(
          fmt::format("{}, value {}", place, i + 1),
          fmt::format("found {}; expected a finite number that fits a 32-bit float, correct it, or {}", found, advice));
    }
    values.push_back(*value);
  }
  return {};
}

struct Csv {
  SampleMatrix matrix;
  std::vector<std::string> header;  // empty when there is none
};

bool is_header(const std::vector<std::string_view>& cells) {
  return std::ranges::none_of(cells, [](std::string_view cell) { return parse_value(cell).has_value(); });
}

constexpr std::string_view k_without_header = "start the line with # if it is not a sample";
constexpr std::string_view k_with_header =
    "start the line with # if it is not a sample; a header holds no number at all";

core::Result<Csv> parse_csv(std::string_view text, std::string_view subject, bool may_have_header) {
  text = without_byte_order_mark(text);
  Csv csv{.matrix = {.columns = 0, .values = {}}, .header = {}};
  SampleMatrix& samples = csv.matrix;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view content = trim(take_until(text, '\n'));
    if (content.empty() || content.starts_with('#')) {
      continue;
    }
    const std::vector<std::string_view> cells = cells_of(content);
    const std::string place = fmt::format("{}: line {}", subject, number);
    const bool first = samples.columns == 0;
    if (first && may_have_header && is_header(cells)) {
      csv.header.assign(cells.begin(), cells.end());
    } else if (auto added =
                   append_values(cells, place, may_have_header ? k_with_header : k_without_header, samples.values);
               !added) {
      return std::unexpected{std::move(added).error()};
    }
    if (!first && cells.size() != samples.columns) {
      return core::input_error(place, fmt::format("found {} values; expected {} as in the lines before, every sample "
                                                  "needs the same number of features",
                                                  cells.size(), samples.columns));
    }
    samples.columns = cells.size();
  }
  if (samples.values.empty()) {
    return core::input_error(std::string{subject},
                             "holds no samples; expected one line of comma-separated numbers each");
  }
  return csv;
}

/// The index of the column that `wanted` names.
core::Result<std::size_t> find_column(const Csv& csv, std::string_view wanted, std::string_view subject) {
  const std::size_t columns = csv.matrix.columns;
  if (wanted.empty()) {
    return columns - 1;
  }
  const auto refuse = [&](std::string_view found) {
    return core::input_error(std::string{subject},
                             fmt::format("{}; name the column that holds the labels as its header does, or by its "
                                         "number from 1 to {}",
                                         found, columns));
  };
  if (const auto count = std::ranges::count(csv.header, wanted); count > 1) {
    return refuse(fmt::format("{} columns are called \"{}\"", count, wanted));
  }
  if (const auto at = std::ranges::find(csv.header, wanted); at != csv.header.end()) {
    return static_cast<std::size_t>(at - csv.header.begin());
  }
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(wanted.data(), wanted.data() + wanted.size(), number);
  if (error == std::errc{} && end == wanted.data() + wanted.size() && number >= 1 && number <= columns) {
    return number - 1;
  }
  return refuse(fmt::format("there is no column \"{}\"{}", wanted,
                            csv.header.empty() ? ", and no header that would give columns names" : ""));
}

}  // namespace

core::Result<SampleMatrix> parse_samples_csv(std::string_view text, std::string_view subject) {
  auto csv = parse_csv(text, subject, false);
  if (!csv) {
    return std::unexpected{std::move(csv).error()};
  }
  return std::move(csv->matrix);
}

core::Result<LabelledSamples> parse_labelled_csv(std::string_view text, std::string_view subject,
                                                 std::string_view label_column) {
  const auto csv = parse_csv(text, subject, true);
  if (!csv) {
    return std::unexpected{csv.error()};
  }
  const SampleMatrix& all = csv->matrix;
  if (all.columns < 2) {
    return core::input_error(std::string{subject},
                             "its lines hold one value; expected one feature or more, and a label");
  }
  const auto label = find_column(*csv, label_column, subject);
  if (!label) {
    return std::unexpected{label.error()};
  }
  LabelledSamples result{.samples = {.columns = all.columns - 1, .values = {}}, .labels = {}};
  result.samples.values.reserve(all.values.size() - all.rows());
  for (std::size_t i = 0; i < all.values.size(); ++i) {
    (i % all.columns == *label ? result.labels : result.samples.values).push_back(all.values[i]);
  }
  return result;
}

core::Result<SampleMatrix> read_samples_csv(const std::filesystem::path& path) {
  const core::Result<std::string> text = read_text(path);
  if (!text) {
    return std::unexpected{text.error()};
  }
  return parse_samples_csv(*text, path.string());
}

}  // namespace moebench::io
