#include "record_text.hpp"

#include <algorithm>
#include <cctype>

namespace moebench::audit {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string lower(std::string_view text) {
  std::string out{text};
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

/// The parts between any of `separators`, empty ones left out.
std::vector<std::string_view> parts(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> found;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(separators), text.size());
    if (end > 0) {
      found.push_back(text.substr(0, end));
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return found;
}

}  // namespace

std::optional<std::string> Command::value(std::string_view option) const {
  std::optional<std::string> found;
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (options[i] == option && i + 1 < options.size()) {
      found = options[i + 1];
    } else if (options[i].size() > option.size() && options[i].starts_with(option) &&
               options[i][option.size()] == '=') {
      found = options[i].substr(option.size() + 1);
    }
  }
  return found;
}

bool Command::has(std::string_view option) const {
  return std::ranges::find(options, option) != options.end();
}

Command parse_command(std::string_view text) {
  Command command;
  for (const std::string_view word : parts(text, " \t'\"")) {
    if (command.program.empty()) {
      command.program = word.substr(word.rfind('/') + 1);
    } else if (command.subcommand.empty() && command.options.empty() && !word.starts_with('-')) {
      command.subcommand = word;
    } else {
      command.options.emplace_back(word);
    }
  }
  return command;
}

bool is_version(std::string_view text) {
  const auto dot = std::ranges::find_if_not(text, is_digit);
  return dot != text.begin() && dot != text.end() && *dot == '.' && dot + 1 != text.end() && is_digit(*(dot + 1));
}

std::vector<std::string> libraries_in(std::string_view text) {
  std::vector<std::string> found;
  for (std::string_view entry : parts(text, ",")) {
    entry.remove_prefix(std::min(entry.find_first_not_of(' '), entry.size()));
    if (entry == "no other packages") {
      continue;
    }
    const std::size_t space = entry.rfind(' ');
    if (space == std::string_view::npos || space == 0 || !is_version(entry.substr(space + 1))) {
      return {};
    }
    found.emplace_back(entry);
  }
  return found;
}

std::string blas_in(std::string_view text) {
  const std::string small = lower(text);
  for (const char* name : {"openblas", "mkl", "blis", "atlas", "accelerate", "veclib", "flame", "nvpl", "armpl",
                           "blas_info=open", "blas/libblas", "libblas.so"}) {
    if (small.find(name) != std::string::npos) {
      return name;
    }
  }
  return "";
}

std::size_t sentences_in(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(parts(text, ".;"), [](std::string_view part) { return parts(part, " ").size() >= 3; }));
}

std::string optimisation_in(std::string_view compiler_flags) {
  std::string found;
  for (const std::string_view flag : parts(compiler_flags, " ")) {
    found = flag.starts_with("-O") ? std::string{flag} : found;
  }
  return found;
}

}  // namespace moebench::audit
