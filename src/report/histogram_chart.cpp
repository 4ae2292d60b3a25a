#include "moebench/report/histogram_chart.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <fmt/format.h>

#include "moebench/report/numbers.hpp"

namespace moebench::report {
namespace {

constexpr std::size_t k_most_bar_columns = 80;
constexpr std::size_t k_widest_bar = 44;
constexpr std::size_t k_narrowest_bar = 10;

/// The bar of `share` of `width` columns, padded to that width. More than nothing is never shown as nothing.
std::string bar(double share, std::size_t width, bool ascii) {
  constexpr std::array<std::string_view, 8> eighths{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const double columns = share * static_cast<double>(width);
  if (ascii) {
    const auto signs = static_cast<std::size_t>(share > 0 ? std::max(1.0, std::round(columns)) : 0);
    return std::string(signs, '#') + std::string(width - signs, ' ');
  }
  const auto parts = static_cast<std::size_t>(share > 0 ? std::max(1.0, std::round(8 * columns)) : 0);
  std::string out;
  for (std::size_t i = 0; i < parts / 8; ++i) {
    out += "█";
  }
  out += eighths[parts % 8];
  return out + std::string(width - (parts + 7) / 8, ' ');
}

struct Bar {
  std::string edge;
  std::uint64_t count;
  std::string markers;
};

void mark(Bar& line, const Marker& marker) {
  line.markers += (line.markers.empty() ? "<- " : ", ") + marker.label;
}

std::vector<Bar> bars_of(const core::Histogram& histogram, const std::vector<Marker>& markers) {
  const int decimals = std::max(0, decimals_for(histogram.width, 1));
  const auto edge = [&](std::size_t bin) {
    return rounded(histogram.from + static_cast<double>(bin) * histogram.width, decimals);
  };
  const std::size_t bins = histogram.counts.size();
  std::vector<Bar> lines;
  lines.push_back({"< " + edge(0), histogram.below, {}});
  for (std::size_t bin = 0; bin < bins; ++bin) {
    lines.push_back({edge(bin), histogram.counts[bin], {}});
  }
  lines.push_back({">= " + edge(bins), histogram.above, {}});
  for (const Marker& marker : markers) {
    const double bin = std::floor((marker.at - histogram.from) / histogram.width);
    const double place = std::clamp(bin + 1, 0.0, static_cast<double>(bins + 1));
    mark(lines[static_cast<std::size_t>(place)], marker);
  }
  const auto is_empty = [](const Bar& line) { return line.count == 0 && line.markers.empty(); };
  if (is_empty(lines.back())) {
    lines.pop_back();
  }
  if (is_empty(lines.front())) {
    lines.erase(lines.begin());
  }
  return lines;
}

}  // namespace

std::string histogram_chart(const core::Histogram& histogram, const std::vector<Marker>& markers, bool ascii) {
  const std::vector<Bar> lines = bars_of(histogram, markers);
  std::size_t edge_width = 0;
  std::size_t count_width = 0;
  std::size_t marker_width = 0;
  std::uint64_t most = 1;
  for (const Bar& line : lines) {
    edge_width = std::max(edge_width, line.edge.size());
    count_width = std::max(count_width, with_thousands(line.count).size());
    marker_width = std::max(marker_width, line.markers.size());
    most = std::max(most, line.count);
  }
  // Edge, " |", bar, " ", count, " ", markers.
  const std::size_t taken = edge_width + 2 + 1 + count_width + 1 + marker_width;
  const std::size_t left = k_most_bar_columns > taken ? k_most_bar_columns - taken : 0;
  const std::size_t width = std::clamp(left, k_narrowest_bar, k_widest_bar);
  const std::string_view axis = ascii ? "|" : "▏";
  std::string out;
  for (const Bar& line : lines) {
    const double share = static_cast<double>(line.count) / static_cast<double>(most);
    std::string text = fmt::format("{:>{}} {}{} {:>{}} {}", line.edge, edge_width, axis, bar(share, width, ascii),
                                   with_thousands(line.count), count_width, line.markers);
    text.erase(text.find_last_not_of(' ') + 1);
    out += text + '\n';
  }
  return out;
}

}  // namespace moebench::report
