#include <filesystem>
#include <iostream>
#include <string>
#include <system_error>
#include <vector>

#include <unistd.h>

#include "moebench/cli/app.hpp"

int main(int count, char** arguments) {
  std::error_code unknown;
  return moebench::cli::run_app({arguments + 1, arguments + count},
                                {.program = std::filesystem::read_symlink("/proc/self/exe", unknown).string(),
                                 .out = std::cout,
                                 .err = std::cerr,
                                 .show_progress = isatty(STDERR_FILENO) == 1});
}
