#include <algorithm>
#include <array>
#include <filesystem>
#include <functional>
#include <iterator>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "commands.hpp"
#include "configuration.hpp"
#include "dry_run.hpp"
#include "framework_rows.hpp"
#include "fresh_run.hpp"
#include "measuring.hpp"
#include "moebench/apr/benchmark_model.hpp"
#include "moebench/apr/reader.hpp"
#include "moebench/apr/writer.hpp"
#include "moebench/harness/environment_watch.hpp"
#include "moebench/harness/interrupts.hpp"
#include "moebench/io/atomic_file.hpp"
#include "moebench/io/result_json.hpp"
#include "moebench/io/tables_csv.hpp"
#include "moebench/report/suite_report.hpp"
#include "options.hpp"
#include "progress.hpp"
#include "pytorch_runs.hpp"
#include "served_models.hpp"
#include "suite_page.hpp"
#include "suite_parts.hpp"
#include "suite_turns.hpp"

namespace moebench::cli {
namespace {

using Words = std::vector<std::string>;

constexpr const char* k_report = "report.md";
constexpr const char* k_page = "report.html";

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
  if (options.pytorch && !is_wanted(options, "infer")) {
    return core::usage_error("only", "leaves infer out, which PyTorch is held against; name it too");
  }
  if (const auto targets = check_targets(options.output, "", options.dry_run); !targets) {
    return targets;
  }
  for (const char* file : {k_report, k_page}) {
    const std::filesystem::path path = options.results / file;
    if (const auto writable = options.dry_run ? io::look_writable(path) : io::check_writable(path); !writable) {
      return writable;
    }
  }
  if (!options.model.empty()) {
    if (const auto model = apr::load_logistic_regression(options.model); !model) {
      return std::unexpected(model.error());
    }
  }
  return {};
}

/// The model that is served, as the file that PyTorch's script reads.
std::string exported(const apr::LogisticRegression& model) {
  const apr::TensorFileBytes file = apr::write_safetensors(model, std::nullopt);
  return std::string{reinterpret_cast<const char*>(file.bytes.data()), file.bytes.size()};
}

/// What stands in the file of PyTorch's runs: what its script recorded, and how to repeat it here.
core::Attributes pytorch_config(core::Attributes config, const core::Attributes& of_suite) {
  for (const char* key : {"runs", "command", "quick"}) {
    config.set(key, *of_suite.find(key));
  }
  return config;
}

/// PyTorch as it is to be measured, or why it is not; empty and without a reason where it was not asked for.
struct Beside {
  std::optional<PyTorch> pytorch = {};
  std::string missing = {};
};

Beside look_for_pytorch(const Session& session, const SuiteOptions& options) {
  if (!options.pytorch) {
    return {};
  }
  auto found = find_pytorch(session, options.python, options.pytorch_script);
  if (!found) {
    const std::string reason = fmt::format("{} {}", found.error().subject, found.error().message);
    session.note(fmt::format("PyTorch is not measured: {}", reason));
    return {.missing = reason};
  }
  return {.pytorch = *std::move(found)};
}

const core::ResultSet& set_of(const std::vector<Part>& all, std::string_view file) {
  return std::ranges::find(all, file, &Part::file)->set;
}

/// The comparison for the report. Adds to PyTorch's results the check that their logits are those of `model`.
report::FrameworkComparison beside_pytorch(std::vector<Part>& all, const apr::LogisticRegression& model) {
  core::ResultSet& pytorch = std::ranges::find(all, "pytorch.json", &Part::file)->set;
  report::FrameworkComparison comparison =
      compare_frameworks(set_of(all, "infer.json"), set_of(all, "infer_batch.json"), pytorch);
  comparison.logit_bound = bound_between_logits(model, apr::benchmark_input(model.input_size()));
  check_logits(pytorch, comparison.our_logit, comparison.logit_bound);
  return comparison;
}

/// Every part, measured; after Ctrl-C the turns that were complete.
core::Result<std::vector<Part>> measure_all(const Session& session, const SuiteOptions& options,
                                            const std::optional<PyTorch>& pytorch, const std::string& exported_model) {
  std::vector<std::vector<Part>> groups = groups_of_parts(session, options, pytorch, exported_model);
  const harness::InterruptHandler handler{harness::OnInterrupt::remember};
  Progress progress{session};
  for (const std::vector<Part>& group : groups) {
    for (const Part& part : group) {
      progress.plan(part.title, options.runs);
    }
  }
  std::vector<Part> all;
  for (std::vector<Part>& group : groups) {
    if (const auto measured = measure_in_turns(group, {.runs = options.runs, .seed = options.seed}, progress);
        !measured) {
      return std::unexpected(measured.error());
    }
    std::ranges::move(group, std::back_inserter(all));
  }
  return all;
}

/// The command line that measures this part alone.
std::string command_of_part(const Session& session, const Part& part, std::size_t runs) {
  Session alone{.host = session.host, .arguments = part.arguments, .chosen = {}};
  const Words last{"--runs", fmt::format("{}", runs), "--no-config"};
  alone.arguments.insert(std::ranges::find(alone.arguments, "--"), last.begin(), last.end());
  return alone.command_line();
}

Outcome tell_plan(const Session& session, const SuiteOptions& options, const std::optional<PyTorch>& pytorch) {
  DryRun plan;
  for (const std::vector<Part>& group :
       groups_of_parts(session, options, pytorch, "model.safetensors in a temporary folder")) {
    const auto orders = orders_of_turns(options.seed, options.runs, group.size());
    for (std::size_t run = 0; run < options.runs; ++run) {
      for (const std::size_t index : orders[run]) {
        plan.processes.push_back(group[index].line(run));
      }
    }
    for (const Part& part : group) {
      plan.files.push_back(options.results / part.file);
    }
  }
  if (pytorch) {
    plan.files.push_back(options.results / "model.safetensors");
  }
  plan.files.push_back(options.results / k_report);
  plan.files.push_back(options.results / k_page);
  plan.files.push_back(options.output.output);
  return tell(session, plan);
}

core::Result<void> deliver_suite(const Session& session, const SuiteOptions& options, const std::string& report,
                                 core::ResultSet all_results) {
  const report::Measured whole = analysed(std::move(all_results));
  const Format format = options.output.format;
  const std::string text = format == Format::json  ? io::to_json(whole.set, whole.analysis)
                           : format == Format::csv ? io::results_csv(whole.set, whole.analysis.summaries)
                                                   : report;
  return deliver(session, options.output, text);
}

/// After Ctrl-C: which parts had no turn yet, so that nobody takes their earlier files for this measurement's.
void note_unmeasured(const Session& session, const SuiteOptions& options, const std::vector<Part>& all) {
  for (const Part& part : all) {
    if (part.completed == 0) {
      session.note(fmt::format("interrupted before {} was measured; {} is as it was before", part.title,
                               (options.results / part.file).string()));
    }
  }
}

Outcome run(const Session& session, const SuiteOptions& options) {
  if (const auto fit = check(options); !fit) {
    return std::unexpected(fit.error());
  }
  const Beside beside = look_for_pytorch(session, options);
  const bool infer_configured = std::ranges::any_of(
      session.configured, [](const ConfiguredOption& option) { return option.section == Words{"infer"}; });
  if (beside.pytorch && infer_configured) {
    session.note(fmt::format("{}: [infer] does not apply beside PyTorch, which is measured in the same way",
                             session.config_file));
  }
  const auto model = load_model(options.model);
  if (!model) {
    return std::unexpected(model.error());
  }
  if (options.dry_run) {
    return tell_plan(session, options, beside.pytorch);
  }
  const std::string model_text = exported(*model);
  const auto exported_model = TemporaryFile::make("model.safetensors", model_text);
  if (!exported_model) {
    return std::unexpected(exported_model.error());
  }
  const harness::EnvironmentWatch watch;
  auto measured_parts = measure_all(session, options, beside.pytorch, (*exported_model)->path().string());
  if (!measured_parts) {
    return std::unexpected(measured_parts.error());
  }
  std::vector<Part>& all = *measured_parts;
  const std::size_t completed = runs_of_every_part(all);
  if (completed == 0) {
    return nothing_measured(session);
  }
  note_unmeasured(session, options, all);

  report::SuiteResults suite;
  suite.environment = watch.finish();
  suite.config = base_config(session, options.seed, completed, suite.environment);
  suite.config.set("quick", core::Scalar{options.quick});
  const bool interrupted = was_interrupted(all, options.runs);
  if (interrupted) {
    suite.config.set("runs_planned", options.runs);
  }
  std::vector<io::FileText> files;
  if (beside.pytorch) {
    suite.pytorch = beside_pytorch(all, *model);
    files.push_back({options.results / "model.safetensors", model_text});
  } else if (options.pytorch) {
    suite.pytorch = report::FrameworkComparison{.missing = beside.missing};
  }
  core::ResultSet all_results{.source = {}, .config = suite.config, .environment = suite.environment, .results = {}};
  int status = k_done;
  SuitePage page{.beside = suite.pytorch};
  for (Part& part : all) {
    if (part.completed == 0) {
      continue;
    }
    part.set.source.clear();
    if (part.is_ours) {
      part.set.environment = suite.environment;
      part.set.config = part_config(part.set.config, suite.config);
      part.set.config.set("part_command", command_of_part(session, part, options.runs));
    } else {
      part.set.config = pytorch_config(std::move(part.set.config), suite.config);
    }
    part.set.config.set("runs", part.completed);
    if (part.completed < options.runs) {
      warn_of_interruption(part.set, part.completed, options.runs);
    }
    status = std::max(status, status_of_checks(session, part.set));
    core::ResultSet shown = part.set;
    shown.source = part.file;
    if (part.is_ours) {
      page.files.push_back(std::move(shown));
    } else {
      page.pytorch = std::move(shown);
    }
    report::Measured measured = analysed(std::move(part.set));
    files.push_back({options.results / part.file, io::to_json(measured.set, measured.analysis)});
    std::ranges::copy(measured.set.results, std::back_inserter(all_results.results));
    if (part.place != nullptr) {
      suite.*part.place = std::move(measured);
    }
  }
  const std::string report = report::suite_report(suite);
  files.push_back({options.results / k_report, report});
  if (const auto written = io::write_all_atomically(files); !written) {
    return std::unexpected(written.error());
  }
  // Behind the results: whatever becomes of the page, they are there.
  const auto page_written = write_suite_page(options.results / k_page, std::move(page));
  if (const auto delivered = deliver_suite(session, options, report, std::move(all_results)); !delivered) {
    return std::unexpected(delivered.error());
  }
  note_hazards(session, suite.environment);
  session.note(fmt::format("the report ({}{}) and the raw samples are in {}", k_report,
                           page_written ? fmt::format(", with charts {}", k_page) : "", options.results.string()));
  if (interrupted) {
    session.host.err << fmt::format("moebench: interrupted after {} of {} runs; these are reported and saved\n",
                                    completed, options.runs);
  }
  if (!page_written) {
    core::Error error = page_written.error();
    error.message += fmt::format("; {} and the result files were written", k_report);
    return std::unexpected(std::move(error));
  }
  return interrupted ? k_interrupted : status;
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
  add_dry_run_flag(*command, options->dry_run);
  command->add_option("--only", options->only, fmt::format("Only these parts: {}", fmt::join(names_of_parts(), ", ")))
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember(names_of_parts()))
      ->type_name("PART,...")
      ->default_str("all");
  command->add_flag("--quick", options->quick, "Fewer and shorter rounds: a look in seconds, no evidence");
  command->add_option("--model", options->model, "An .apr file; without one the benchmark model is trained")
      ->type_name("FILE");
  command
      ->add_option("--results", options->results,
                   "The folder for report.md, report.html (the same with charts) and the JSON files")
      ->type_name("FOLDER")
      ->default_str("results, or results/quick with --quick");
  CLI::Option* pytorch =
      command->add_flag("--pytorch", options->pytorch,
                        "Measure PyTorch too, in turns with our inference, and compare; says so where "
                        "there is none");
  command->add_option("--python", options->python, "A Python that has torch")
      ->type_name("PROGRAM")
      ->default_str("python3, or /usr/bin/python3 where that has no torch")
      ->needs(pytorch);
  command->add_option("--pytorch-script", options->pytorch_script, "PyTorch's side, where it is not found by itself")
      ->type_name("FILE")
      ->needs(pytorch);
  command->footer(
      "Example: moebench suite --runs 10\n"
      "Example: moebench suite --pytorch && moebench audit results/infer.json results/pytorch.json");
  command->callback([&session, options] {
    if (options->results.empty()) {
      options->results = options->quick ? "results/quick" : "results";  // a look leaves evidence as it is
    }
    session.chosen = [&session, options] { return run(session, *options); };
  });
}

}  // namespace moebench::cli
