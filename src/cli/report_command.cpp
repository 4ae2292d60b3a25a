#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "chart_files.hpp"
#include "commands.hpp"
#include "history_commands.hpp"
#include "moebench/io/atomic_file.hpp"
#include "moebench/io/result_file.hpp"
#include "moebench/stats/history_changes.hpp"
#include "options.hpp"
#include "report_document.hpp"

namespace moebench::cli {
namespace {

enum class Shape : std::uint8_t { by_name, markdown, html, json };

struct ReportOptions {
  OutputOptions output;
  Shape shape = Shape::by_name;
  std::vector<std::string> results;
  std::string baseline;
  std::vector<std::string> matches;
  std::string history;
  std::string charts;
  std::string node = "node";
  std::string title;
};

Shape shape_of(const ReportOptions& options) {
  if (options.shape != Shape::by_name) {
    return options.shape;
  }
  const std::string extension = std::filesystem::path{options.output.output}.extension().string();
  return extension == ".html" || extension == ".htm" ? Shape::html
         : extension == ".json"                      ? Shape::json
                                                     : Shape::markdown;
}

core::Result<void> check(const ReportOptions& options) {
  if (options.results.empty() && options.history.empty()) {
    return core::usage_error("", "report needs result files (moebench report RESULT...) or --history FILE");
  }
  if (options.results.empty() && !options.baseline.empty()) {
    return core::usage_error("baseline", "needs result files that are held against it");
  }
  if (!options.matches.empty() && options.baseline.empty()) {
    return core::usage_error("match", "pairs results with those of --baseline FILE, which is not given");
  }
  const std::string extension = std::filesystem::path{options.output.output}.extension().string();
  const std::vector<std::string> known{"", ".md", ".markdown", ".txt", ".html", ".htm", ".json"};
  if (options.shape == Shape::by_name && std::ranges::find(known, extension) == known.end()) {
    return core::usage_error("output",
                             fmt::format("ends with {}; name a .html, .md or .json file, or say --format", extension));
  }
  return check_targets(options.output, "");
}

/// The history of --history, whose errors name that option as its commands' name --db.
core::Result<core::HistoryChanges> read_history(const std::string& file) {
  const auto measurements = measurements_named(file, "*");
  if (measurements) {
    return stats::find_history_changes(*measurements, {});
  }
  core::Error error = measurements.error();
  constexpr std::string_view of_its_commands = "--db";
  if (const std::size_t at = error.message.find(of_its_commands); at != std::string::npos) {
    error.message.replace(at, of_its_commands.size(), "--history");
  }
  return std::unexpected(std::move(error));
}

core::Result<ReportSources> read(const Session& session, const ReportOptions& options) {
  ReportSources sources{.title = options.title, .files = {}, .baseline = {}, .comparing = {}, .history = {}};
  for (const std::string& path : options.results) {
    auto set = io::read_result_file(path);
    if (!set) {
      return std::unexpected(set.error());
    }
    note_format(session, *set);
    sources.files.push_back(*std::move(set));
  }
  if (!options.baseline.empty()) {
    auto set = io::read_result_file(options.baseline);
    if (!set) {
      return std::unexpected(set.error());
    }
    note_format(session, *set);
    sources.baseline = *std::move(set);
    sources.comparing.matches = options.matches;
  }
  if (!options.history.empty()) {
    auto history = read_history(options.history);
    if (!history) {
      return std::unexpected(history.error());
    }
    sources.history = *std::move(history);
  }
  if (sources.title.empty()) {
    sources.title = options.baseline.empty() ? "Benchmark report" : "Benchmark comparison";
  }
  return sources;
}

/// The folder of charts as a link in a document at `output` names it.
std::string linked_folder(const std::string& charts, const std::string& output) {
  const std::filesystem::path from =
      output.empty() ? std::filesystem::path{"."} : std::filesystem::path{output}.parent_path();
  std::error_code error;
  const std::filesystem::path relative = std::filesystem::relative(
      std::filesystem::absolute(charts), std::filesystem::absolute(from.empty() ? "." : from), error);
  return error || relative.empty() ? charts : relative.generic_string();
}

Outcome run(const Session& session, const ReportOptions& options) {
  if (const auto usable = check(options); !usable) {
    return std::unexpected(usable.error());
  }
  auto sources = read(session, options);
  if (!sources) {
    return std::unexpected(sources.error());
  }
  const auto document = report_document(*std::move(sources));
  if (!document) {
    return std::unexpected(document.error());
  }
  if (!options.charts.empty()) {
    if (const auto written = write_chart_files(*document, options.charts, options.node); !written) {
      return std::unexpected(written.error());
    }
  }
  const Shape shape = shape_of(options);
  const std::string text =
      shape == Shape::html ? report::html_document(*document)
      : shape == Shape::json
          ? report::charts_json(*document)
          : report::markdown_document(
                *document, options.charts.empty() ? "" : linked_folder(options.charts, options.output.output));
  OutputOptions output = options.output;
  if (shape != Shape::markdown) {
    output.rendering = Rendering::plain;
  }
  if (const auto delivered = deliver(session, output, text); !delivered) {
    return std::unexpected(delivered.error());
  }
  return k_done;
}

}  // namespace

void add_report_command(CLI::App& app, Session& session) {
  auto options = std::make_shared<ReportOptions>();
  CLI::App* command =
      app.add_subcommand("report", "Result files as one report with charts: a page (HTML), or Markdown with pictures");
  command->add_option("RESULT", options->results, "Result files of any known format")->type_name("FILE");
  command
      ->add_option("--baseline", options->baseline,
                   "A result file that each of them is held against; without one nothing is compared")
      ->take_last()
      ->type_name("FILE");
  command->add_option("--match", options->matches, "Pair results of different names: 'candidate name=baseline name'")
      ->type_name("A=B");
  command
      ->add_option("--history", options->history,
                   "A history file (moebench history add) whose results are drawn by commit; without one no history")
      ->take_last()
      ->type_name("FILE");
  command
      ->add_option("--charts", options->charts,
                   "Also write each chart as SVG into this folder, which Markdown links (needs Node.js); without it "
                   "there are no pictures")
      ->take_last()
      ->type_name("DIR");
  command->add_option("--node", options->node, "The Node.js that draws them, a path or a name")
      ->take_last()
      ->type_name("PROGRAM")
      ->capture_default_str();
  command->add_option("--title", options->title, "The report's title; without one Benchmark report, or comparison")
      ->take_last()
      ->type_name("TEXT");
  add_choice(*command, "--format", options->shape,
             {{"auto", Shape::by_name}, {"markdown", Shape::markdown}, {"html", Shape::html}, {"json", Shape::json}},
             "markdown, html, json (the charts' Vega-Lite specifications with their data), or auto: as the name of "
             "--output ends, otherwise markdown");
  command->add_option("--output", options->output.output, "Write the report to this file instead of standard output")
      ->take_last()
      ->type_name("FILE");
  command->add_flag("--quiet", session.quiet, "No notes on standard error");
  command->footer("Example: moebench report results/infer.json --baseline pytorch.json --output report.html");
  command->callback([&session, options] { session.chosen = [&session, options] { return run(session, *options); }; });
}

}  // namespace moebench::cli
