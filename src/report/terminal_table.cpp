#include "terminal_table.hpp"

#include <algorithm>
#include <numeric>
#include <set>
#include <utility>

#include "moebench/report/table.hpp"
#include "styled_text.hpp"

namespace moebench::report {
namespace {

constexpr std::size_t k_gap = 2;              // blanks between columns
constexpr std::size_t k_narrowest_text = 16;  // to which a column of text is wrapped before its table is split
constexpr std::size_t k_cost_of_figure = 4;   // a wrapped figure is as hard to read as so many wrapped texts

std::string_view without_blanks(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  return begin == std::string_view::npos ? "" : text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

/// The cells of "| a | b |"; a bar behind a backslash is part of its cell.
std::vector<std::string_view> cells_of(std::string_view line) {
  std::vector<std::string_view> cells;
  line.remove_prefix(1);
  std::size_t begin = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '|' && (i == 0 || line[i - 1] != '\\')) {
      cells.push_back(without_blanks(line.substr(begin, i - begin)));
      begin = i + 1;
    }
  }
  return cells;
}

struct TerminalColumn {
  StyledText title;
  Align align;
  std::vector<StyledText> cells = {};
  std::size_t body = 0;  // widest cell
  std::size_t width = 0;

  /// The width that wraps no cell and no word of the title.
  std::size_t unwrapped() const { return std::max(body, longest_word(title)); }

  /// The width down to which its cells may be wrapped.
  std::size_t narrowest(LongWords long_words) const {
    const std::size_t least_text = align == Align::left ? std::min(body, k_narrowest_text) : 0;
    std::size_t least = std::max(longest_word(title), least_text);
    for (const StyledText& cell : cells) {
      least = std::max(
          least, long_words == LongWords::kept || align == Align::right ? longest_word(cell) : longest_piece(cell));
    }
    return least;
  }

  /// Names may be broken, figures not.
  std::vector<StyledText> lines_of(std::size_t row) const {
    return wrapped(cells[row], width, align == Align::left ? LongWords::broken : LongWords::kept);
  }

  /// How many cells take more lines in this width than in theirs.
  std::size_t wider_cells(std::size_t than) const {
    return static_cast<std::size_t>(
        std::ranges::count_if(cells, [than](const StyledText& cell) { return cell.size() > than; }));
  }

  bool is_interval() const {
    const std::string text = in_terminal(title, false);
    return text.ends_with("interval") || text.ends_with("interval)");
  }
};

using Columns = std::vector<TerminalColumn>;

/// What stands on a line of its own before a row, instead of in a first column; empty before most rows.
using Groups = std::vector<StyledText>;

std::size_t total_width(const Columns& columns) {
  return std::accumulate(columns.begin(), columns.end(), std::size_t{0},
                         [](std::size_t sum, const TerminalColumn& column) { return sum + column.width + k_gap; }) -
         k_gap;
}

std::size_t lines_of_row(const Columns& columns, std::size_t row) {
  std::size_t most = 1;
  for (const TerminalColumn& column : columns) {
    most = std::max(most, column.lines_of(row).size());
  }
  return most;
}

std::size_t lines_of_rows(const Columns& columns) {
  std::size_t sum = 0;
  for (std::size_t row = 0; row < columns.front().cells.size(); ++row) {
    sum += lines_of_row(columns, row);
  }
  return sum;
}

/// Gives what is left of `width` to the columns whose titles take most lines, as far as that shortens the header.
void widen_for_titles(Columns& columns, std::size_t width) {
  const auto title_lines = [](const TerminalColumn& column) { return wrapped(column.title, column.width).size(); };
  while (total_width(columns) < width) {
    TerminalColumn& tallest = *std::ranges::max_element(columns, {}, title_lines);
    const std::size_t lines = title_lines(tallest);
    if (lines == 1) {
      return;
    }
    const std::size_t before = tallest.width;
    const std::size_t left = width - total_width(columns);
    while (title_lines(tallest) == lines && tallest.width < before + left) {
      ++tallest.width;
    }
    if (title_lines(tallest) == lines) {
      tallest.width = before;
      return;
    }
  }
}

/// Narrows columns one by one, always where the fewest cells are wrapped by it, until all fit or none can be narrowed.
/// Whether they fit.
bool narrow_texts(Columns& columns, std::size_t width, LongWords long_words) {
  std::vector<std::size_t> least;
  for (const TerminalColumn& column : columns) {
    least.push_back(column.narrowest(long_words));
  }
  while (total_width(columns) > width) {
    TerminalColumn* easiest = nullptr;
    const auto cost = [](const TerminalColumn& column) {
      const std::size_t broken =
          column.wider_cells(column.width - 1) * (column.align == Align::left ? 1 : k_cost_of_figure);
      return std::pair{broken, -static_cast<std::ptrdiff_t>(column.width)};
    };
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i].width > least[i] && (easiest == nullptr || cost(columns[i]) < cost(*easiest))) {
        easiest = &columns[i];
      }
    }
    if (easiest == nullptr) {
      return false;
    }
    --easiest->width;
  }
  return true;
}

void append_lines(std::string& out, const Columns& columns, const std::vector<std::vector<StyledText>>& cells,
                  bool colour) {
  std::size_t height = 1;
  for (const auto& lines : cells) {
    height = std::max(height, lines.size());
  }
  for (std::size_t line = 0; line < height; ++line) {
    std::string text;
    std::size_t pending = 0;  // blanks that are written only before something
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const StyledText cell = line < cells[i].size() ? cells[i][line] : StyledText{};
      const std::size_t padding = columns[i].width - std::min(columns[i].width, cell.size());
      const bool right = columns[i].align == Align::right;
      pending += right ? padding : 0;
      if (!cell.empty()) {
        text += std::string(pending, ' ') + in_terminal(cell, colour);
        pending = 0;
      }
      pending += (right ? 0 : padding) + k_gap;
    }
    out += text + '\n';
  }
}

std::string block_lines(const Columns& columns, const Groups& groups, bool colour) {
  std::string out;
  std::vector<std::vector<StyledText>> titles;
  std::string rule;
  for (const TerminalColumn& column : columns) {
    titles.push_back(wrapped(column.title, column.width));
    rule += std::string(titles.size() > 1 ? k_gap : 0, ' ') + std::string(column.width, '-');
  }
  append_lines(out, columns, titles, colour);
  out += rule + '\n';
  for (std::size_t row = 0; row < columns.front().cells.size(); ++row) {
    std::vector<std::vector<StyledText>> cells;
    for (const TerminalColumn& column : columns) {
      cells.push_back(column.lines_of(row));
    }
    if (!groups[row].empty()) {
      out += in_terminal(groups[row], colour) + '\n';
    }
    append_lines(out, columns, cells, colour);
  }
  return out;
}

/// The texts of the first column that begin a group of rows: those that follow are empty, or the same. Empty for a
/// table that is not in groups, of two rows and more on average.
Groups groups_of(const Columns& columns, std::size_t width) {
  const TerminalColumn& first = columns.front();
  const std::size_t rows = first.cells.size();
  Groups groups(rows);
  std::string last;
  std::size_t count = 0;
  bool any_empty = false;
  for (std::size_t row = 0; row < rows; ++row) {
    const std::string text = in_terminal(first.cells[row], false);
    any_empty = any_empty || text.empty();
    if (!text.empty() && text != last) {
      groups[row] = first.cells[row];
      ++count;
      last = text;
    }
  }
  const bool grouped = columns.size() > 2 && first.align == Align::left && first.body <= width && rows > 1 &&
                       !groups.front().empty() && (any_empty || 2 * count <= rows);
  return grouped ? groups : Groups(rows);
}

/// Groups get a line before their rows; their column becomes an indentation.
Groups take_groups(Columns& columns, std::size_t width) {
  Groups groups = groups_of(columns, width);
  if (std::ranges::any_of(groups, [](const StyledText& group) { return !group.empty(); })) {
    columns.front() = {.title = {}, .align = Align::left, .cells = Groups(groups.size())};
  }
  return groups;
}

/// Whether the first `keys` columns tell the rows of each group apart.
bool are_distinct(const Columns& columns, const Groups& groups, std::size_t keys) {
  std::set<std::string> seen;
  for (std::size_t row = 0; row < groups.size(); ++row) {
    if (!groups[row].empty()) {
      seen.clear();
    }
    std::string key;
    for (std::size_t i = 0; i < keys; ++i) {
      key += in_terminal(columns[i].cells[row], false) + '|';
    }
    if (!seen.insert(key).second) {
      return false;
    }
  }
  return true;
}

/// How many of the first columns each block repeats: as many as it takes to say which row it is.
std::size_t key_columns(const Columns& columns, const Groups& groups) {
  std::size_t keys = columns.front().body == 0 ? 2 : 1;  // an indentation says nothing
  while (keys + 1 < columns.size() && !are_distinct(columns, groups, keys)) {
    ++keys;
  }
  return keys + 1 < columns.size() || are_distinct(columns, groups, keys) ? keys : 1;
}

/// The columns of the key, made so narrow that the widest of the others fits beside them.
void narrow_key(Columns& columns, std::size_t keys, std::size_t width) {
  std::size_t widest = 0;
  for (std::size_t i = keys; i < columns.size(); ++i) {
    widest = std::max(widest, columns[i].width);
  }
  const std::size_t room = std::max(width / 4, std::min(width * 2 / 3, width - std::min(width, widest + k_gap)));
  Columns key{columns.begin(), columns.begin() + static_cast<std::ptrdiff_t>(keys)};
  if (!narrow_texts(key, room, LongWords::kept)) {
    narrow_texts(key, room, LongWords::broken);
  }
  std::ranges::copy(key, columns.begin());
}

/// Blocks of at most `width`, as many columns in each as fit; a figure and its interval stay together where they can.
std::vector<Columns> filled_blocks(const Columns& columns, std::size_t keys, std::size_t width) {
  const auto part = [&columns](std::size_t from, std::size_t to) {
    return Columns{columns.begin() + static_cast<std::ptrdiff_t>(from),
                   columns.begin() + static_cast<std::ptrdiff_t>(to)};
  };
  const auto joined = [](Columns block, const Columns& more) {
    block.insert(block.end(), more.begin(), more.end());
    return block;
  };
  const Columns key = part(0, keys);
  std::vector<Columns> blocks;
  for (std::size_t i = keys; i < columns.size();) {
    std::size_t end = i + 1;
    while (end < columns.size() && columns[end].is_interval()) {
      ++end;
    }
    end = total_width(joined(key, part(i, end))) <= width ? end : i + 1;
    if (blocks.empty() || total_width(joined(blocks.back(), part(i, end))) > width) {
      blocks.push_back(key);
    }
    blocks.back() = joined(std::move(blocks.back()), part(i, end));
    i = end;
  }
  return blocks;
}

/// Blocks of columns that each begin with the key, filled about alike.
std::vector<Columns> split_blocks(Columns columns, const Groups& groups, std::size_t width) {
  const std::size_t keys = key_columns(columns, groups);
  narrow_key(columns, keys, width);
  const Columns key{columns.begin(), columns.begin() + static_cast<std::ptrdiff_t>(keys)};
  std::vector<Columns> blocks = filled_blocks(columns, keys, width);
  for (std::size_t narrower = width - 1; narrower > total_width(key); --narrower) {
    std::vector<Columns> others = filled_blocks(columns, keys, narrower);
    if (others.size() > blocks.size()) {
      break;
    }
    blocks = std::move(others);
  }
  for (Columns& block : blocks) {
    // A column that is too wide beside the key alone.
    if (total_width(block) > width) {
      const std::size_t others = total_width(block) - block.back().width;
      block.back().width = std::max(width - std::min(width, others), std::size_t{1});
    }
  }
  return blocks;
}

Columns read_table(const std::vector<std::string_view>& lines) {
  Columns columns;
  const auto titles = cells_of(lines[0]);
  const auto rules = cells_of(lines[1]);
  for (std::size_t i = 0; i < titles.size(); ++i) {
    const bool right = i < rules.size() && rules[i].ends_with(':') && !rules[i].starts_with(':');
    columns.push_back({.title = styled(titles[i], Style::heading), .align = right ? Align::right : Align::left});
  }
  for (std::size_t row = 2; row < lines.size(); ++row) {
    auto cells = cells_of(lines[row]);
    cells.resize(columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
      columns[i].cells.push_back(styled_cell(cells[i]));
      columns[i].body = std::max(columns[i].body, columns[i].cells.back().size());
    }
  }
  for (TerminalColumn& column : columns) {
    column.width = std::max(column.unwrapped(), std::size_t{1});
  }
  return columns;
}

}  // namespace

std::string terminal_table(const std::vector<std::string_view>& lines, std::size_t width, bool colour) {
  Columns columns = read_table(lines);
  if (columns.empty()) {
    return "";
  }
  Groups groups(columns.front().cells.size());
  if (total_width(columns) > width) {
    groups = take_groups(columns, width);
  }
  std::vector<Columns> blocks{columns};
  if (total_width(columns) > width) {
    Columns& narrowed = blocks.front();
    const bool fits = narrow_texts(narrowed, width, LongWords::kept);
    const std::vector<Columns> parts = split_blocks(columns, groups, width);
    std::size_t lines_split = 0;
    for (const Columns& part : parts) {
      lines_split += lines_of_rows(part) + 3;  // with its header, rule and the blank line
    }
    if (!fits || lines_split < lines_of_rows(narrowed)) {
      blocks = parts;
    }
  }
  std::string out;
  for (Columns& each : blocks) {
    widen_for_titles(each, width);
    out += (out.empty() ? "" : "\n") + block_lines(each, groups, colour);
  }
  return out;
}

}  // namespace moebench::report
