#include "json_field.hpp"

#include <cmath>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

namespace moebench::io {
namespace {

/// Attributes are searched linearly: more members than any real file has would only cost time.
constexpr std::size_t k_max_members = 10'000;

std::string describe(const Json& value) {
  constexpr std::size_t longest = 40;
  switch (value.type()) {
    case Json::value_t::null: return "null";
    case Json::value_t::object: return "an object";
    case Json::value_t::binary: return "an array";
    case Json::value_t::array: return value.empty() ? "an empty array" : "an array";
    case Json::value_t::string: {
      const auto& text = value.get_ref<const std::string&>();
      return text.size() <= longest ? "the text " + value.dump() : fmt::format("a text of {} bytes", text.size());
    }
    default: return value.dump();
  }
}

std::optional<core::Scalar> scalar(const Json& value) {
  switch (value.type()) {
    case Json::value_t::boolean: return value.get<bool>();
    case Json::value_t::number_integer: return value.get<std::int64_t>();
    case Json::value_t::number_unsigned: {
      const auto number = value.get<std::uint64_t>();
      return std::in_range<std::int64_t>(number) ? core::Scalar{static_cast<std::int64_t>(number)}
                                                 : core::Scalar{static_cast<double>(number)};
    }
    case Json::value_t::number_float: return value.get<double>();
    case Json::value_t::string: return value.get<std::string>();
    default: return std::nullopt;
  }
}

std::optional<std::uint64_t> as_whole(const Json& value) {
  if (value.is_number_unsigned()) {
    return value.get<std::uint64_t>();
  }
  const double number = value.is_number_float() ? value.get<double>() : -1.0;
  const bool fits = number == std::trunc(number) && number >= 0 && number < 0x1p64;
  return fits ? std::optional{static_cast<std::uint64_t>(number)} : std::nullopt;
}

}  // namespace

JsonField JsonField::operator[](std::string_view key) const {
  JsonField member = at(nullptr, path_.empty() ? std::string{key} : fmt::format("{}.{}", path_, key));
  if (!is_given()) {
    return member;
  }
  if (!value_->is_object()) {
    refuse_unless("an object");
    return member;
  }
  for (const auto& [name, value] : value_->get_ref<const Json::object_t&>()) {
    if (name == key) {
      if (member.value_ != nullptr) {
        member.refuse_as_repeated();
      }
      member.value_ = &value;
    }
  }
  return member;
}

std::vector<JsonField> JsonField::elements() const {
  std::vector<JsonField> fields;
  if (!is_given()) {
    return fields;
  }
  if (!value_->is_array()) {
    refuse_unless("an array");
    return fields;
  }
  fields.reserve(value_->size());
  for (const Json& value : value_->get_ref<const Json::array_t&>()) {
    fields.push_back(at(&value, fmt::format("{}[{}]", path_, fields.size())));
  }
  return fields;
}

std::vector<std::pair<std::string, JsonField>> JsonField::members() const {
  std::vector<std::pair<std::string, JsonField>> fields;
  if (!is_given()) {
    return fields;
  }
  if (!value_->is_object() || value_->size() > k_max_members) {
    refuse_unless(fmt::format("an object of at most {} members", k_max_members));
    return fields;
  }
  std::unordered_set<std::string_view> names;
  for (const auto& [name, value] : value_->get_ref<const Json::object_t&>()) {
    const JsonField& field = fields.emplace_back(name, at(&value, fmt::format("{}.{}", path_, name))).second;
    if (!names.insert(name).second) {
      field.refuse_as_repeated();
    }
  }
  return fields;
}

std::optional<double> JsonField::number() const {
  if (!is_given()) {
    return std::nullopt;
  }
  if (!value_->is_number()) {
    refuse_unless("a number");
    return std::nullopt;
  }
  return value_->get<double>();
}

std::optional<std::string> JsonField::text() const {
  if (!is_given()) {
    return std::nullopt;
  }
  if (!value_->is_string()) {
    refuse_unless("a text");
    return std::nullopt;
  }
  return value_->get<std::string>();
}

double JsonField::required_number() const {
  if (!is_given()) {
    refuse_unless("a number");
  }
  return number().value_or(0);
}

std::string JsonField::required_text() const {
  if (!is_given()) {
    refuse_unless("a text");
  }
  return text().value_or("");
}

std::optional<bool> JsonField::boolean() const {
  if (!is_given()) {
    return std::nullopt;
  }
  if (!value_->is_boolean()) {
    refuse_unless("true or false");
    return std::nullopt;
  }
  return value_->get<bool>();
}

std::optional<std::uint64_t> JsonField::whole_number(std::uint64_t least, std::uint64_t most) const {
  if (!is_given()) {
    return std::nullopt;
  }
  const std::optional<std::uint64_t> value = as_whole(*value_);
  if (!value || *value < least || *value > most) {
    refuse_unless(fmt::format("a whole number from {} to {}", least, most));
    return std::nullopt;
  }
  return value;
}

bool JsonField::has_elements() const {
  return is_given() && (value_->is_binary() || (value_->is_array() && !value_->empty()));
}

std::vector<double> JsonField::numbers() const {
  if (is_given() && value_->is_binary()) {
    return std::move((*arrays_)[value_->get_binary().subtype()]);
  }
  std::vector<double> numbers;
  if (!is_given() || !value_->is_array() || value_->empty()) {
    refuse_unless("an array of one number or more");
    return numbers;
  }
  numbers.reserve(value_->size());
  for (const Json& value : value_->get_ref<const Json::array_t&>()) {
    if (!value.is_number()) {
      at(&value, fmt::format("{}[{}]", path_, numbers.size()))
          .refuse_unless("a number; leave out what could not be measured");
      return {};
    }
    numbers.push_back(value.get<double>());
  }
  return numbers;
}

core::Attributes JsonField::scalars() const {
  core::Attributes found;
  for (const auto& [name, field] : members()) {
    if (std::optional<core::Scalar> entry = scalar(*field.value_)) {
      found.set(name, std::move(*entry));
    }
  }
  return found;
}

void JsonField::refuse_unless(std::string_view expected) const {
  refuse(value_ == nullptr ? fmt::format("is missing; expected {}", expected)
                           : fmt::format("found {}; expected {}", describe(*value_), expected));
}

void JsonField::refuse_as_repeated() const {
  refuse("stands twice in its object; keep one of them");
}

void JsonField::refuse(std::string message) const {
  if (!refusal_->has_value()) {
    refusal_->emplace(path_, std::move(message));
  }
}

}  // namespace moebench::io
