// A machine made of text files in a temporary folder, for tests of what reads /proc and /sys.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "temporary_folder.hpp"

class FakeMachine {
 public:
  const std::filesystem::path& root() const { return folder_.path(); }

  /// Writes one file, with the newline at its end that the kernel's files have.
  void file(const std::filesystem::path& path, std::string_view text) const {
    std::filesystem::create_directories((root() / path).parent_path());
    test::set_content(root() / path, std::string{text} + '\n');
  }

 private:
  test::TemporaryFolder folder_;
};
