#include "moebench/report/terminal_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>
#include <vector>

#include "styled_text.hpp"
#include "terminal_table.hpp"

namespace moebench::report {
namespace {

constexpr std::size_t k_narrowest_terminal = 20;

std::vector<std::string_view> lines_in(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

/// What a list item or a footnote begins with, and how it is shown; empty where a line begins neither.
struct BlockMarker {
  std::size_t taken = 0;  // bytes of the line
  std::string shown = {};
};

BlockMarker list_marker(std::string_view line) {
  const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
  const std::string_view rest = line.substr(indent);
  if (rest.starts_with("- ") || rest.starts_with("* ")) {
    return {indent + 2, std::string(indent, ' ') + "- "};
  }
  const std::size_t digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
  if (digits > 0 && rest.substr(digits).starts_with(". ")) {
    return {indent + digits + 2, std::string{line.substr(0, indent + digits + 2)}};
  }
  const std::size_t end = rest.starts_with("[^") ? rest.find("]: ") : std::string_view::npos;
  return end == std::string_view::npos
             ? BlockMarker{}
             : BlockMarker{indent + end + 3, "[" + std::string{rest.substr(2, end - 2)} + "] "};
}

bool is_heading(std::string_view line) {
  const std::size_t marks = line.find_first_not_of('#');
  return marks != 0 && marks != std::string_view::npos && line[marks] == ' ';
}

bool begins_block(std::string_view line) {
  return line.empty() || line.starts_with("```") || line.starts_with('|') || is_heading(line) ||
         list_marker(line).taken > 0;
}

constexpr std::string_view k_folded = "<details><summary>";

/// What html_text writes, as it was before.
std::string decoded(std::string_view html) {
  constexpr std::array<std::pair<std::string_view, char>, 4> entities{
      {{"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&amp;", '&'}}};
  std::string text;
  while (!html.empty()) {
    const auto* const entity =
        std::ranges::find_if(entities, [&](const auto& known) { return html.starts_with(known.first); });
    const bool is_entity = entity != entities.end();
    text += is_entity ? entity->second : html.front();
    html.remove_prefix(is_entity ? entity->first.size() : 1);
  }
  return text;
}

class TerminalWriter {
 public:
  TerminalWriter(std::string_view markdown, const TerminalOptions& options)
      : lines_{lines_in(markdown)}, width_{std::max(options.width, k_narrowest_terminal)}, colour_{options.colour} {}

  std::string write() {
    while (at_ < lines_.size()) {
      const std::string_view line = lines_[at_];
      if (line.find_first_not_of(' ') == std::string_view::npos) {
        write_blank();
      } else if (line.starts_with("```")) {
        write_code();
      } else if (line.starts_with(k_folded) || line == "</details>") {
        write_folded(line);
      } else if (line.starts_with('|')) {
        write_table();
      } else if (is_heading(line)) {
        write_heading(line);
      } else {
        write_paragraph();
      }
    }
    return std::move(out_);
  }

 private:
  void write_blank() {
    if (!out_.empty() && !out_.ends_with("\n\n")) {
      out_ += '\n';
    }
    ++at_;
  }

  void write_code() {
    for (++at_; at_ < lines_.size() && !lines_[at_].starts_with("```"); ++at_) {
      out_ += std::string{lines_[at_]} + '\n';
    }
    ++at_;
  }

  /// What a page folds away under a line stands open here, under that line as a heading.
  void write_folded(std::string_view line) {
    if (line.starts_with(k_folded)) {
      line.remove_prefix(k_folded.size());
      write_heading("### " + decoded(line.substr(0, line.find("</summary>"))));
    } else {
      ++at_;
    }
  }

  void write_table() {
    std::vector<std::string_view> table;
    for (; at_ < lines_.size() && lines_[at_].starts_with('|'); ++at_) {
      table.push_back(lines_[at_]);
    }
    if (table.size() >= 2) {
      out_ += terminal_table(table, width_, colour_);
    }
    doubting_ = false;
  }

  void write_heading(std::string_view line) {
    const std::size_t marks = line.find_first_not_of('#');
    std::size_t longest = 0;
    for (const StyledText& text : wrapped(styled(line.substr(marks + 1), Style::heading), width_)) {
      out_ += in_terminal(text, colour_) + '\n';
      longest = std::max(longest, text.size());
    }
    if (!colour_ && marks <= 2) {
      out_ += std::string(longest, marks == 1 ? '=' : '-') + '\n';
    }
    doubting_ = false;
    ++at_;
  }

  /// A paragraph or a list item: its lines up to the next block, joined. Two blanks at an end keep a line's break.
  void write_paragraph() {
    const BlockMarker marker = list_marker(lines_[at_]);
    std::vector<std::string> parts(1, std::string{lines_[at_].substr(marker.taken)});
    for (++at_; at_ < lines_.size() && !begins_block(lines_[at_]); ++at_) {
      const std::string_view line =
          lines_[at_].substr(std::min(lines_[at_].find_first_not_of(' '), lines_[at_].size()));
      if (parts.back().ends_with("  ")) {
        parts.emplace_back(line);
      } else {
        parts.back() += ' ' + std::string{line};
      }
    }
    if (marker.taken == 0) {
      doubting_ = parts.front().starts_with("Doubts:");
    }
    const StyledText shown = styled(marker.shown, doubting_ ? Style::doubtful : Style::plain);
    std::string before = in_terminal(shown, colour_);
    for (const std::string& part : parts) {
      for (const StyledText& text : wrapped(marked_doubts(part), width_ - std::min(shown.size(), width_ / 2))) {
        out_ += before + in_terminal(text, colour_) + '\n';
        before = std::string(shown.size(), ' ');
      }
    }
  }

  /// "Doubt:" and "Doubts:" at the beginning tell what follows from the rest.
  static StyledText marked_doubts(std::string_view part) {
    StyledText text = styled(part);
    const std::size_t length = part.starts_with("Doubts:") ? 7 : part.starts_with("Doubt:") ? 6 : 0;
    for (std::size_t i = 0; i < length; ++i) {
      text[i].style = Style::doubtful;
    }
    return text;
  }

  std::vector<std::string_view> lines_;
  std::size_t width_;
  bool colour_;
  std::size_t at_ = 0;
  bool doubting_ = false;  // the list that follows is one of doubts
  std::string out_;
};

}  // namespace

std::string terminal_text(std::string_view markdown, const TerminalOptions& options) {
  return TerminalWriter{markdown, options}.write();
}

}  // namespace moebench::report
