#include "document.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <utility>

#include <fmt/format.h>

namespace moebench::apr {
namespace {

/// The length of the character of UTF-8 at the start of `text`; 0 when there is none. The table is RFC 3629's.
std::size_t character_length(std::string_view text) {
  const auto byte = [text](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto continues = [&byte](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned first = byte(0);
  const unsigned second = byte(1);
  if (first < 0x80) {
    return 1;
  }
  if (first >= 0xC2 && first <= 0xDF) {
    return continues(1) ? 2 : 0;
  }
  if (first >= 0xE0 && first <= 0xEF) {
    const bool shortest = first != 0xE0 || second >= 0xA0;
    const bool no_surrogate = first != 0xED || second <= 0x9F;
    return continues(1) && continues(2) && shortest && no_surrogate ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const bool shortest = first != 0xF0 || second >= 0x90;
    const bool in_range = first != 0xF4 || second <= 0x8F;
    return continues(1) && continues(2) && continues(3) && shortest && in_range ? 4 : 0;
  }
  return 0;
}

/// Reads bytes and remembers how many were read, because the parser tells its handler no places.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, std::size_t* count) : at_{at}, count_{count} {}

  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    ++at_;
    ++*count_;
    return *this;
  }
  CountingIterator operator++(int) {
    CountingIterator before = *this;
    ++*this;
    return before;
  }
  friend bool operator==(const CountingIterator& a, const CountingIterator& b) { return a.at_ == b.at_; }

 private:
  const char* at_;
  std::size_t* count_;
};

/// Builds the value from the parser's events, and remembers why it stopped.
class Builder final : public nlohmann::json_sax<Json> {
 public:
  Builder(const std::size_t& count, std::size_t max_depth) : count_{count}, max_depth_{max_depth} {}

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(std::int64_t value) override { return add(value); }
  bool number_unsigned(std::uint64_t value) override { return add(value); }
  bool number_float(double value, const std::string&) override { return add(value); }
  bool string(std::string& value) override { return check_text(value) && add(std::move(value)); }
  bool binary(Json::binary_t& value) override { return add(Json::binary(std::move(value))); }

  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_array() override { return close(); }
  bool start_object(std::size_t) override { return open(Json::object()); }
  bool end_object() override { return check_keys() && close(); }

  bool key(std::string& name) override {
    if (!check_text(name)) {
      return false;
    }
    // Not operator[], which looks through all keys before it appends one.
    open_.back()->get_ref<Json::object_t&>().emplace_back(std::move(name), nullptr);
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const Json::exception& error) override {
    fault_at_ = std::max<std::size_t>(position, 1) - 1;
    // "[json.exception.parse_error.110] parse error at byte 5: syntax error while parsing ...; last read: ..."
    const std::string_view what = error.what();
    const std::size_t start = what.find(": ");
    fault_ = what.substr(start == std::string_view::npos ? 0 : start + 2);
    fault_ = fault_.substr(0, fault_.find("; last read"));
    return false;
  }

  Json take() { return std::move(root_); }
  std::size_t fault_at() const { return fault_at_; }
  const std::string& fault() const { return fault_; }

 private:
  bool stop(std::string fault) {
    fault_at_ = std::max<std::size_t>(count_, 1) - 1;
    fault_ = std::move(fault);
    return false;
  }

  bool check_text(const std::string& text) { return is_utf8(text) || stop("text that ends here is not UTF-8"); }

  bool check_keys() {
    std::vector<std::string_view> keys;
    for (const auto& [name, value] : open_.back()->get_ref<const Json::object_t&>()) {
      keys.emplace_back(name);
    }
    std::ranges::sort(keys);
    const auto twice = std::ranges::adjacent_find(keys);
    return twice == keys.end() || stop(fmt::format("the key \"{}\" stands twice in the map that ends here", *twice));
  }

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
    return open_.size() <= max_depth_ ||
           stop(fmt::format("more than {} arrays and maps stand inside one another", max_depth_));
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  const std::size_t& count_;  // bytes read so far
  std::size_t max_depth_;
  Json root_;
  std::vector<Json*> open_;  // stable: a container only grows when those inside it are closed
  std::size_t fault_at_ = 0;
  std::string fault_;
};

core::Result<Json> parse(const Payload& part, std::string_view what, nlohmann::detail::input_format_t format,
                         std::string_view language, std::size_t max_depth) {
  const auto* const text = reinterpret_cast<const char*>(part.bytes.data());
  std::size_t count = 0;
  std::size_t unused = 0;
  Builder builder{count, max_depth};
  if (Json::sax_parse(CountingIterator{text, &count}, CountingIterator{text + part.bytes.size(), &unused}, &builder,
                      format)) {
    return builder.take();
  }
  const std::size_t at = std::min(builder.fault_at(), part.bytes.size());
  return refuse(part, at,
                fmt::format("{} is no valid {}: {}; one value in UTF-8 was expected, to the end of its {} bytes: save "
                            "the model again",
                            what, language, builder.fault(), part.bytes.size()));
}

void take_json_only(const Json& value, const std::string& place, Json& into, std::vector<std::string>& left_out) {
  if (value.is_object()) {
    into = Json::object();
    for (const auto& [key, member] : value.items()) {
      Json kept;
      const std::size_t before = left_out.size();
      take_json_only(member, place.empty() ? key : place + "." + key, kept, left_out);
      if (!kept.is_null() || left_out.size() == before) {
        into.get_ref<Json::object_t&>().emplace_back(key, std::move(kept));
      }
    }
    return;
  }
  if (value.is_array()) {
    into = Json::array();
    for (std::size_t i = 0; i < value.size(); ++i) {
      into.push_back(nullptr);  // an element that is taken out leaves null, so that the others keep their places
      take_json_only(value[i], fmt::format("{}[{}]", place, i), into.back(), left_out);
    }
    return;
  }
  if (value.is_binary() || (value.is_number_float() && !std::isfinite(value.get<double>()))) {
    left_out.push_back(place);
    return;
  }
  into = value;
}

}  // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    if (length == 0) {
      return false;
    }
    text.remove_prefix(length);
  }
  return true;
}

core::Result<Json> parse_msgpack(const Payload& part, std::string_view what) {
  return parse(part, what, nlohmann::detail::input_format_t::msgpack, "MessagePack", k_max_depth);
}

core::Result<Json> parse_json(const Payload& part, std::string_view what, std::size_t max_depth) {
  return parse(part, what, nlohmann::detail::input_format_t::json, "JSON", max_depth);
}

Json json_only(const Json& value, std::vector<std::string>& left_out) {
  Json kept;
  take_json_only(value, "", kept, left_out);
  return kept;
}

std::string_view kind(const Json& value) {
  switch (value.type()) {
    case Json::value_t::null: return "null";
    case Json::value_t::object: return "a map";
    case Json::value_t::array: return "an array";
    case Json::value_t::string: return "a string";
    case Json::value_t::boolean: return "a boolean";
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned: return "an integer";
    case Json::value_t::number_float: return "a floating-point number";
    case Json::value_t::binary: return "binary";
    case Json::value_t::discarded: break;
  }
  return "nothing";
}

}  // namespace moebench::apr
