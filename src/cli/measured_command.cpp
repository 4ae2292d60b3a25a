#include "measured_command.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

namespace moebench::cli {
namespace {

constexpr std::array<std::string_view, 10> k_with_value{"--runs",   "--seed",  "--format",    "--output", "--save",
                                                        "--export", "--color", "--run-index", "--config", "--results"};
constexpr std::array<std::string_view, 3> k_flags{"--quiet", "--no-config", "--dry-run"};

}  // namespace

std::vector<std::string> what_is_measured(const std::vector<std::string>& words) {
  std::vector<std::string> kept = words;
  if (kept.empty()) {
    return kept;
  }
  kept.front() = std::filesystem::path{words.front()}.filename().string();
  if (!kept.front().contains("moebench")) {
    return kept;  // which of another program's options say how it is told, nobody knows
  }
  kept.clear();
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string_view word = words[i];
    if (std::ranges::find(k_with_value, word) != k_with_value.end()) {
      ++i;
    } else if (std::ranges::find(k_with_value, word.substr(0, word.find('='))) == k_with_value.end() &&
               std::ranges::find(k_flags, word) == k_flags.end()) {
      kept.emplace_back(word);
    }
  }
  return kept;
}

}  // namespace moebench::cli
