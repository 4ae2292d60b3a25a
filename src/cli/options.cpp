#include "options.hpp"

#include <limits>
#include <ostream>

#include <fmt/format.h>

#include "moebench/io/atomic_file.hpp"

namespace moebench::cli {

void add_output_options(CLI::App& command, OutputOptions& options, Session& session) {
  add_choice(command, "--format", options.format,
             {{"markdown", Format::markdown}, {"json", Format::json}, {"csv", Format::csv}}, "markdown, json or csv");
  command.add_option("--output", options.output, "Write the result to this file instead of standard output")
      ->take_last()
      ->type_name("FILE");
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
  if (auto delivered = deliver(session, options, exported->text); !delivered) {
    return delivered;
  }
  for (const std::string& lost : exported->lost) {
    session.note("not exported: " + lost);
  }
  return {};
}

core::Result<void> deliver(const Session& session, const OutputOptions& options, const std::string& text) {
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
