#include "options.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <ostream>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "moebench/io/atomic_file.hpp"
#include "moebench/report/terminal_text.hpp"

namespace moebench::cli {
namespace {

struct FormatName {
  std::string_view name;
  Format format;
  Rendering rendering;
};

constexpr std::array k_formats{FormatName{"text", Format::markdown, Rendering::terminal},
                               FormatName{"markdown", Format::markdown, Rendering::plain},
                               FormatName{"json", Format::json, Rendering::plain},
                               FormatName{"csv", Format::csv, Rendering::plain}};

struct Unit {
  std::string_view name;
  double microseconds;
};

constexpr std::array k_units{Unit{"ns", 1e-3}, Unit{"us", 1}, Unit{"ms", 1e3}, Unit{"s", 1e6}};

void add_format(CLI::App& command, OutputOptions& options) {
  const auto assign = [&options](const std::string& chosen) {
    const FormatName& format = *std::ranges::find(k_formats, chosen, &FormatName::name);
    options.format = format.format;
    options.rendering = format.rendering;
  };
  std::vector<std::string> names;
  for (const FormatName& format : k_formats) {
    names.emplace_back(format.name);
  }
  command.add_option_function<std::string>("--format", assign, "text, markdown, json or csv")
      ->check(CLI::IsMember(names))
      ->take_last()
      ->default_str("text on a terminal, otherwise markdown");
}

std::string text_for_terminal(const Session& session, const std::string& markdown) {
  const Terminal terminal = session.host.terminal.value_or(Terminal{});
  const bool colour = session.colour == Colour::automatic ? terminal.colour : session.colour == Colour::always;
  return report::terminal_text(markdown, {.width = terminal.width, .colour = colour});
}

}  // namespace

void add_output_options(CLI::App& command, OutputOptions& options, Session& session) {
  add_format(command, options);
  command.add_option("--output", options.output, "Write the result to this file instead of standard output")
      ->take_last()
      ->type_name("FILE");
  add_choice(command, "--color", session.colour,
             {{"auto", Colour::automatic}, {"always", Colour::always}, {"never", Colour::never}},
             "Colours in text: auto on a terminal, unless NO_COLOR is set");
  command.add_flag("--quiet", session.quiet, "No notes, warnings or progress on standard error");
}

void add_dry_run_flag(CLI::App& command, bool& dry_run) {
  command.add_flag("--dry-run", dry_run, "Tell what would be run and written, and do neither");
}

void add_export_option(CLI::App& command, Export& exported) {
  add_choice(command, "--export", exported,
             {{"none", std::nullopt},
              {"google-benchmark", io::ExportFormat::google_benchmark},
              {"go", io::ExportFormat::go},
              {"csv", io::ExportFormat::csv}},
             "Write the samples in this format instead of a report: google-benchmark, go or csv");
}

void add_scenario_options(CLI::App& command, ScenarioOptions& options, Session& session) {
  add_output_options(command, options.output, session);
  add_export_option(command, options.exported);
  add_dry_run_flag(command, options.dry_run);
  command.add_option("--seed", options.seed, "Everything random comes from it")
      ->check(whole_numbers(0, std::numeric_limits<std::int64_t>::max()))
      ->capture_default_str();
  command.add_option("--runs", options.runs, "Fresh processes; intervals are between them, so 1 is not replicated")
      ->take_last()
      ->check(whole_numbers(1, k_most_rounds))
      ->capture_default_str();
  command.add_option("--run-index", options.run, "Which of several runs this is")->group("");
  command.add_option("--save", options.save, "Write configuration, environment and raw samples to this JSON file")
      ->take_last()
      ->type_name("FILE");
}

core::Result<std::vector<std::uint64_t>> sweep_values(const std::vector<std::string>& texts, std::uint64_t least,
                                                      std::uint64_t most) {
  std::vector<std::uint64_t> values;
  for (std::string_view text : texts) {
    for (bool more = true; more;) {
      const std::size_t comma = text.find(',');
      const std::string_view word = text.substr(0, comma);
      more = comma != std::string_view::npos;
      text.remove_prefix(more ? comma + 1 : text.size());
      std::uint64_t value = 0;
      const auto [end, fault] = std::from_chars(word.data(), word.data() + word.size(), value);
      if (fault != std::errc{} || end != word.data() + word.size() || value < least || value > most) {
        return core::usage_error("", fmt::format("found '{}'; expected whole numbers from {} to {}, with a comma "
                                                 "between two",
                                                 word, least, most));
      }
      if (std::ranges::find(values, value) != values.end()) {
        return core::usage_error("", fmt::format("{} is given twice; give each value once", value));
      }
      values.push_back(value);
    }
  }
  return values;
}

CLI::Range whole_numbers(std::uint64_t least, std::uint64_t most) {
  return {least, most, "whole number"};
}

core::Result<void> check_targets(const OutputOptions& options, const std::string& save, bool dry_run) {
  if (!save.empty() && save == options.output) {
    return core::usage_error("save", "names the same file as --output; give each a file of its own");
  }
  for (const std::string& target : {options.output, save}) {
    if (!target.empty()) {
      if (auto writable = dry_run ? io::look_writable(target) : io::check_writable(target); !writable) {
        return writable;
      }
    }
  }
  return {};
}

void note_format(const Session& session, const core::ResultSet& set) {
  if (const std::string format = set.config.text("read_as"); !format.empty()) {
    session.note(fmt::format("{}: read as {}", set.source, format));
  }
  if (set.config.text("assumed_unit") == "us") {
    session.note(
        fmt::format("{}: read as a text with a number on each line, which tells no unit: taken for "
                    "microseconds (--unit of stats, compare and history add names another)",
                    set.source));
  }
}

void add_unit_option(CLI::App& command, std::string& unit) {
  std::vector<std::string> names;
  for (const auto& [name, microseconds] : k_units) {
    names.emplace_back(name);
  }
  command.add_option("--unit", unit, "Of a text with a number on each line, which tells none; us if not given")
      ->check(CLI::IsMember(names))
      ->take_last();
}

core::Result<void> take_unit(const Session& session, const std::vector<core::ResultSet*>& sets,
                             const std::string& unit) {
  bool taken = unit.empty();
  for (core::ResultSet* set : sets) {
    if (!unit.empty() && set->config.find("assumed_unit") != nullptr) {
      const double microseconds = std::ranges::find(k_units, unit, &Unit::name)->microseconds;
      for (core::BenchmarkResult& result : set->results) {
        for (core::Run& run : result.series.runs) {
          std::ranges::transform(run.samples, run.samples.begin(), [&](double x) { return x * microseconds; });
        }
      }
      set->config.set("assumed_unit", unit);
      taken = true;
      session.note(fmt::format("{}: read as a text with a number on each line, in {}", set->source, unit));
    } else {
      note_format(session, *set);
    }
  }
  return taken ? core::Result<void>{}
               : core::usage_error("unit",
                                   "is for a text with a number on each line; what is read here tells its unit itself");
}

core::Result<void> check_export(const Export& exported, const OutputOptions& options) {
  if (exported && options.format != Format::markdown) {
    return core::usage_error("export", "chooses what is written, and so does --format; leave one of them out");
  }
  return {};
}

core::Result<void> deliver_export(const Session& session, const OutputOptions& options, io::ExportFormat format,
                                  const core::ResultSet& set) {
  const auto exported = io::export_results(set, format);
  if (!exported) {
    return std::unexpected(exported.error());
  }
  OutputOptions as_it_is = options;
  as_it_is.rendering = Rendering::plain;
  if (auto delivered = deliver(session, as_it_is, exported->text); !delivered) {
    return delivered;
  }
  for (const std::string& lost : exported->lost) {
    session.note("not exported: " + lost);
  }
  return {};
}

bool for_terminal(const Session& session, const OutputOptions& options) {
  return options.format == Format::markdown &&
         (options.rendering == Rendering::terminal ||
          (options.rendering == Rendering::automatic && session.host.terminal && options.output.empty()));
}

core::Result<void> deliver(const Session& session, const OutputOptions& options, const std::string& made) {
  const std::string text = for_terminal(session, options) ? text_for_terminal(session, made) : made;
  if (!options.output.empty()) {
    return io::write_atomically(options.output, text);
  }
  session.host.out << text << std::flush;
  if (!session.host.out) {
    return core::input_error("standard output", "could not be written; is the disk full or the reader gone?");
  }
  return {};
}

}  // namespace moebench::cli
