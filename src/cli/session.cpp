#include "session.hpp"

#include <algorithm>
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

std::string for_terminal_of(const Host& host, std::string_view text) {
  if (!host.show_progress) {
    return std::string{text};
  }
  constexpr std::string_view indentation = "  ";
  std::string wrapped;
  std::size_t column = 0;
  while (!text.empty()) {
    const std::size_t name = text.starts_with("moebench: ") ? 10 : 1;  // stays with the word behind it
    const std::size_t end = std::min(text.find_first_of(" \n", name), text.size());
    const std::string_view word = text.substr(0, end);  // with the blank or the line break in front of it
    if (word.front() == '\n') {
      column = word.size() - 1;
      wrapped += word;
    } else if (word.front() == ' ' && column + word.size() > host.progress_width && column > indentation.size()) {
      column = indentation.size() + word.size() - 1;
      wrapped.append("\n").append(indentation).append(word.substr(1));
    } else {
      column += word.size();
      wrapped += word;
    }
    text.remove_prefix(end);
  }
  return wrapped;
}

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
    host.err << for_terminal_of(host, fmt::format("moebench: {}\n", text));
  }
}

void Session::progress(std::string_view text) const {
  if (host.show_progress && !quiet) {
    // Return to the line's beginning and clear it, so that a shorter text leaves nothing of a longer one.
    host.err << fmt::format("\r\x1b[K{}", text) << std::flush;
  }
}

}  // namespace moebench::cli
