#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "model_commands.hpp"
#include "moebench/apr/benchmark_model.hpp"
#include "moebench/apr/gradient_descent.hpp"
#include "moebench/apr/labelled_data.hpp"
#include "moebench/apr/writer.hpp"
#include "moebench/harness/clock.hpp"
#include "moebench/io/atomic_file.hpp"
#include "moebench/io/data_file.hpp"
#include "moebench/io/training_json.hpp"
#include "moebench/report/training_report.hpp"
#include "options.hpp"

namespace moebench::cli {
namespace {

// A release of the library that reads payload layout A; the reference's own file names it too.
constexpr const char* k_layout_release = "0.11.0";

struct TrainOptions {
  OutputOptions output;
  std::string out;
  std::string created_at;
  std::string data;
  std::string labels;
  std::string label_column;
  std::string test_data;
  std::string test_labels;
  double test_fraction = 0.2;
  std::uint64_t seed = 42;
  std::optional<float> positive;
  std::string class_weight = "uniform";
  apr::Hyperparameters hyperparameters;
};

/// What was fitted on what, and what it is to be held against.
struct Trained {
  apr::LogisticRegression model;
  std::array<std::string, 2> classes;
  std::optional<core::Descent> descent;
  std::string data;
  apr::TrainingSet training;
  std::string other_data;  // what `other` is called
  apr::TrainingSet other;  // not seen in training; may have no rows
};

/// "uniform", "balanced" or two numbers "1,9".
core::Result<apr::ClassWeight> class_weight(const std::string& text) {
  if (text == "uniform") {
    return apr::ClassWeight{};
  }
  if (text == "balanced") {
    return apr::ClassWeight{.kind = apr::ClassWeighting::balanced};
  }
  apr::ClassWeight weight{.kind = apr::ClassWeighting::manual};
  const char* at = text.data();
  const char* const last = at + text.size();
  for (bool more = true; more;) {
    float value = 0;
    const auto [end, error] = std::from_chars(at, last, value);
    more = error == std::errc{} && end != last && *end == ',';
    if (error != std::errc{} || (end != last && !more)) {
      return core::usage_error("class-weight", fmt::format("\"{}\" given; uniform, balanced or two numbers as 1,9 are "
                                                           "needed, of class 0 and of class 1",
                                                           text));
    }
    weight.manual.push_back(value);
    at = end + (more ? 1 : 0);
  }
  return weight;  // how many and how large they may be is fit_by_descent()'s business
}

core::Result<apr::TrainingSet> training_set(io::LabelledSamples data, const apr::Classes& classes,
                                            const std::string& source) {
  auto labels = apr::binary_labels(data.labels, classes);
  if (!labels) {
    return core::input_error(source, std::move(labels).error().message);
  }
  return apr::TrainingSet{
      .feature_count = data.samples.columns, .features = std::move(data.samples.values), .labels = *std::move(labels)};
}

core::Result<io::LabelledSamples> load(const Session& session, const std::string& data, const std::string& labels,
                                       const std::string& label_column) {
  auto file = io::read_labelled(data, labels, label_column);
  if (!file) {
    return std::unexpected(std::move(file).error());
  }
  const io::SampleMatrix& samples = file->data.samples;
  session.note(fmt::format("{}: {} sample{} of {} value{} ({})", data, samples.rows(), samples.rows() == 1 ? "" : "s",
                           samples.columns, samples.columns == 1 ? "" : "s", io::description(file->format)));
  return std::move(file->data);
}

/// The source of labels, for messages.
const std::string& label_source(const std::string& data, const std::string& labels) {
  return labels.empty() ? data : labels;
}

core::Result<apr::Classes> classes_of(const Session& session, const TrainOptions& options,
                                      const std::vector<float>& labels) {
  auto classes = apr::choose_classes(labels, options.positive);
  if (!classes) {
    core::Error error = std::move(classes).error();
    if (error.kind == core::ErrorKind::input) {
      error.subject = label_source(options.data, options.labels);
    }
    return std::unexpected(std::move(error));
  }
  const auto names = classes->names();
  if (names != std::array<std::string, 2>{"0", "1"}) {
    session.note(fmt::format("class 0 is the label {}, class 1 the label {}", names[0], names[1]));
  }
  return classes;
}

/// The rows to train on and those to hold the model against.
core::Result<apr::Split> split(const Session& session, const TrainOptions& options, apr::TrainingSet all,
                               const apr::Classes& classes) {
  if (options.test_data.empty()) {
    apr::Split parts = apr::hold_out(all, options.test_fraction, options.seed);
    if (parts.held_out.labels.empty()) {
      session.note("no rows are held out: the figures are of the training data alone");
    }
    return parts;
  }
  auto test = load(session, options.test_data, options.test_labels, options.label_column);
  if (!test) {
    return std::unexpected(std::move(test).error());
  }
  if (test->samples.columns != all.feature_count) {
    return core::input_error(
        options.test_data,
        fmt::format("its samples hold {} value{} where the training data's hold {}; give as many",
                    test->samples.columns, test->samples.columns == 1 ? "" : "s", all.feature_count));
  }
  auto set = training_set(*std::move(test), classes, label_source(options.test_data, options.test_labels));
  if (!set) {
    return std::unexpected(std::move(set).error());
  }
  return apr::Split{.training = std::move(all), .held_out = *std::move(set)};
}

core::Result<Trained> train_on_file(const Session& session, const TrainOptions& options) {
  auto weight = class_weight(options.class_weight);
  if (!weight) {
    return std::unexpected(std::move(weight).error());
  }
  auto data = load(session, options.data, options.labels, options.label_column);
  if (!data) {
    return std::unexpected(std::move(data).error());
  }
  const auto classes = classes_of(session, options, data->labels);
  if (!classes) {
    return std::unexpected(classes.error());
  }
  auto all = training_set(*std::move(data), *classes, options.data);
  if (!all) {
    return std::unexpected(std::move(all).error());
  }
  auto parts = split(session, options, *std::move(all), *classes);
  if (!parts) {
    return std::unexpected(std::move(parts).error());
  }
  apr::Hyperparameters hyperparameters = options.hyperparameters;
  hyperparameters.class_weight = *std::move(weight);
  auto fitted = apr::fit_by_descent(parts->training, hyperparameters, [&](const apr::DescentStep& at) {
    session.progress(fmt::format("step {} of {}: loss {:.6f}, gradient {:.2e}", at.steps, hyperparameters.max_iter,
                                 at.loss, at.gradient));
  });
  session.progress("");
  if (!fitted) {
    core::Error error = std::move(fitted).error();
    error.subject = error.kind == core::ErrorKind::input ? options.data : error.subject;
    return std::unexpected(std::move(error));
  }
  return Trained{.model = std::move(fitted->model),
                 .classes = classes->names(),
                 .descent = std::move(fitted->descent),
                 .data = options.data,
                 .training = std::move(parts->training),
                 .other_data = options.test_data.empty() ? "held-out data" : "test data",
                 .other = std::move(parts->held_out)};
}

Trained train_by_recipe() {
  return {.model = apr::benchmark_model(),
          .classes = {"0", "1"},
          .descent = std::nullopt,
          .data = "the documented recipe's 1000 samples of 784 pixels",
          .training = apr::benchmark_training_set(),
          .other_data = "",
          .other = {}};
}

/// The shortest decimal that is this f32: 0.01, not 0.00999999977.
core::Scalar decimal(float value) {
  return std::stod(fmt::format("{}", value));
}

core::Result<core::TrainingReport> report_on(const Session& session, const TrainOptions& options,
                                             const Trained& trained, std::size_t file_size) {
  core::TrainingReport report{
      .config = {}, .model = {}, .classes = trained.classes, .descent = trained.descent, .scores = {}};
  report.config.set("command", session.command_line());
  report.config.set("moebench_version", MOEBENCH_VERSION);
  report.config.set("data", trained.data);
  report.config.set("training_rows", trained.training.labels.size());
  if (trained.descent) {
    report.config.set("seed", options.seed);
    report.config.set("class_weight", options.class_weight);
    report.config.set("l2", decimal(options.hyperparameters.l2_penalty));
  }
  const apr::Hyperparameters& hyperparameters = trained.model.hyperparameters();
  report.model.set("file", options.out);
  report.model.set("bytes", file_size);
  report.model.set("coefficients", trained.model.input_size());
  report.model.set("intercept", decimal(trained.model.intercept()));
  report.model.set("learning_rate", decimal(hyperparameters.learning_rate));
  report.model.set("max_iter", hyperparameters.max_iter);
  report.model.set("tol", decimal(hyperparameters.tol));
  const auto add = [&](const std::string& name, bool seen, const apr::TrainingSet& data) -> core::Result<void> {
    const auto score = apr::score(trained.model, data);
    if (!score) {
      return core::input_error(name, score.error().message);
    }
    report.scores.push_back({.name = name, .seen = seen, .score = *score});
    return {};
  };
  if (!trained.other.labels.empty()) {
    if (auto added = add(trained.other_data, false, trained.other); !added) {
      return std::unexpected(std::move(added).error());
    }
  }
  if (auto added = add("training data", true, trained.training); !added) {
    return std::unexpected(std::move(added).error());
  }
  return report;
}

core::Result<void> check_options(const TrainOptions& options) {
  if (options.out == options.output.output) {
    return core::usage_error("out", "names the same file as --output; give each a file of its own");
  }
  if (!(options.test_fraction >= 0 && options.test_fraction < 1)) {
    return core::usage_error("test-fraction",
                             fmt::format("{} given; a share from 0 to below 1 is needed", options.test_fraction));
  }
  if (options.created_at.find_first_not_of("0123456789") != std::string::npos) {
    return core::usage_error("created-at", "seconds since 1970 in decimal digits are needed");
  }
  if (auto targets = check_targets(options.output, ""); !targets) {
    return targets;
  }
  return io::check_writable(options.out);
}

Outcome run(const Session& session, const TrainOptions& options) {
  if (auto checked = check_options(options); !checked) {
    return std::unexpected(std::move(checked).error());
  }
  auto trained = options.data.empty() ? core::Result<Trained>{train_by_recipe()} : train_on_file(session, options);
  if (!trained) {
    return std::unexpected(std::move(trained).error());
  }
  const auto bytes = apr::write_v1(
      trained->model, {.created_at = options.created_at.empty() ? harness::unix_seconds() : options.created_at,
                       .aprender_version = k_layout_release});
  const auto report = report_on(session, options, *trained, bytes.size());
  if (!report) {
    return std::unexpected(report.error());
  }
  if (auto written = io::write_atomically(options.out, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
      !written) {
    return std::unexpected(std::move(written).error());
  }
  if (const std::string note = layout_note(trained->model.hyperparameters()); !note.empty()) {
    session.note(note);
  }
  const Format format = options.output.format;
  const std::string text = format == Format::json  ? io::to_json(*report)
                           : format == Format::csv ? io::scores_csv(*report)
                                                   : report::training_report(*report);
  if (auto delivered = deliver(session, options.output, text); !delivered) {
    return std::unexpected(std::move(delivered).error());
  }
  return k_done;
}

/// Options that mean something only with --data.
void add_data_options(CLI::App& command, TrainOptions& options) {
  CLI::Option* data = command
                          .add_option("--data", options.data,
                                      "Samples: text with one on a line and its label among its values, MNIST's IDX "
                                      "images or a NumPy array; without it the documented recipe, bit for bit")
                          ->type_name("FILE");
  CLI::Option* labels =
      command.add_option("--labels", options.labels, "Labels of --data: IDX, NumPy, or text with one on a line")
          ->type_name("FILE")
          ->needs(data);
  command.add_option("--label-column", options.label_column, "The column of labels, by name or number; else the last")
      ->type_name("NAME")
      ->needs(data)
      ->excludes(labels);
  CLI::Option* test = command.add_option("--test-data", options.test_data, "Samples to hold the model against")
                          ->type_name("FILE")
                          ->needs(data);
  command.add_option("--test-labels", options.test_labels, "Labels of --test-data")->type_name("FILE")->needs(test);
  command.add_option("--test-fraction", options.test_fraction, "The share of each class that is held out instead")
      ->needs(data)
      ->excludes(test)
      ->capture_default_str();
  command.add_option("--seed", options.seed, "Which rows are held out")
      ->check(whole_numbers(0, std::numeric_limits<std::int64_t>::max()))
      ->needs(data)
      ->capture_default_str();
  command.add_option("--positive", options.positive, "The label that is class 1, against all others")
      ->type_name("LABEL")
      ->needs(data);
  apr::Hyperparameters& parameters = options.hyperparameters;
  command.add_option("--learning-rate", parameters.learning_rate, "Length of a step down the gradient")
      ->needs(data)
      ->capture_default_str();
  command.add_option("--max-iter", parameters.max_iter, "Steps at most")
      ->check(whole_numbers(1, k_most_samples))
      ->needs(data)
      ->capture_default_str();
  command.add_option("--tol", parameters.tol, "Stop when no component of the gradient is above it; 0 for never")
      ->needs(data)
      ->capture_default_str();
  command.add_option("--l2", parameters.l2_penalty, "Penalty: half of it times the sum of the coefficients squared")
      ->needs(data)
      ->capture_default_str();
  command
      .add_option("--class-weight", options.class_weight,
                  "How much a row of each class counts: uniform, balanced, or two numbers for class 0 and 1")
      ->type_name("WEIGHT")
      ->needs(data)
      ->capture_default_str();
}

}  // namespace

void add_model_train(CLI::App& model, Session& session) {
  auto options = std::make_shared<TrainOptions>();
  CLI::App* command = model.add_subcommand(
      "train", "Fits a logistic regression, by the benchmark model's recipe or to your data, and saves it as .apr");
  add_output_options(*command, options->output, session);
  command->add_option("--out", options->out, "The .apr file to write")->type_name("FILE")->required();
  command
      ->add_option(
          "--created-at", options->created_at,
          "The time that the file names, in seconds since 1970; else now. With it the file is the same each time")
      ->type_name("SECONDS");
  add_data_options(*command, *options);
  command->footer(
      "Example: moebench model train --out benchmark.apr\n"
      "Example: moebench model train --out seven.apr --data train-images-idx3-ubyte --labels train-labels-idx1-ubyte "
      "--positive 7 --learning-rate 0.5 --class-weight balanced");
  command->callback([&session, options] { session.chosen = [&session, options] { return run(session, *options); }; });
}

}  // namespace moebench::cli
