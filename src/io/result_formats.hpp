// Owns the list of known result files: how each is told by its content, and who reads it. A new format is a file of its
// own and a line here. Criterion.rs's folder, which is no file, is result_file.cpp's. Included by result_file.cpp.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "json_field.hpp"
#include "moebench/core/error.hpp"
#include "moebench/core/result_set.hpp"

namespace moebench::io {

struct TextFormat {
  std::string_view name;  // as users know it
  bool (*looks_like)(std::string_view text);
  core::Result<core::ResultSet> (*read)(std::string_view text, std::string_view subject);
  bool is_foreign;  // written by other tools
};

struct JsonFormat {
  std::string_view name;
  bool (*looks_like)(const Json& document);
  core::ResultSet (*read)(const JsonField& document);  // meaningless once something was refused
  bool is_foreign;                                     // some of these tools write NaN
};

/// The first that `text` looks like, or null.
const TextFormat* text_format_of(std::string_view text);
const JsonFormat* json_format_of(const Json& document);

/// "moebench/1 or the PyTorch layout, Google Benchmark JSON, ...".
std::string known_formats();

}  // namespace moebench::io
