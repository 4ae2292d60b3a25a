// Owns typed access to a parsed document, with the path of what is wrong. The first refusal is kept, later ones are
// ignored, so that a reader may read on and ask once at the end. Does not know what any key means. Included by io's
// readers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "json_document.hpp"
#include "moebench/core/attributes.hpp"

namespace moebench::io {

struct Refusal {
  std::string path;  // "results[2].samples_us[17]"; empty for the document itself
  std::string message;
};

/// A place in a document, which may be missing. A member that is null counts as not given; so does what was refused.
/// Refers to the document and to the refusal, which must outlive it.
class JsonField {
 public:
  JsonField(const Json& document, std::optional<Refusal>& refusal) : value_{&document}, refusal_{&refusal} {}
  JsonField(Document& document, std::optional<Refusal>& refusal)
      : value_{&document.root}, refusal_{&refusal}, arrays_{&document.arrays} {}

  bool is_given() const { return value_ != nullptr && !value_->is_null(); }
  bool is_object() const { return value_ != nullptr && value_->is_object(); }
  bool is_number() const { return value_ != nullptr && value_->is_number(); }
  bool is_text() const { return value_ != nullptr && value_->is_string(); }
  const std::string& path() const { return path_; }

  /// The member `key`; refused when this is given and not an object, or when `key` stands in it twice.
  JsonField operator[](std::string_view key) const;

  /// Every element. Empty when not given; refused when it is not an array.
  std::vector<JsonField> elements() const;

  /// Every member with its name. Empty when not given; refused when it is not an object, has more than 10,000 members
  /// or has two of one name.
  std::vector<std::pair<std::string, JsonField>> members() const;

  std::optional<double> number() const;
  std::optional<std::string> text() const;

  /// The number or the text that must be here; refused also when not given, and then 0 or "".
  double required_number() const;
  std::string required_text() const;
  std::optional<bool> boolean() const;

  /// A whole number, which may be written as 1e4 or 10000.0.
  std::optional<std::uint64_t> whole_number(std::uint64_t least, std::uint64_t most) const;

  /// Whether an array that is not empty stands here.
  bool has_elements() const;

  /// Numbers, at least one. Refused also when not given or when an element is no number. Takes them out of the
  /// document where they stand beside it, so each array is asked for once.
  std::vector<double> numbers() const;

  /// The scalar members in their order; nulls, arrays and objects are skipped. Empty when not given.
  core::Attributes scalars() const;

  /// Says that what stands here is wrong: "found ..; expected .." or "is missing; expected ..".
  void refuse_unless(std::string_view expected) const;

  /// Says what is wrong here in the caller's words.
  void refuse(std::string message) const;

 private:
  /// Another value of the same document.
  JsonField at(const Json* value, std::string path) const {
    JsonField field = *this;
    field.value_ = value;
    field.path_ = std::move(path);
    return field;
  }

  void refuse_as_repeated() const;

  const Json* value_;
  std::string path_;
  std::optional<Refusal>* refusal_;
  std::vector<std::vector<double>>* arrays_ = nullptr;  // those beside the document
};

}  // namespace moebench::io
