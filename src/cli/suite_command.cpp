#include <algorithm>
#include <filesystem>
#include <iterator>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "commands.hpp"
#include "fresh_run.hpp"
#include "measuring.hpp"
#include "moebench/apr/reader.hpp"
#include "moebench/core/rng.hpp"
#include "moebench/harness/environment_watch.hpp"
#include "moebench/io/atomic_file.hpp"
#include "moebench/io/result_json.hpp"
#include "moebench/io/tables_csv.hpp"
#include "moebench/report/suite_report.hpp"
#include "options.hpp"

namespace moebench::cli {
namespace {

struct SuiteOptions {
  OutputOptions output;
  std::uint64_t seed = 42;
  std::size_t runs = 5;
  bool quick = false;
  std::string model;
  std::filesystem::path results = {};  // empty until the command line is read
};

/// One scenario of the suite: how it is started, where its file goes, and what its runs gave.
struct Part {
  std::string file;
  std::vector<std::string> arguments;
  report::Measured report::SuiteResults::*place;
  core::ResultSet set = {};
};

/// The scenarios as the reference document sets them, or with --quick with fewer and shorter rounds.
std::vector<Part> parts(const SuiteOptions& options) {
  using report::SuiteResults;
  using Words = std::vector<std::string>;
  const auto arguments = [&](Words words, const Words& when_quick) {
    words.insert(words.end(), {"--seed", fmt::format("{}", options.seed)});
    if (options.quick) {
      words.insert(words.end(), when_quick.begin(), when_quick.end());
    }
    return words;
  };
  const auto served = [&](const std::string& command, const Words& when_quick) {
    Words words = arguments({command}, when_quick);
    if (!options.model.empty()) {
      words.insert(words.end(), {"--", options.model});
    }
    return words;
  };
  return {
      {.file = "router.json", .arguments = arguments({"router"}, {"--rounds", "2"}), .place = &SuiteResults::router},
      {.file = "lifecycle.json",
       .arguments = arguments({"router", "--lifecycle"}, {"--rounds", "2"}),
       .place = &SuiteResults::lifecycle},
      {.file = "overflow.json",
       .arguments = arguments({"overflow"}, {"--rounds", "10"}),
       .place = &SuiteResults::overflow},
      {.file = "registry.json",
       .arguments = served("registry", {"--reads", "200", "--warmup", "20", "--rounds", "1", "--round-ms", "2"}),
       .place = &SuiteResults::registry},
      {.file = "mixed.json",
       .arguments = served("mixed", {"--ops", "200", "--rounds", "2"}),
       .place = &SuiteResults::mixed},
      {.file = "infer.json", .arguments = served("infer", {"--iterations", "1000"}), .place = &SuiteResults::infer},
      {.file = "null.json",
       .arguments = arguments({"null"}, {"--iterations", "1000", "--rounds", "10"}),
       .place = &SuiteResults::null}};
}

/// Every part `runs` times, the parts taking turns in an order drawn anew for each turn.
core::Result<void> measure_parts(const Session& session, const SuiteOptions& options, std::vector<Part>& all) {
  core::Rng rng{options.seed};
  std::vector<Part*> order;
  for (Part& part : all) {
    order.push_back(&part);
  }
  for (std::size_t run = 0; run < options.runs; ++run) {
    rng.shuffle(order);
    for (Part* part : order) {
      session.progress(fmt::format("run {} of {}: {}", run + 1, options.runs, fmt::join(part->arguments, " ")));
      auto measured = fresh_run(session, part->arguments, run);
      if (!measured) {
        return std::unexpected(measured.error());
      }
      if (part->set.results.empty()) {
        part->set = std::move(*measured);
      } else if (const auto appended = core::append_run(part->set, std::move(*measured)); !appended) {
        return std::unexpected(appended.error());
      }
    }
  }
  session.progress("");
  return {};
}

/// The configuration of a part: what its own run recorded, but for what the suite knows better.
core::Attributes part_config(const core::Attributes& of_run, const core::Attributes& of_suite) {
  core::Attributes config = of_suite;
  for (const auto& [key, value] : of_run.entries()) {
    if (of_suite.find(key) == nullptr) {
      config.set(key, value);
    }
  }
  return config;
}

/// What would make the whole measurement useless in the end, said before it begins.
core::Result<void> check(const SuiteOptions& options) {
  if (const auto targets = check_targets(options.output, ""); !targets) {
    return targets;
  }
  if (const auto writable = io::check_writable(options.results / "report.md"); !writable) {
    return writable;
  }
  if (!options.model.empty()) {
    if (const auto model = apr::load_logistic_regression(options.model); !model) {
      return std::unexpected(model.error());
    }
  }
  return {};
}

Outcome run(const Session& session, const SuiteOptions& options) {
  if (const auto fit = check(options); !fit) {
    return std::unexpected(fit.error());
  }
  const harness::EnvironmentWatch watch;
  std::vector<Part> all = parts(options);
  if (const auto measured = measure_parts(session, options, all); !measured) {
    return std::unexpected(measured.error());
  }

  report::SuiteResults suite;
  suite.environment = watch.finish();
  suite.config = base_config(session, options.seed, options.runs, suite.environment);
  suite.config.set("quick", core::Scalar{options.quick});
  std::vector<io::FileText> files;
  core::ResultSet all_results{.source = {}, .config = suite.config, .environment = suite.environment, .results = {}};
  int status = k_done;
  for (Part& part : all) {
    part.set.source.clear();
    part.set.environment = suite.environment;
    part.set.config = part_config(part.set.config, suite.config);
    status = std::max(status, status_of_checks(session, part.set));
    report::Measured measured = analysed(std::move(part.set));
    files.push_back({options.results / part.file, io::to_json(measured.set, measured.analysis)});
    std::ranges::copy(measured.set.results, std::back_inserter(all_results.results));
    suite.*part.place = std::move(measured);
  }
  const std::string report = report::suite_report(suite);
  files.push_back({options.results / "report.md", report});
  if (const auto written = io::write_all_atomically(files); !written) {
    return std::unexpected(written.error());
  }
  const report::Measured whole = analysed(std::move(all_results));
  const Format format = options.output.format;
  const std::string text = format == Format::json  ? io::to_json(whole.set, whole.analysis)
                           : format == Format::csv ? io::results_csv(whole.set, whole.analysis.summaries)
                                                   : report;
  if (const auto delivered = deliver(session, options.output, text); !delivered) {
    return std::unexpected(delivered.error());
  }
  note_hazards(session, suite.environment);
  session.note(fmt::format("the report and the raw samples are in {}", options.results.string()));
  return status;
}

}  // namespace

void add_suite_command(CLI::App& app, Session& session) {
  auto options = std::make_shared<SuiteOptions>();
  CLI::App* command = app.add_subcommand("suite", "Every scenario, the report, and the files under results/");
  add_output_options(*command, options->output, session);
  command->add_option("--seed", options->seed, "Everything random comes from it")
      ->check(whole_numbers(0, std::numeric_limits<std::int64_t>::max()))
      ->capture_default_str();
  command->add_option("--runs", options->runs, "Fresh processes of each scenario")
      ->check(whole_numbers(1, k_most_rounds))
      ->capture_default_str();
  command->add_flag("--quick", options->quick, "Fewer and shorter rounds: a look in seconds, no evidence");
  command->add_option("--model", options->model, "An .apr file; without one the benchmark model is trained")
      ->type_name("FILE");
  command->add_option("--results", options->results, "The folder for report.md and the JSON files")
      ->type_name("FOLDER")
      ->default_str("results, or results/quick with --quick");
  command->footer("Example: moebench suite --runs 10");
  command->callback([&session, options] {
    if (options->results.empty()) {
      options->results = options->quick ? "results/quick" : "results";  // a look leaves evidence as it is
    }
    session.chosen = [&session, options] { return run(session, *options); };
  });
}

}  // namespace moebench::cli
