// What the program says it is, and the commit that the build found.
#include <filesystem>
#include <regex>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/program.hpp"
#include "cli/shell.hpp"
#include "commit.hpp"

using cli_test::contains;
using cli_test::Printed;
using cli_test::run;
using cli_test::run_program;
using test::content;
using test::set_content;
using test::TemporaryFolder;

namespace {

/// Writes the source that tells the commit of `folder`, beside it, and gives its text.
std::string commit_source(const std::filesystem::path& folder) {
  const std::string output = folder.string() + ".cpp";
  CHECK(run_program("cmake", {"-DSOURCE_DIR=" + folder.string(), "-DOUTPUT=" + output, "-P",
                              MOEBENCH_SOURCE_DIR "/cmake/write_commit.cmake"})
            .status == 0);
  return content(output);
}

void git(const std::filesystem::path& folder, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"-C", folder.string(), "-c", "user.name=a", "-c", "user.email=a@b"});
  REQUIRE(run_program("git", arguments).status == 0);
}

}  // namespace

TEST_CASE("--version tells version, commit, build, compiler, instruction set and libraries") {
  const Printed printed = run({"--version"});
  CHECK(printed.status == 0);
  CHECK(printed.err.empty());
  CHECK(std::regex_search(
      printed.out,
      std::regex{
          R"(^moebench \d+\.\d+\.\d+ \(commit ([0-9a-f]{12}\+?|unknown), \w[\w ]*\)\nCompiler: (GCC|Clang) \d)"}));
  CHECK(std::regex_search(printed.out, std::regex{"Vector instructions on this processor: [A-Z0-9_]+\n"}));
  for (const char* library : {"CLI11", "Eigen", "Boost", "fmt", "nlohmann-json", "Highway", "liburcu", "SQLite", "zstd",
                              "lz4", "libdeflate", "zlib", "xxHash"}) {
    CAPTURE(library);
    CHECK(std::regex_search(printed.out, std::regex{std::string{library} + R"( \d+\.\d+)"}));
  }
}

TEST_CASE("a result file tells the commit of the program that made it") {
  const auto document = nlohmann::json::parse(run({"null", "--runs", "1", "--rounds", "2", "--iterations", "10",
                                                   "--threads", "1", "--format", "json", "--quiet"})
                                                  .out);
  CHECK(document["config"]["moebench_commit"] == std::string{moebench::cli::commit()});
}

TEST_CASE("the build finds the commit, and whether files had changes") {
  const TemporaryFolder outer;
  const std::filesystem::path folder = outer / "tree";
  std::filesystem::create_directory(folder);
  set_content(folder / "CHANGELOG.md", "one");
  CHECK(contains(commit_source(folder), "\"unknown\""));  // no repository

  git(folder, {"init", "--quiet"});
  CHECK(contains(commit_source(folder), "\"unknown\""));  // no commit
  git(folder, {"add", "."});
  git(folder, {"commit", "--quiet", "-m", "one", "--date", "2026-01-31T12:00:00Z"});
  std::string head = run_program("git", {"-C", folder.string(), "rev-parse", "--short=12", "HEAD"}).out;
  head.pop_back();
  const std::string clean = commit_source(folder);
  CHECK(contains(clean, "\"" + head + "\""));
  CHECK(std::regex_search(clean, std::regex{R"("20\d\d-\d\d-\d\d")"}));

  set_content(folder / "CHANGELOG.md", "two");
  CHECK(contains(commit_source(folder), "\"" + head + "+\""));
}

TEST_CASE("a folder in somebody's repository is not taken for that repository") {
  const TemporaryFolder outer;
  git(outer.path(), {"init", "--quiet"});
  git(outer.path(), {"commit", "--quiet", "--allow-empty", "-m", "theirs"});
  std::filesystem::create_directory(outer / "ours");
  set_content(outer / "ours/CHANGELOG.md", "");
  CHECK(contains(commit_source(outer / "ours"), "\"unknown\""));
}

TEST_CASE("the source that tells the commit is left alone while it is true") {
  const TemporaryFolder outer;
  std::filesystem::create_directory(outer / "tree");
  set_content(outer / "tree/CHANGELOG.md", "");
  commit_source(outer / "tree");
  const auto long_ago = std::filesystem::file_time_type::clock::now() - std::chrono::hours{24};
  std::filesystem::last_write_time(outer / "tree.cpp", long_ago);
  commit_source(outer / "tree");
  CHECK(std::filesystem::last_write_time(outer / "tree.cpp") == long_ago);
}
