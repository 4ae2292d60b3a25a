#include "styled_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>
#include <utility>

namespace moebench::report {
namespace {

struct VerdictWord {
  std::string_view word;  // in capitals
  Style style;
};

// Longer ones before what they begin with.
constexpr std::array k_verdicts{
    VerdictWord{"NO REGRESSION SHOWN", Style::doubtful},
    VerdictWord{"NOT KNOWN TO BE REPLICATED", Style::doubtful},
    VerdictWord{"NOT REPLICATED", Style::doubtful},
    VerdictWord{"INCONCLUSIVE", Style::doubtful},
    VerdictWord{"NOT ACCEPTED", Style::bad},
    VerdictWord{"INTERRUPTED", Style::bad},
    VerdictWord{"EQUIVALENT", Style::neutral},
    VerdictWord{"REGRESSED", Style::bad},
    VerdictWord{"REJECTED", Style::bad},
    VerdictWord{"IMPROVED", Style::good},
    VerdictWord{"ACCEPTED", Style::good},
    VerdictWord{"PASSED", Style::good},
    VerdictWord{"FAILED", Style::bad},
    VerdictWord{"PASS", Style::good},
    VerdictWord{"FAIL", Style::bad},
    VerdictWord{"SKIP", Style::doubtful},
    VerdictWord{"OK", Style::good},
};

bool is_word_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
}

/// The verdict that `text` begins with, as a whole word.
const VerdictWord* leading_verdict(std::string_view text, bool any_case) {
  const auto same = [any_case](char a, char b) {
    return a == b || (any_case && std::toupper(static_cast<unsigned char>(a)) == b);
  };
  for (const VerdictWord& verdict : k_verdicts) {
    const std::size_t length = verdict.word.size();
    if (text.size() >= length && std::ranges::equal(text.substr(0, length), verdict.word, same) &&
        (text.size() == length || !is_word_character(text[length]))) {
      return &verdict;
    }
  }
  return nullptr;
}

std::size_t bytes_of_first(std::string_view text) {
  std::size_t length = 1;
  while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) {
    ++length;
  }
  return length;
}

void append_characters(StyledText& out, std::string_view text, Style style) {
  while (!text.empty()) {
    const std::size_t length = bytes_of_first(text);
    out.push_back({std::string{text.substr(0, length)}, style});
    text.remove_prefix(length);
  }
}

/// Reads inline marks from the front of a text, one after the other.
class InlineReader {
 public:
  InlineReader(std::string_view text, Style base) : left_{text}, base_{base} {}

  StyledText read() {
    while (!left_.empty()) {
      if (!(take_code() || take_bold() || take_italic() || take_footnote() || take_link() || take_verdict())) {
        take_character();
      }
    }
    return std::move(out_);
  }

 private:
  void take(std::size_t length) {
    last_ = left_[length - 1];
    left_.remove_prefix(length);
  }

  bool take_code() {
    const std::size_t end = left_.front() == '`' ? left_.find('`', 1) : std::string_view::npos;
    if (end == std::string_view::npos) {
      return false;
    }
    append_characters(out_, left_.substr(0, end + 1), Style::code);
    take(end + 1);
    return true;
  }

  bool take_bold() {
    const std::size_t end = left_.starts_with("**") ? left_.find("**", 3) : std::string_view::npos;
    if (end == std::string_view::npos) {
      return false;
    }
    const std::string_view inside = left_.substr(2, end - 2);
    const VerdictWord* verdict = leading_verdict(inside, true);
    const Style style = verdict != nullptr ? verdict->style : base_ == Style::plain ? Style::bold : base_;
    const StyledText text = InlineReader{inside, style}.read();
    out_.insert(out_.end(), text.begin(), text.end());
    take(end + 2);
    return true;
  }

  bool take_italic() {
    const bool opens = left_.front() == '*' && left_.size() > 2 && is_word_character(left_[1]) &&
                       !is_word_character(last_) && last_ != '/' && last_ != '*';
    const std::size_t end = opens ? left_.find('*', 1) : std::string_view::npos;
    if (end == std::string_view::npos || left_[end - 1] == ' ' ||
        (end + 1 < left_.size() && is_word_character(left_[end + 1]))) {
      return false;
    }
    append_characters(out_, left_.substr(1, end - 1), base_ == Style::plain ? Style::italic : base_);
    take(end + 1);
    return true;
  }

  bool take_footnote() {
    const std::size_t end = left_.starts_with("[^") ? left_.find(']') : std::string_view::npos;
    if (end == std::string_view::npos) {
      return false;
    }
    append_characters(out_, "[", base_);
    append_characters(out_, left_.substr(2, end - 1), base_);
    take(end + 1);
    return true;
  }

  bool take_link() {
    const std::size_t middle = left_.front() == '[' ? left_.find("](") : std::string_view::npos;
    const std::size_t end = middle == std::string_view::npos ? middle : left_.find(')', middle);
    if (end == std::string_view::npos || left_.substr(1, middle - 1).find('[') != std::string_view::npos) {
      return false;
    }
    const std::string_view text = left_.substr(1, middle - 1);
    const std::string_view url = left_.substr(middle + 2, end - middle - 2);
    append_characters(out_, text, base_);
    if (url != text) {
      append_characters(out_, " (" + std::string{url} + ")", base_);
    }
    take(end + 1);
    return true;
  }

  bool take_verdict() {
    const VerdictWord* verdict = is_word_character(last_) ? nullptr : leading_verdict(left_, false);
    if (verdict == nullptr) {
      return false;
    }
    append_characters(out_, verdict->word, verdict->style);
    take(verdict->word.size());
    return true;
  }

  void take_character() {
    if (left_.starts_with("\\|")) {
      left_.remove_prefix(1);
    }
    const std::size_t length = bytes_of_first(left_);
    append_characters(out_, left_.substr(0, length), base_);
    take(length);
  }

  std::string_view left_;
  Style base_;
  char last_ = ' ';  // the byte before what is left
  StyledText out_;
};

/// Where a line may break, of two strengths: a blank, and one that keeps together what belongs together.
enum class Blank : std::uint8_t { none, loose, tight };

std::vector<Blank> blanks_of(const StyledText& text) {
  constexpr std::size_t k_short_bracket = 32;
  std::vector<Blank> kinds(text.size(), Blank::none);
  std::size_t bracket_end = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i].bytes == "[") {
      for (std::size_t j = i; j < text.size() && j - i <= k_short_bracket && bracket_end <= i; ++j) {
        bracket_end = text[j].bytes == "]" ? j : bracket_end;
      }
    }
    if (text[i].bytes == " ") {
      const bool before_percent = i > 0 && i + 1 < text.size() && text[i + 1].bytes == "%";
      kinds[i] = i < bracket_end || before_percent ? Blank::tight : Blank::loose;
    }
  }
  return kinds;
}

struct Stretch {
  std::size_t begin, end;
  bool goes_on = false;  // the word that the one before began: no blank between them
  std::size_t size() const { return end - begin; }
};

/// The stretches of [begin, end) between blanks that count as breaks.
std::vector<Stretch> stretches(const std::vector<Blank>& blanks, Stretch within, bool tight_too) {
  std::vector<Stretch> out;
  std::size_t begin = within.begin;
  for (std::size_t i = within.begin; i <= within.end; ++i) {
    const bool breaks = i == within.end || blanks[i] == Blank::loose || (tight_too && blanks[i] == Blank::tight);
    if (breaks && i > begin) {
      out.push_back({.begin = begin, .end = i});
    }
    begin = breaks ? i + 1 : begin;
  }
  return out;
}

/// A word in the pieces that end with one of the signs behind which a name may be broken.
std::vector<Stretch> pieces_of(const StyledText& text, const Stretch& word) {
  constexpr std::string_view k_signs = "/._-";
  std::vector<Stretch> out;
  std::size_t begin = word.begin;
  for (std::size_t i = word.begin; i < word.end; ++i) {
    if (i + 1 == word.end || k_signs.find(text[i].bytes) != std::string_view::npos) {
      out.push_back({.begin = begin, .end = i + 1, .goes_on = begin != word.begin});
      begin = i + 1;
    }
  }
  return out;
}

/// The words, and of those that are longer than a line the parts that may have a line each.
std::vector<Stretch> parts_for_lines(const StyledText& text, std::size_t width, LongWords long_words) {
  const std::vector<Blank> blanks = blanks_of(text);
  std::vector<Stretch> parts;
  for (const Stretch& phrase : stretches(blanks, {.begin = 0, .end = text.size()}, false)) {
    if (phrase.size() <= width) {
      parts.push_back(phrase);
      continue;
    }
    for (const Stretch& word : stretches(blanks, phrase, true)) {
      if (word.size() <= width || long_words == LongWords::kept) {
        parts.push_back(word);
      } else {
        std::ranges::copy(pieces_of(text, word), std::back_inserter(parts));
      }
    }
  }
  return parts;
}

std::string_view escape_of(Style style) {
  switch (style) {
    case Style::plain: return "";
    case Style::heading:
    case Style::bold: return "\x1b[1m";
    case Style::italic: return "\x1b[3m";
    case Style::code: return "\x1b[36m";
    case Style::good: return "\x1b[1;32m";
    case Style::bad: return "\x1b[1;31m";
    case Style::doubtful: return "\x1b[1;33m";
    case Style::neutral: return "\x1b[1;36m";
  }
  return "";
}

}  // namespace

StyledText styled(std::string_view markdown, Style base) {
  return InlineReader{markdown, base}.read();
}

StyledText styled_cell(std::string_view markdown) {
  const VerdictWord* verdict = leading_verdict(markdown, true);
  return verdict == nullptr ? styled(markdown) : restyled(styled(markdown), verdict->style);
}

StyledText restyled(StyledText text, Style as) {
  for (StyledCharacter& character : text) {
    character.style = as;
  }
  return text;
}

std::vector<StyledText> wrapped(const StyledText& text, std::size_t width, LongWords long_words) {
  std::vector<StyledText> lines(1);
  for (const Stretch& part : parts_for_lines(text, width, long_words)) {
    StyledText* line = &lines.back();
    const std::size_t blank = line->empty() || part.goes_on ? 0 : 1;
    if (!line->empty() && line->size() + blank + part.size() > width) {
      line = &lines.emplace_back();
    } else if (blank == 1) {
      // The blank of a phrase in one style keeps that style, so that it stays one stretch.
      line->push_back({" ", line->back().style == text[part.begin].style ? line->back().style : Style::plain});
    }
    line->insert(line->end(), text.begin() + static_cast<std::ptrdiff_t>(part.begin),
                 text.begin() + static_cast<std::ptrdiff_t>(part.end));
  }
  return lines;
}

std::size_t longest_word(const StyledText& text) {
  std::size_t longest = 0;
  for (const Stretch& word : stretches(blanks_of(text), {.begin = 0, .end = text.size()}, false)) {
    longest = std::max(longest, word.size());
  }
  return longest;
}

std::size_t longest_piece(const StyledText& text) {
  std::size_t longest = 0;
  for (const Stretch& word : stretches(blanks_of(text), {.begin = 0, .end = text.size()}, true)) {
    for (const Stretch& piece : pieces_of(text, word)) {
      longest = std::max(longest, piece.size());
    }
  }
  return longest;
}

std::string in_terminal(const StyledText& text, bool colour) {
  std::string out;
  Style now = Style::plain;
  for (const StyledCharacter& character : text) {
    if (colour && character.style != now) {
      out += now == Style::plain ? "" : "\x1b[0m";
      out += escape_of(character.style);
      now = character.style;
    }
    out += character.bytes;
  }
  return out + (now == Style::plain ? "" : "\x1b[0m");
}

}  // namespace moebench::report
