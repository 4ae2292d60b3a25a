#include "history_text.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "moebench/core/utc_time.hpp"
#include "moebench/report/inline_text.hpp"
#include "moebench/report/numbers.hpp"

namespace moebench::report {

std::string counted(std::size_t count, std::string_view noun, std::string_view plural) {
  return fmt::format("{} {}", with_thousands(count), count == 1 ? noun : plural);
}

std::string time_text(const core::Commit& commit) {
  const std::string text = core::utc_time_text(commit.time);
  return fmt::format("{} {}", text.substr(0, 10), text.substr(11, 5));
}

std::string_view fact_in(std::string_view lines, std::string_view key) {
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    if (line.size() > key.size() && line.starts_with(key) && line[key.size()] == '=') {
      return line.substr(key.size() + 1);
    }
    lines.remove_prefix(std::min(line.size() + 1, lines.size()));
  }
  return {};
}

std::string machine_text(std::string_view machine) {
  std::vector<std::string> parts;
  for (const std::string_view key : {"cpu_model", "cpu_available", "compiler", "build_type"}) {
    if (const std::string_view value = fact_in(machine, key); !value.empty()) {
      parts.push_back(inline_text(value) + (key == "cpu_available" ? value == "1" ? " core" : " cores" : ""));
    }
  }
  return parts.empty() ? "unknown machine" : fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace moebench::report
