// The house as ARCHITECTURE.md draws it, held against the includes: arrows run down only.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace fs = std::filesystem;

namespace {

using Names = std::set<std::string>;

/// Each module and the modules that it may include. The same table as in ARCHITECTURE.md.
const std::map<std::string, Names> k_arrows{
    {"core", {}},
    {"stats", {"core"}},
    {"audit", {"core", "stats"}},
    {"gate", {"core", "stats"}},
    {"harness", {"core"}},
    {"moe", {"core"}},
    {"registry", {"core"}},
    {"apr", {"core"}},
    {"scenarios", {"core", "harness", "moe", "registry", "apr"}},
    {"history", {"core"}},
    {"io", {"core"}},
    {"charts", {"core"}},
    {"report", {"core", "charts"}},
    {"cli",
     {"core", "stats", "audit", "gate", "harness", "moe", "registry", "apr", "scenarios", "history", "io", "charts", "report"}},
};

const fs::path k_root{MOEBENCH_SOURCE_DIR};

struct SourceFile {
  fs::path path;
  std::string module;
  std::string text;
};

std::string read(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream{path}.rdbuf();
  return text.str();
}

std::vector<SourceFile> sources() {
  std::vector<SourceFile> found;
  for (const fs::path& top : {k_root / "src", k_root / "include" / "moebench"}) {
    for (const auto& module : fs::directory_iterator{top}) {
      if (!module.is_directory()) {
        continue;
      }
      for (const auto& file : fs::recursive_directory_iterator{module}) {
        if (file.path().extension() == ".cpp" || file.path().extension() == ".hpp") {
          found.push_back({file.path(), module.path().filename(), read(file)});
        }
      }
    }
  }
  return found;
}

/// What a text includes of this project: every quoted name, and those in angle brackets that begin with moebench/.
std::vector<std::string> project_includes(const std::string& text) {
  static const std::regex include{R"re(#\s*include\s*(?:"([^"]+)"|<(moebench/[^>]+)>))re"};
  std::vector<std::string> found;
  for (auto match = std::sregex_iterator{text.begin(), text.end(), include}; match != std::sregex_iterator{}; ++match) {
    found.push_back((*match)[1].matched ? (*match)[1] : (*match)[2]);
  }
  return found;
}

/// The words of `text` that name modules.
Names modules_in(const std::string& text) {
  static const std::regex word{"[a-z_]+"};
  Names found;
  for (auto match = std::sregex_iterator{text.begin(), text.end(), word}; match != std::sregex_iterator{}; ++match) {
    if (k_arrows.contains(match->str())) {
      found.insert(match->str());
    }
  }
  return found;
}

/// The module that an include names, or nothing for a file of the same folder.
std::string module_of(const std::string& include) {
  static const std::regex path{"moebench/([a-z_]+)/.*"};
  std::smatch match;
  return std::regex_match(include, match, path) ? match[1].str() : "";
}

/// The headers in a list of cmake/public_headers.cmake, as they stand there.
Names listed_headers(const std::string& list) {
  const std::string text = read(k_root / "cmake" / "public_headers.cmake");
  const std::size_t begin = text.find("set(" + list);
  REQUIRE(begin != std::string::npos);
  const std::string body = text.substr(begin, text.find(')', begin) - begin);
  static const std::regex header{R"re(include/moebench/\S+\.hpp)re"};
  Names found;
  for (auto match = std::sregex_iterator{body.begin(), body.end(), header}; match != std::sregex_iterator{}; ++match) {
    found.insert(match->str());
  }
  return found;
}

}  // namespace

TEST_CASE("every folder of the house is in the table of arrows and every module has a folder") {
  Names modules;
  for (const SourceFile& file : sources()) {
    modules.insert(file.module);
  }
  Names table;
  for (const auto& [module, below] : k_arrows) {
    table.insert(module);
  }
  CHECK(modules == table);
}

TEST_CASE("arrows run down only") {
  const auto files = sources();
  REQUIRE(files.size() > 50);
  for (const SourceFile& file : files) {
    for (const std::string& include : project_includes(file.text)) {
      const std::string target = module_of(include);
      CAPTURE(file.path.string());
      CAPTURE(include);
      CHECK_FALSE(include.starts_with("."));
      if (target.empty()) {
        CHECK(fs::exists(file.path.parent_path() / include));
      } else {
        CHECK((target == file.module || k_arrows.at(file.module).contains(target)));
        CHECK(fs::exists(k_root / "include" / include));
      }
    }
  }
}

TEST_CASE("an entry header gathers headers of modules and holds nothing else") {
  const std::regex allowed{R"re((//.*|#pragma once|#include "moebench/[a-z_]+/[a-z_]+\.hpp"|))re"};
  const std::set<std::string> headers = listed_headers("MOEBENCH_ENTRY_HEADERS");
  CHECK(headers.size() >= 5);
  for (const auto& file : fs::directory_iterator{k_root / "include" / "moebench"}) {
    if (file.is_regular_file()) {
      CAPTURE(file.path().string());
      CHECK(headers.contains(file.path().lexically_relative(k_root)));
      std::istringstream lines{read(file.path())};
      for (std::string line; std::getline(lines, line);) {
        CAPTURE(line);
        CHECK(std::regex_match(line, allowed));
      }
    }
  }
}

TEST_CASE("what is installed is the entry headers and what they include") {
  Names reached;
  Names left = listed_headers("MOEBENCH_ENTRY_HEADERS");
  while (!left.empty()) {
    const std::string header = left.extract(left.begin()).value();
    if (reached.insert(header).second) {
      for (const std::string& include : project_includes(read(k_root / header))) {
        left.insert("include/" + include);
      }
    }
  }
  Names listed = listed_headers("MOEBENCH_PUBLIC_HEADERS");
  listed.merge(listed_headers("MOEBENCH_ENTRY_HEADERS"));
  for (const std::string& header : reached) {
    CAPTURE(header);
    CHECK(listed.contains(header));
  }
  CHECK(listed.size() == reached.size());
}

TEST_CASE("an installed header needs the standard library alone") {
  const std::regex include{R"re(#\s*include\s*<([^>]+)>)re"};
  const std::regex standard{R"re([a-z_]+|sched\.h)re"};  // POSIX's for the number of the processor
  for (const std::string& header : listed_headers("MOEBENCH_PUBLIC_HEADERS")) {
    const std::string text = read(k_root / header);
    for (auto match = std::sregex_iterator{text.begin(), text.end(), include}; match != std::sregex_iterator{};
         ++match) {
      CAPTURE(header);
      CAPTURE(match->str());
      CHECK(std::regex_match((*match)[1].str(), standard));
    }
  }
}

TEST_CASE("the program itself includes the command line alone") {
  CHECK(project_includes(read(k_root / "src" / "main.cpp")) == std::vector<std::string>{"moebench/cli/app.hpp"});
}

TEST_CASE("the build links what the table of arrows allows and no more") {
  const std::regex uses{"USES ([a-z_ ]+)"};
  for (const auto& [module, below] : k_arrows) {
    const std::string build = read(k_root / "src" / module / "CMakeLists.txt");
    std::smatch match;
    CAPTURE(module);
    CHECK(modules_in(std::regex_search(build, match, uses) ? match[1].str() : "") == below);
  }
}

TEST_CASE("the map draws the same arrows") {
  std::istringstream map{read(k_root / "ARCHITECTURE.md")};
  const std::regex row{R"re(\| `([a-z]+)` +\| ([^|]+)\|.*)re"};
  std::size_t rows = 0;
  for (std::string line; std::getline(map, line);) {
    std::smatch match;
    if (std::regex_match(line, match, row) && k_arrows.contains(match[1])) {
      const Names& below = k_arrows.at(match[1]);
      CAPTURE(line);
      CHECK((match[2].str().starts_with("all of them") ? below.size() == k_arrows.size() - 1
                                                       : modules_in(match[2]) == below));
      ++rows;
    }
  }
  CHECK(rows == k_arrows.size());
}

TEST_CASE("the library never prints and never exits") {
  const std::regex forbidden{
      R"re(std::cout|std::cerr|std::clog|\bprintf\(|\bputs\(|\bfmt::print|(^|[^.\w])exit\(|\babort\()re"};
  for (const SourceFile& file : sources()) {
    CAPTURE(file.path.string());
    CHECK_FALSE(std::regex_search(file.text, forbidden));
  }
}

TEST_CASE("clocks are read in harness alone") {
  const std::regex clock{"steady_clock|system_clock|high_resolution_clock|clock_gettime|gettimeofday"};
  for (const SourceFile& file : sources()) {
    if (file.module != "harness") {
      CAPTURE(file.path.string());
      CHECK_FALSE(std::regex_search(file.text, clock));
    }
  }
}

TEST_CASE("random numbers come from the seeded generator alone") {
  const std::regex unseeded{R"re(std::random_device|std::mt19937|\brand\(|\bdrand48\()re"};
  for (const SourceFile& file : sources()) {
    CAPTURE(file.path.string());
    CHECK_FALSE(std::regex_search(file.text, unseeded));
  }
}
