// Reads settings of commands from TOML: sections named like commands, keys like their options without dashes. Knows no
// command and no option. Included by cli.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "moebench/core/error.hpp"

namespace moebench::io {

struct Setting {
  std::vector<std::string> section;  // {"model", "train"} of [model.train]; never empty
  std::string key;
  enum class Kind : std::uint8_t { boolean, value, list } kind;
  std::vector<std::string> values;  // of a boolean "true" or "false"; one of a value; any number of a list
  std::size_t line;                 // from 1
};

/// The settings in `text`, in its order. Texts and numbers are values, arrays of these are lists; numbers read as a
/// command line has them, integers in decimal. Errors: input, with `subject` and the line in it, where `text` is no
/// TOML, a key stands outside a section, a value is a date or an array holds anything but texts and numbers.
core::Result<std::vector<Setting>> parse_settings(std::string_view text, std::string_view subject);

/// `values` as TOML writes them: 1000, 0.5, "zipf", [1, 2, 4]. What reads as a number is one. A list where there is not
/// one value.
std::string setting_text(const std::vector<std::string>& values);

}  // namespace moebench::io
