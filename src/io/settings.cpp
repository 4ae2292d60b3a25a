#include "moebench/io/settings.hpp"

#include <algorithm>
#include <optional>
#include <sstream>
#include <utility>

#include <fmt/format.h>

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_UNRELEASED_FEATURES 0  // TOML 1.0, no letters beyond ASCII in bare keys
// toml++ 3.3 asserts what it then checks: a section [%] would end the program where assertions are on.
#define TOML_ASSERT(expression) static_assert(true)
#include <toml++/toml.h>

namespace moebench::io {
namespace {

std::string place_of(std::string_view subject, const toml::source_region& source) {
  return fmt::format("{}: line {}", subject, source.begin.line);
}

/// A text or a number as a command line has it.
std::optional<std::string> setting_word(const toml::node& node) {
  if (const auto text = node.value_exact<std::string>()) {
    return text;
  }
  if (const auto integer = node.value_exact<std::int64_t>()) {
    return fmt::format("{}", *integer);
  }
  if (const auto number = node.value_exact<double>()) {
    return fmt::format("{}", *number);
  }
  return std::nullopt;
}

class SettingsReader {
 public:
  explicit SettingsReader(std::string_view subject) : subject_{subject} {}

  core::Result<void> read(const toml::table& table) {
    for (const auto& [key, node] : table) {
      if (const toml::table* section = node.as_table()) {
        section_.emplace_back(key.str());
        if (auto done = read(*section); !done) {
          return done;
        }
        section_.pop_back();
      } else if (auto added = add(key, node); !added) {
        return added;
      }
    }
    return {};
  }

  /// A table's keys come by name, not as they stand.
  std::vector<Setting> in_order() && {
    std::ranges::stable_sort(settings_, {}, &Setting::line);
    return std::move(settings_);
  }

 private:
  core::Result<void> add(const toml::key& key, const toml::node& node) {
    const std::string name{key.str()};
    Setting setting{
        .section = section_, .key = name, .kind = Setting::Kind::value, .values = {}, .line = key.source().begin.line};
    if (section_.empty()) {
      return core::input_error(place_of(subject_, key.source()),
                               fmt::format("'{}' stands outside a section; put it below one that is named like its "
                                           "command, [router]",
                                           name));
    }
    if (const auto boolean = node.value_exact<bool>()) {
      setting.kind = Setting::Kind::boolean;
      setting.values = {*boolean ? "true" : "false"};
    } else if (const toml::array* array = node.as_array()) {
      setting.kind = Setting::Kind::list;
      for (const toml::node& element : *array) {
        auto value = setting_word(element);
        if (!value) {
          return core::input_error(place_of(subject_, element.source()),
                                   fmt::format("'{}' is a list; it may hold texts and numbers", name));
        }
        setting.values.push_back(std::move(*value));
      }
    } else if (auto value = setting_word(node)) {
      setting.values = {std::move(*value)};
    } else {
      return core::input_error(place_of(subject_, node.source()),
                               fmt::format("'{}' is a date or a time; expected a text, a number, true, false or a "
                                           "list",
                                           name));
    }
    settings_.push_back(std::move(setting));
    return {};
  }

  std::string_view subject_;
  std::vector<std::string> section_;
  std::vector<Setting> settings_;
};

/// Whether TOML has the same number for it, so that no quotes are needed.
bool reads_as_number(const std::string& value) {
  const toml::parse_result parsed = toml::parse("x = " + value);
  const toml::node* node = parsed ? parsed.table().get("x") : nullptr;
  return node != nullptr && node->is_number() && setting_word(*node) == value;
}

std::string one_text(const std::string& value) {
  if (reads_as_number(value)) {
    return value;
  }
  std::ostringstream out;
  using Flags = toml::format_flags;
  // One line, in the quotes that most files have.
  constexpr Flags quotes =
      toml::toml_formatter::default_flags & ~(Flags::allow_literal_strings | Flags::allow_multi_line_strings);
  const toml::value<std::string> text{value};
  out << toml::toml_formatter{text, quotes};
  return out.str();
}

}  // namespace

core::Result<std::vector<Setting>> parse_settings(std::string_view text, std::string_view subject) {
  const toml::parse_result parsed = toml::parse(text);
  if (!parsed) {
    return core::input_error(place_of(subject, parsed.error().source()), std::string{parsed.error().description()});
  }
  SettingsReader reader{subject};
  if (const auto done = reader.read(parsed.table()); !done) {
    return std::unexpected(done.error());
  }
  return std::move(reader).in_order();
}

std::string setting_text(const std::vector<std::string>& values) {
  if (values.size() == 1) {
    return one_text(values.front());
  }
  std::string text = "[";
  for (const std::string& value : values) {
    text += (text.size() > 1 ? ", " : "") + one_text(value);
  }
  return text + "]";
}

}  // namespace moebench::io
