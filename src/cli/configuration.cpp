#include "configuration.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <iterator>
#include <memory>
#include <set>
#include <sstream>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "moebench/io/settings.hpp"

namespace moebench::cli {
namespace {

using io::Setting;

std::unexpected<core::Error> refused(const std::string& file, const Setting& setting, const std::string& message) {
  return core::input_error(fmt::format("{}: line {}", file, setting.line), message);
}

/// A setting with the option that it is for.
struct Match {
  const Setting* setting;
  CLI::App* command;
  CLI::Option* option;
};

bool is_flag(const CLI::Option& option) {
  return option.get_items_expected_max() == 0;
}

/// Lists that a command line separates by commas.
bool takes_commas(const CLI::Option& option) {
  return option.get_type_name().find(",...") != std::string::npos;  // what it may hold stands behind that
}

core::Result<Match> match(CLI::App& app, const std::string& file, const Setting& setting) {
  CLI::App* command = &app;
  for (const std::string& name : setting.section) {
    const auto named = command->get_subcommands([&](const CLI::App* one) { return one->get_name() == name; });
    if (named.empty()) {
      return refused(file, setting,
                     fmt::format("there is no command '{}', which the section [{}] would be for; `moebench --help` "
                                 "lists them",
                                 fmt::join(setting.section, " "), fmt::join(setting.section, ".")));
    }
    command = named.front();
  }
  CLI::Option* option = command->get_option_no_throw("--" + setting.key);
  // Options without a group are for this program's own fresh processes.
  if (option == nullptr || !option->get_configurable() || option->get_group().empty()) {
    return refused(file, setting,
                   fmt::format("[{}] has no setting '{}'; settings are named like the options that `moebench {} "
                               "--help` lists",
                               fmt::join(setting.section, "."), setting.key, fmt::join(setting.section, " ")));
  }
  return Match{&setting, command, option};
}

/// Whether the setting is of the kind that the option takes.
core::Result<void> check_kind(const std::string& file, const Match& match) {
  const Setting& setting = *match.setting;
  const bool boolean = setting.kind == Setting::Kind::boolean;
  if (is_flag(*match.option) != boolean) {
    return refused(file, setting,
                   fmt::format("'{}' takes {}", setting.key, boolean ? "a value, not true or false" : "true or false"));
  }
  if (!boolean && setting.values.empty()) {
    return refused(file, setting, fmt::format("'{}' is an empty list; leave it out", setting.key));
  }
  if (setting.values.size() > 1 && match.option->get_items_expected_max() == 1) {
    return refused(file, setting,
                   fmt::format("'{}' takes one value, and {} are given", setting.key, setting.values.size()));
  }
  return {};
}

ConfiguredOption words_of(const Match& match) {
  const Setting& setting = *match.setting;
  const std::string name = "--" + setting.key;
  ConfiguredOption configured{.section = setting.section, .name = name, .words = {}, .needs = {}};
  for (const CLI::Option* needed : match.option->get_needs()) {
    configured.needs.push_back(needed->get_name());
  }
  std::vector<std::string>& words = configured.words;
  if (is_flag(*match.option)) {
    if (setting.values.front() == "true") {
      words = {name};
    }
  } else if (takes_commas(*match.option)) {
    words = {name, fmt::format("{}", fmt::join(setting.values, ","))};
  } else if (match.option->get_items_expected_min() > 1) {
    words = {name};
    words.insert(words.end(), setting.values.begin(), setting.values.end());
  } else {
    for (const std::string& value : setting.values) {
      words.insert(words.end(), {name, value});
    }
  }
  return configured;
}

/// Gives the option the setting's values, as if they were arguments.
core::Result<void> give(const std::string& file, const Match& match) {
  try {
    match.option->add_result(match.setting->values);
    match.option->run_callback();
  } catch (const CLI::Error& error) {
    return refused(file, *match.setting, error.what());
  }
  return {};
}

bool is_given(const CLI::Option* option) {
  return option->count() > 0;
}

}  // namespace

/// What CLI11 calls when the command line was read and before it is judged: requirements may be met by the file.
class Configuration::Reader : public CLI::Config {
 public:
  Reader(CLI::App& app, Session& session) : app_{app}, session_{session} {}

  std::string to_config(const CLI::App*, bool, bool, std::string) const override { return ""; }

  /// Applies the settings itself, for CLI11 would say nothing of the line; leaves CLI11 none.
  std::vector<CLI::ConfigItem> from_config(std::istream& input) const override {
    std::ostringstream text;
    text << input.rdbuf();
    found_by_itself = app_.get_config_ptr()->count() == 0;
    was_read = true;
    session_.config_file = app_.get_config_ptr()->as<std::string>();
    if (const auto done = apply_all(text.str()); !done) {
      error = done.error();
    }
    return {};
  }

  // CLI11 calls a const function, of which these are the result.
  mutable bool was_read = false;
  mutable bool found_by_itself = false;
  mutable std::optional<core::Error> error;
  mutable bool says_something = false;  // of the chosen command

 private:
  core::Result<void> apply_all(const std::string& text) const {
    const std::string& file = session_.config_file;
    const auto settings = io::parse_settings(text, file);
    if (!settings) {
      return std::unexpected(settings.error());
    }
    std::vector<Match> matches;
    for (const Setting& setting : *settings) {
      auto matched = match(app_, file, setting);
      if (!matched) {
        return std::unexpected(matched.error());
      }
      if (const auto fits = check_kind(file, *matched); !fits) {
        return fits;
      }
      matches.push_back(*matched);
      session_.configured.push_back(words_of(*matched));
    }
    return apply_to_chosen(matches);
  }

  /// Those of other commands are applied to no purpose but to have them checked, without flags: the only ones that
  /// commands share.
  core::Result<void> apply_to_chosen(std::vector<Match>& matches) const {
    // What others need comes first.
    std::ranges::stable_sort(matches, {}, [](const Match& match) { return !match.option->get_needs().empty(); });
    std::set<const CLI::Option*> of_command_line;
    for (const Match& match : matches) {
      for (const CLI::Option* option : match.command->get_options()) {
        if (is_given(option)) {
          of_command_line.insert(option);
        }
      }
    }
    std::vector<std::string> words;
    for (const Match& match : matches) {
      if (is_given(match.option)) {
        continue;
      }
      const bool chosen = match.command->parsed();
      if (!chosen) {
        if (const auto applied = is_flag(*match.option) ? core::Result<void>{} : give(session_.config_file, match);
            !applied) {
          return applied;
        }
        continue;
      }
      const std::vector<std::string> own = words_of(match).words;
      const auto needs = match.option->get_needs();
      const auto excluded = match.option->get_excludes();
      if (own.empty() || !std::ranges::all_of(needs, is_given) ||
          std::ranges::any_of(excluded, [&](const CLI::Option* other) { return of_command_line.contains(other); })) {
        continue;
      }
      if (const auto applied = give(session_.config_file, match); !applied) {
        return applied;
      }
      words.insert(words.end(), own.begin(), own.end());
    }
    extend_arguments(std::move(words));
    return {};
  }

  /// The file's words stand behind the command line's own: no option is in both.
  void extend_arguments(std::vector<std::string> words) const {
    const auto chosen = app_.get_subcommands();
    const bool suite = !chosen.empty() && chosen.front()->get_name() == "suite";
    says_something = !words.empty() || (suite && !session_.configured.empty());
    if (!suite) {
      words.emplace_back("--no-config");
    } else if (found_by_itself) {
      words.insert(words.end(), {"--config", session_.config_file});
    }
    session_.arguments.insert(std::ranges::find(session_.arguments, "--"), words.begin(), words.end());
  }

  CLI::App& app_;
  Session& session_;
};

Configuration::Configuration(CLI::App& app, Session& session)
    : app_{app}, session_{session}, reader_{std::make_shared<Reader>(app, session)} {
  app.fallthrough();  // both may stand behind the command
  CLI::Option* file =
      app.set_config("--config", k_config_file,
                     "Settings in TOML, in sections named like commands; options of the command line come first");
  file->take_last()->type_name("FILE")->default_str(k_config_file);
  app.add_flag_callback(
         "--no-config", [file] { file->add_result(std::string{}); }, "Read no configuration file")
      ->trigger_on_parse()
      ->configurable(false);
  app.config_formatter(reader_);
}

std::optional<core::Error> Configuration::error() const {
  const bool by_itself = app_.get_config_ptr()->count() == 0;
  std::error_code unknown;
  // CLI11 passes over one that it cannot open when nobody asked for it.
  if (by_itself && !reader_->was_read && std::filesystem::is_regular_file(k_config_file, unknown)) {
    return core::input_error(k_config_file, "cannot be read; make it readable, or leave it out with --no-config")
        .error();
  }
  return reader_->error;
}

void Configuration::note() const {
  if (reader_->says_something && reader_->found_by_itself) {
    session_.note(fmt::format("settings from {}", session_.config_file));
  }
}

std::string effective_settings(const CLI::App& app) {
  std::string section;
  const CLI::App* command = &app;
  while (!command->get_subcommands().empty()) {
    command = command->get_subcommands().front();
    section += (section.empty() ? "" : ".") + command->get_name();
  }
  std::string text = fmt::format("[{}]\n", section);
  for (const CLI::Option* option : command->get_options()) {
    if (!option->get_configurable() || option->get_group().empty() || option->get_lnames().empty()) {
      continue;
    }
    const std::string& name = option->get_lnames().front();
    if (!is_given(option)) {
      const std::string preset = is_flag(*option) ? "false" : io::setting_text({option->get_default_str()});
      text += fmt::format("# {} = {}\n", name, preset);
    } else if (is_flag(*option)) {
      text += name + " = true\n";
    } else {
      std::vector<std::string> values = option->reduced_results();
      if (takes_commas(*option)) {
        values = CLI::detail::split(fmt::format("{}", fmt::join(values, ",")), ',');
      }
      text += fmt::format("{} = {}\n", name, io::setting_text(values));
    }
  }
  return text;
}

std::vector<std::string> configured_words(const Session& session, const std::vector<std::string>& command) {
  // What a part of the suite is, where its result goes and how often it is run.
  constexpr std::array k_of_suite{"--lifecycle", "--choices", "--format", "--output", "--export",
                                  "--save",      "--runs",    "--seed",   "--quiet"};
  std::vector<std::string> words;
  for (const ConfiguredOption& option : session.configured) {
    const auto has = [&](const std::string& name) {
      return std::ranges::find(command, name) != command.end() || std::ranges::find(words, name) != words.end();
    };
    if (option.section == std::vector{command.front()} && !has(option.name) &&
        std::ranges::find(k_of_suite, option.name) == k_of_suite.end() && std::ranges::all_of(option.needs, has)) {
      words.insert(words.end(), option.words.begin(), option.words.end());
    }
  }
  return words;
}

}  // namespace moebench::cli
