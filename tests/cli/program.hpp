// Runs the whole program as a function and keeps what it printed. Fresh runs start the built program.
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <unistd.h>

#include "moebench/cli/app.hpp"

namespace cli_test {

struct Printed {
  int status;
  std::string out;
  std::string err;
};

/// `program` is what fresh runs start.
inline Printed run(const std::vector<std::string>& arguments, const std::string& program = MOEBENCH_PROGRAM) {
  std::ostringstream out;
  std::ostringstream err;
  const int status =
      moebench::cli::run_app(arguments, {.program = program, .out = out, .err = err, .show_progress = false});
  return {status, out.str(), err.str()};
}

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// A folder of this test's own that goes with it.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "moebench-cli-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }

  std::string file(const std::string& name) const { return (path_ / name).string(); }
  const std::filesystem::path& path() const { return path_; }

  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream{path_ / name, std::ios::binary} << text;
    return file(name);
  }

  std::string read(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream{path_ / name, std::ios::binary}.rdbuf();
    return text.str();
  }

 private:
  std::filesystem::path path_;
};

}  // namespace cli_test
