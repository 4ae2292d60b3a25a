#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/ioctl.h>
#include <unistd.h>

#include "moebench/cli/app.hpp"

namespace {

constexpr std::size_t k_usual_width = 80;
constexpr std::size_t k_widest_text = 120;  // longer lines are hard to read

std::string_view setting(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

/// The columns that the terminal tells, or else COLUMNS, or else 80.
std::size_t columns_of(int descriptor) {
  winsize size{};
  if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    return size.ws_col;
  }
  std::size_t columns = 0;
  const std::string_view told = setting("COLUMNS");
  std::from_chars(told.data(), told.data() + told.size(), columns);
  return columns > 0 ? columns : k_usual_width;
}

bool is_dumb() {
  return setting("TERM") == "dumb";
}

std::optional<moebench::cli::Terminal> standard_output() {
  if (isatty(STDOUT_FILENO) != 1) {
    return std::nullopt;
  }
  return moebench::cli::Terminal{.width = std::min(columns_of(STDOUT_FILENO), k_widest_text),
                                 .colour = setting("NO_COLOR").empty() && !is_dumb()};
}

}  // namespace

int main(int count, char** arguments) {
  return moebench::cli::run_app({arguments + 1, arguments + count},
                                {.program = "/proc/self/exe",
                                 .in = std::cin,
                                 .out = std::cout,
                                 .err = std::cerr,
                                 .show_progress = isatty(STDERR_FILENO) == 1 && !is_dumb(),
                                 .progress_width = columns_of(STDERR_FILENO),
                                 .terminal = standard_output(),
                                 .name = count > 0 ? arguments[0] : "moebench"});
}
