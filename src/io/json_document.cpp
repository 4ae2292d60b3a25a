#include "json_document.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "number_arrays.hpp"

namespace moebench::io {
namespace {

/// Builds the value from the parser's events, and remembers why it stopped.
class Builder final : public nlohmann::json_sax<Json> {
 public:
  /// `taken` tells which arrays of the text were emptied.
  explicit Builder(std::span<const NumberArray> taken = {}) : taken_{taken} {}

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(std::int64_t value) override { return add(value); }
  bool number_unsigned(std::uint64_t value) override { return add(value); }
  bool number_float(double value, const std::string&) override { return add(value); }
  bool string(std::string& value) override { return add(std::move(value)); }
  bool binary(Json::binary_t&) override { return false; }

  bool start_array(std::size_t) override {
    if (next_taken_ < taken_.size() && taken_[next_taken_].place == arrays_++) {
      return open(Json::binary(Json::binary_t::container_type{}, next_taken_++));
    }
    return open(Json::array());
  }
  bool end_array() override { return close(); }
  bool start_object(std::size_t) override { return open(Json::object()); }
  bool end_object() override { return close(); }

  bool key(std::string& name) override {
    // Not operator[], which looks through all keys before it appends one.
    auto& members = open_.back()->get_ref<Json::object_t&>();
    if (members.size() == members.capacity()) {
      // The members' keys are const, so that growing copies them with everything below: seldom, but without room for
      // many where a file consists of objects with few.
      members.reserve(members.empty() ? 8 : 4 * members.size());
    }
    members.emplace_back(std::move(name), nullptr);
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const Json::exception& error) override {
    position_ = position;
    reason_ = error.what();
    return false;
  }

  Json take() { return std::move(root_); }
  bool too_deep() const { return open_.size() > k_max_depth; }

  /// How many bytes the parser had read, the offending one included.
  std::size_t position() const { return position_; }
  const std::string& reason() const { return reason_; }

 private:
  bool add(Json value) {
    place(std::move(value));
    return true;
  }

  Json* place(Json value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    if (open_.back()->is_array()) {
      auto& elements = open_.back()->get_ref<Json::array_t&>();
      elements.push_back(std::move(value));
      return &elements.back();
    }
    Json& member = open_.back()->get_ref<Json::object_t&>().back().second;
    member = std::move(value);
    return &member;
  }

  bool open(Json container) {
    open_.push_back(place(std::move(container)));
    return !too_deep();
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  std::span<const NumberArray> taken_;
  std::size_t next_taken_ = 0;
  std::size_t arrays_ = 0;  // started so far
  Json root_;
  std::vector<Json*> open_;  // stable: a container only grows when those inside it are closed
  std::size_t position_ = 0;
  std::string reason_;
};

std::string place_of(std::string_view text, std::string_view subject, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const auto line = std::ranges::count(before, '\n') + 1;
  const std::size_t column = offset - (before.rfind('\n') + 1) + 1;  // npos + 1 is 0
  return fmt::format("{}: line {}, column {}", subject, line, column);
}

/// Where valid JSON first nests deeper than the limit.
std::size_t too_deep_at(std::string_view text) {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      i += c == '\\' ? 1 : 0;
      in_string = c != '"';
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      if (++depth > k_max_depth) {
        return i;
      }
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return text.size();
}

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '+' || c == '-';
}

/// The start and length of the number or word that the byte at `offset` belongs to, 0 long when it is no part of one.
std::pair<std::size_t, std::size_t> word_around(std::string_view text, std::size_t offset) {
  constexpr std::size_t longest = 40;
  if (!is_word_character(text[offset])) {
    return {offset, 0};
  }
  std::size_t first = offset;
  while (first > 0 && offset - first < longest && is_word_character(text[first - 1])) {
    --first;
  }
  std::size_t last = offset;
  while (last < text.size() && last - first < longest && is_word_character(text[last])) {
    ++last;
  }
  return {first, last - first};
}

std::size_t word_length(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::find_if_not(text, is_word_character) - text.begin());
}

bool names_a_non_number(std::string_view word) {
  constexpr std::array names{"nan", "-nan", "+nan", "infinity", "-infinity", "+infinity", "inf", "-inf", "+inf"};
  std::string lower{word};
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return std::ranges::find(names, lower) != names.end();
}

std::string found_at(std::string_view text, std::size_t offset, std::string_view word) {
  if (!word.empty()) {
    return fmt::format("\"{}\"", word);
  }
  const auto byte = static_cast<unsigned char>(text[offset]);
  return byte > 0x20 && byte < 0x7f ? fmt::format("'{}'", text[offset]) : fmt::format("byte 0x{:02X}", byte);
}

/// The parser's own words, without its prefix and without the text that it quotes.
std::string_view parsers_reason(std::string_view what) {
  constexpr std::string_view prefix = "syntax error ";
  const std::size_t start = what.find(prefix);
  if (start == std::string_view::npos) {
    return "broken syntax";
  }
  what.remove_prefix(start + prefix.size());
  return what.substr(0, what.find("; last read"));
}

std::unexpected<core::Error> syntax_error(std::string_view text, std::string_view subject, const Builder& builder) {
  if (builder.position() > text.size()) {
    return core::input_error(place_of(text, subject, text.size()),
                             "the file ends before its JSON is complete: it is truncated; write or copy it again");
  }
  const std::size_t offset = std::max<std::size_t>(builder.position(), 1) - 1;
  const auto [start, length] = word_around(text, offset);
  const std::string_view word = text.substr(start, length);
  const std::string found = found_at(text, offset, word);
  if (builder.reason().find("number overflow") != std::string::npos) {
    return core::input_error(place_of(text, subject, start),
                             found + " is too large for a 64-bit float; expected a finite number, correct or drop it");
  }
  if (names_a_non_number(word)) {
    return core::input_error(place_of(text, subject, start),
                             found + " is not a number; expected a finite number, drop what could not be measured");
  }
  return core::input_error(
      place_of(text, subject, offset),
      fmt::format("found {} where JSON does not allow it ({}); expected valid JSON in UTF-8, correct it there", found,
                  parsers_reason(builder.reason())));
}

/// What no document may be, whatever its syntax.
core::Result<void> check_text(std::string_view text, std::string_view subject) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return core::input_error(std::string{subject}, "is empty; expected a JSON document, write the file again");
  }
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
    return core::input_error(place_of(text, subject, nul),
                             "found a NUL byte; expected JSON in UTF-8, convert or write the file again");
  }
  return {};
}

}  // namespace

core::Result<Json> parse_json(std::string_view text, std::string_view subject) {
  if (auto usable = check_text(text, subject); !usable) {
    return std::unexpected{std::move(usable.error())};
  }
  Builder builder;
  if (Json::sax_parse(text.begin(), text.end(), &builder)) {
    return builder.take();
  }
  if (builder.too_deep()) {
    return core::input_error(
        place_of(text, subject, too_deep_at(text)),
        fmt::format("found more than {} arrays and objects inside one another; expected a result file", k_max_depth));
  }
  return syntax_error(text, subject, builder);
}

core::Result<Document> parse_document(std::string_view text, std::string_view subject,
                                      std::span<const std::string_view> number_keys) {
  if (auto usable = check_text(text, subject); !usable) {
    return std::unexpected{std::move(usable.error())};
  }
  Skeleton skeleton = take_out_number_arrays(text, number_keys);
  Builder builder{skeleton.arrays};
  if (Json::sax_parse(skeleton.text, &builder)) {
    Document document{.root = builder.take(), .arrays = {}};
    for (NumberArray& taken : skeleton.arrays) {
      document.arrays.push_back(std::move(taken.numbers));
    }
    return document;
  }
  // What is wrong, and where, the whole text tells.
  core::Result<Json> root = parse_json(text, subject);
  if (!root) {
    return std::unexpected{std::move(root.error())};
  }
  return Document{.root = std::move(*root), .arrays = {}};
}

std::string quote_non_numbers(std::string_view text) {
  std::string quoted;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t word = in_string ? 0 : word_length(text.substr(i));
    if (word > 0) {
      const bool is_non_number = names_a_non_number(text.substr(i, word));
      quoted += is_non_number ? "\"" : "";
      quoted += text.substr(i, word);
      quoted += is_non_number ? "\"" : "";
      i += word;
      continue;
    }
    const std::size_t taken = in_string && text[i] == '\\' ? 2 : 1;
    in_string = (text[i] == '"') != in_string;
    quoted += text.substr(i, taken);
    i += taken;
  }
  return quoted;
}

}  // namespace moebench::io
