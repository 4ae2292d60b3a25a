#include "session.hpp"

#include <ostream>
#include <string_view>

#include <fmt/format.h>

namespace moebench::cli {
namespace {

/// The arguments as a shell takes them, each with a blank in front; quoted where it holds anything but plain
/// characters.
std::string shell_words(const std::vector<std::string>& arguments) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./=:,+@%";
  std::string words;
  for (const std::string& argument : arguments) {
    words += ' ';
    if (!argument.empty() && argument.find_first_not_of(plain) == std::string::npos) {
      words += argument;
      continue;
    }
    words += '\'';
    for (const char character : argument) {
      words += character == '\'' ? "'\\''" : std::string(1, character);
    }
    words += '\'';
  }
  return words;
}

}  // namespace

std::string Session::command_line() const {
  return "moebench" + shell_words(arguments);
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
