#include "options.hpp"

#include <map>
#include <ostream>

#include "moebench/io/atomic_file.hpp"

namespace moebench::cli {

void add_output_options(CLI::App& command, OutputOptions& options, Session& session) {
  static const std::map<std::string, Format> formats{
      {"markdown", Format::markdown}, {"json", Format::json}, {"csv", Format::csv}};
  command.add_option("--format", options.format, "markdown, json or csv")
      ->transform(CLI::CheckedTransformer(formats).description("{markdown,json,csv}"))
      ->take_last()
      ->default_str("markdown");
  command.add_option("--output", options.output, "Write the result to this file instead of standard output")
      ->take_last()
      ->type_name("FILE");
  command.add_flag("--quiet", session.quiet, "No notes, warnings or progress on standard error");
}

void add_scenario_options(CLI::App& command, ScenarioOptions& options, Session& session) {
  add_output_options(command, options.output, session);
  command.add_option("--seed", options.seed, "Everything random comes from it")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command.add_option("--runs", options.runs, "Fresh processes; intervals are between them, so 1 is not replicated")
      ->take_last()
      ->check(whole_numbers(1, k_most_rounds))
      ->capture_default_str();
  command.add_option("--save", options.save, "Write configuration, environment and raw samples to this JSON file")
      ->take_last()
      ->type_name("FILE");
}

CLI::Range whole_numbers(std::uint64_t least, std::uint64_t most) {
  return {least, most, "whole number"};
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
