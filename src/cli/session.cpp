#include "session.hpp"

#include <ostream>
#include <string_view>

#include <fmt/format.h>

namespace moebench::cli {
namespace {

std::string quoted(const std::string& word) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./=:,+@%";
  if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) {
    return word;
  }
  std::string text = "'";
  for (const char character : word) {
    text += character == '\'' ? "'\\''" : std::string(1, character);
  }
  return text + "'";
}

}  // namespace

std::string shell_line(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) {
    line += (line.empty() ? "" : " ") + quoted(word);
  }
  return line;
}

std::string Session::command_line() const {
  return "moebench" + (arguments.empty() ? "" : " " + shell_line(arguments));
}

void Session::note(std::string_view text) const {
  if (!quiet) {
    host.err << "moebench: " << text << '\n';
  }
}

void Session::progress(std::string_view text) const {
  if (host.show_progress && !quiet) {
    // Return to the line's beginning and clear it, so that a shorter text leaves nothing of a longer one.
    host.err << fmt::format("\r\x1b[K{}", text) << std::flush;
  }
}

}  // namespace moebench::cli
