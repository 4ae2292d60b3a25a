#include "moebench/report/history_chart.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "moebench/core/utc_time.hpp"
#include "moebench/report/inline_text.hpp"
#include "moebench/report/numbers.hpp"

namespace moebench::report {
namespace {

constexpr std::size_t k_most_columns = 80;
constexpr std::size_t k_widest_area = 44;
constexpr std::size_t k_narrowest_area = 16;
constexpr std::size_t k_day = 10;  // "2026-01-31"

struct Line {
  std::string commit;
  std::string day;
  double value;
  double level;
  std::string marker;
};

std::vector<Line> lines_of(const core::HistorySeries& series, std::size_t first) {
  std::vector<Line> lines;
  for (const core::HistoryLevel& level : series.levels) {
    for (std::size_t i = std::max(level.from, first); i < level.to; ++i) {
      const core::HistoryPoint& point = series.points[i];
      lines.push_back({.commit = commit_text(point.commit),
                       .day = core::utc_time_text(point.commit.time).substr(0, k_day),
                       .value = point.value,
                       .level = level.moments.mean,
                       .marker = {}});
    }
  }
  for (const core::HistoryChange& change : series.changes) {
    if (change.at >= first) {
      lines[change.at - first].marker = "<- " + change_text(change);
    }
  }
  return lines;
}

/// Where a value stands on an axis.
class Axis {
 public:
  Axis(const std::vector<Line>& lines, std::size_t columns) : columns_{columns} {
    const auto [least, most] = std::ranges::minmax(lines, {}, &Line::value);
    low_ = least.value;
    high_ = most.value;
  }

  std::size_t column(double value) const {
    // Halves, since a difference may be beyond a double.
    const double range = high_ / 2 - low_ / 2;
    const double share = range > 0 ? std::clamp((value / 2 - low_ / 2) / range, 0.0, 1.0) : 0.5;
    return static_cast<std::size_t>(std::lround(share * static_cast<double>(columns_ - 1)));
  }

  double low() const { return low_; }
  double high() const { return high_; }

 private:
  std::size_t columns_;
  double low_ = 0;
  double high_ = 0;
};

std::string area(const Line& line, const Axis& axis, std::size_t columns, bool ascii) {
  const std::size_t point = axis.column(line.value);
  const std::size_t level = axis.column(line.level);
  std::string out;
  for (std::size_t column = 0; column < columns; ++column) {
    out += column == point ? (ascii ? "o" : "●") : column == level ? (ascii ? "|" : "│") : " ";
  }
  return out;
}

std::size_t characters(std::string_view text) {
  const auto starts_character = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; };
  return static_cast<std::size_t>(std::ranges::count_if(text, starts_character));
}

/// As many decimals as tell the values apart by a thousandth of their range, though four digits at least.
int decimals_of(const Axis& axis) {
  const int by_size = decimals_for(std::max(std::abs(axis.low()), std::abs(axis.high())), 4);
  const int by_range = decimals_for(axis.high() - axis.low(), 3);
  return std::max({by_size, by_range, 0});
}

}  // namespace

std::string history_chart(const core::HistorySeries& series, std::size_t most_points, bool ascii) {
  const std::size_t first = series.points.size() - std::min(series.points.size(), most_points);
  const std::vector<Line> lines = lines_of(series, first);
  const int decimals = decimals_of(Axis{lines, 1});
  std::size_t commit_width = 0;
  std::size_t value_width = 0;
  std::size_t marker_width = 0;
  for (const Line& line : lines) {
    commit_width = std::max(commit_width, characters(line.commit));
    value_width = std::max(value_width, rounded(line.value, decimals).size());
    marker_width = std::max(marker_width, characters(line.marker));
  }
  // Commit, " ", day, " |", area, "| ", value, " ", marker.
  const std::size_t taken = commit_width + 1 + k_day + 2 + 2 + value_width + 1 + marker_width;
  const std::size_t left = k_most_columns > taken ? k_most_columns - taken : 0;
  const std::size_t columns = std::clamp(left, k_narrowest_area, k_widest_area);
  const Axis axis{lines, columns};
  const std::string low = rounded(axis.low(), decimals);
  const std::string high = rounded(axis.high(), decimals);
  const std::size_t between = low.size() + high.size() < columns ? columns - low.size() - high.size() : 1;
  std::string out =
      fmt::format("{}{}{}{}\n", std::string(commit_width + 1 + k_day + 2, ' '), low, std::string(between, ' '), high);
  const std::string_view edge = ascii ? "|" : "▏";
  for (const Line& line : lines) {
    const std::string padding(commit_width - characters(line.commit), ' ');
    std::string text =
        fmt::format("{}{} {} {}{}{} {:>{}} {}", line.commit, padding, line.day, edge, area(line, axis, columns, ascii),
                    edge, rounded(line.value, decimals), value_width, line.marker);
    text.erase(text.find_last_not_of(' ') + 1);
    out += text + '\n';
  }
  return out;
}

std::string commit_text(const core::Commit& commit) {
  constexpr std::size_t shortest_hash = 40;
  constexpr std::size_t shown = 9;
  const bool hash =
      commit.id.size() >= shortest_hash && commit.id.find_first_not_of("0123456789abcdef") == std::string::npos;
  return inline_text(hash ? commit.id.substr(0, shown) : commit.id) + (commit.dirty ? "+" : "");
}

std::string change_text(const core::HistoryChange& change) {
  const std::string_view effect =
      change.effect == core::ChangeEffect::not_code ? "within one commit" : name(change.effect);
  return fmt::format("{}, {}", effect, name(change.status));
}

}  // namespace moebench::report
