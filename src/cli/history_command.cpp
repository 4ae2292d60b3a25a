#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "commands.hpp"
#include "history_commands.hpp"
#include "moebench/core/name_pattern.hpp"
#include "moebench/core/nearest_names.hpp"
#include "moebench/history/history_file.hpp"

namespace moebench::cli {

void add_history_command(CLI::App& app, Session& session) {
  CLI::App* history =
      app.add_subcommand("history", "Results by commit: keep them, list them, find where a level changed");
  history->require_subcommand(1);
  history->footer("Example: moebench history add results/router.json && moebench history changes");
  add_history_add(*history, session);
  add_history_list(*history, session);
  add_history_changes(*history, session);
  add_history_plot(*history, session);
}

void add_db_option(CLI::App& command, std::string& file) {
  file = ".moebench/history.sqlite";
  command.add_option("--db", file, "The history's file")->take_last()->type_name("FILE")->capture_default_str();
}

void add_name_option(CLI::App& command, std::string& pattern) {
  pattern = "*";
  command.add_option("--name", pattern, "Only results of this name; * stands for any text, ? for any character")
      ->take_last()
      ->type_name("PATTERN")
      ->capture_default_str();
}

core::Result<std::vector<core::Measurement>> measurements_named(const std::string& file, const std::string& pattern) {
  auto measurements = history::read(file);
  if (!measurements) {
    return measurements;
  }
  std::set<std::string> others;
  std::erase_if(*measurements, [&](const core::Measurement& one) {
    const bool fits = core::fits_pattern(pattern, one.name);
    if (!fits) {
      others.insert(one.name);
    }
    return !fits;
  });
  if (measurements->empty()) {
    return core::usage_error("name", fmt::format("no result is called '{}'; {} holds:{}", pattern, file,
                                                 core::nearest_names(pattern, {others.begin(), others.end()})));
  }
  std::ranges::stable_sort(*measurements, {}, [](const core::Measurement& one) {
    return std::pair{one.commit.time, one.id};
  });
  return measurements;
}

}  // namespace moebench::cli
