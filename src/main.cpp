#include <iostream>
#include <string>
#include <vector>

#include <unistd.h>

#include "moebench/cli/app.hpp"

int main(int count, char** arguments) {
  return moebench::cli::run_app({arguments + 1, arguments + count}, {.program = "/proc/self/exe",
                                                                     .in = std::cin,
                                                                     .out = std::cout,
                                                                     .err = std::cerr,
                                                                     .show_progress = isatty(STDERR_FILENO) == 1});
}
