#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/stat.h>

#include "model_commands.hpp"
#include "moebench/apr/reader.hpp"
#include "moebench/apr/writer.hpp"
#include "moebench/io/atomic_file.hpp"
#include "moebench/report/inline_text.hpp"
#include "options.hpp"

namespace moebench::cli {
namespace {

enum class Target : std::uint8_t { by_name, v1, v2, safetensors };

struct ConvertOptions {
  std::string in;
  std::string out;
  Target to = Target::by_name;
  apr::Compression compression = apr::Compression::none;
  std::optional<apr::PayloadLayout> layout;  // where not given, the one that loses nothing
  bool is_v1_form_given = false;             // compression or layout
  bool allow_unverified = false;
};

/// The layout that was asked for, or the one that the output's name stands for.
core::Result<Target> target(const ConvertOptions& options) {
  Target to = options.to;
  if (to == Target::by_name) {
    const std::string extension = std::filesystem::path{options.out}.extension().string();
    if (extension != ".apr" && extension != ".safetensors") {
      return core::usage_error("to", fmt::format("is not given, and the name of '{}' ends neither in .apr (version 1) "
                                                 "nor in .safetensors; give --to v1, v2 or safetensors",
                                                 options.out));
    }
    to = extension == ".apr" ? Target::v1 : Target::safetensors;
  }
  if (to != Target::v1 && options.is_v1_form_given) {
    return core::usage_error("to", "is not v1, which alone has --compression and --layout; leave these out");
  }
  return to;
}

/// What version 1 requires and the input does not hold: the input file's own age stands for the model's.
apr::Metadata substitute(const std::string& in) {
  struct stat status {};
  ::stat(in.c_str(), &status);  // it was read a moment ago; 0 where it is gone by now
  return {.created_at = std::to_string(status.st_mtime), .aprender_version = "unknown"};
}

struct Converted {
  std::vector<std::byte> bytes;
  std::vector<std::string> losses;  // sentences; and what the choice of a layout costs
};

void add_header_losses(const apr::ModelFile& file, Target to, std::vector<std::string>& losses) {
  if (!file.header) {
    return;
  }
  if (file.header->has(apr::Flag::is_signed)) {
    losses.emplace_back("the signature was not verified and is left out");
  }
  const auto carried = static_cast<std::uint8_t>(file.header->flags & ~static_cast<unsigned>(apr::Flag::is_signed));
  if (to != Target::v1 && carried != 0) {
    losses.push_back(fmt::format("the header's flags are left out: {}", fmt::join(apr::flag_names(carried), ", ")));
  }
  if (to != Target::v1 && file.header->quality_score != 0) {
    losses.push_back(fmt::format("the quality score {} is left out", file.header->quality_score));
  }
}

core::Result<Converted> to_v1(const apr::ModelFile& file, const ConvertOptions& options) {
  if (!apr::fits_v1(file.model)) {
    return core::input_error(options.in, fmt::format("the model has {} coefficients, more than a version 1 payload of "
                                                     "{} bytes holds; convert it to v2 or safetensors",
                                                     file.model.input_size(), apr::k_max_payload_size));
  }
  Converted converted;
  if (!file.has_hyperparameters) {
    const apr::Hyperparameters& written = file.model.hyperparameters();
    converted.losses.push_back(
        fmt::format("the input holds no hyperparameters; learning_rate {}, max_iter {} and tol {} were written",
                    written.learning_rate, written.max_iter, written.tol));
  }
  if (!file.metadata) {
    converted.losses.emplace_back(
        "the input holds no metadata; created_at is the input file's age and aprender_version \"unknown\"");
  }
  const apr::Hyperparameters& hyperparameters = file.model.hyperparameters();
  const auto layout = options.layout.value_or(apr::layout_for(hyperparameters));
  if (const auto lost = apr::lost_by(hyperparameters, layout); !lost.empty()) {
    converted.losses.push_back(
        fmt::format("payload layout {} has no place for {}; use --layout C", apr::name(layout), fmt::join(lost, ", ")));
  }
  if (std::string note = layout_note(hyperparameters); !options.layout && !note.empty()) {
    converted.losses.push_back(std::move(note));
  }
  apr::V1Options form{.layout = layout, .compression = options.compression};
  if (file.header) {
    form.quality_score = file.header->quality_score;
    form.flags = static_cast<std::uint8_t>(file.header->flags & ~static_cast<unsigned>(apr::Flag::is_signed));
  }
  converted.bytes = apr::write_v1(file.model, file.metadata ? *file.metadata : substitute(options.in), form);
  return converted;
}

Converted to_tensors(const apr::ModelFile& file, Target to) {
  Converted converted;
  auto written =
      to == Target::v2 ? apr::write_v2(file.model, file.metadata) : apr::write_safetensors(file.model, file.metadata);
  converted.bytes = std::move(written.bytes);
  if (!file.has_hyperparameters) {
    converted.losses.emplace_back("the input holds no hyperparameters; the defaults were written");
  }
  if (!written.left_out.empty()) {
    converted.losses.push_back(fmt::format("JSON cannot hold these metadata values, which are left out: {}",
                                           fmt::join(written.left_out, ", ")));
  }
  return converted;
}

/// Reads back what is about to be written. Error: bug, when the parameters are not the same.
core::Result<void> check_same(const apr::ModelFile& file, const Converted& converted, const std::string& out) {
  const auto again = apr::read_model(converted.bytes, out);
  if (!again || again->model.coefficients() != file.model.coefficients() ||
      again->model.intercept() != file.model.intercept()) {
    return std::unexpected(core::Error{core::ErrorKind::bug, out,
                                       again ? "the converted model reads back with other parameters; nothing was "
                                               "written: please report it"
                                             : "the converted model does not read back; nothing was written: please "
                                               "report it: " +
                                                   again.error().message});
  }
  return {};
}

Outcome run(const Session& session, const ConvertOptions& options) {
  const auto to = target(options);
  if (!to) {
    return std::unexpected(to.error());
  }
  const auto file = apr::load_model(options.in, {.accept_unverified_signature = options.allow_unverified});
  if (!file) {
    return std::unexpected(file.error());
  }
  auto converted = *to == Target::v1 ? to_v1(*file, options) : core::Result<Converted>{to_tensors(*file, *to)};
  if (!converted) {
    return std::unexpected(converted.error());
  }
  add_header_losses(*file, *to, converted->losses);
  if (auto same = check_same(*file, *converted, options.out); !same) {
    return std::unexpected(same.error());
  }
  const std::string_view text{reinterpret_cast<const char*>(converted->bytes.data()), converted->bytes.size()};
  if (auto written = io::write_atomically(options.out, text); !written) {
    return std::unexpected(written.error());
  }
  for (const std::string& loss : converted->losses) {
    session.note(report::inline_text(loss));
  }
  session.note(fmt::format("wrote {}, {} bytes", report::inline_text(options.out), text.size()));
  return k_done;
}

}  // namespace

void add_model_convert(CLI::App& model, Session& session) {
  auto options = std::make_shared<ConvertOptions>();
  CLI::App* command = model.add_subcommand(
      "convert", "The same logistic regression in another layout; what that cannot hold is told on standard error");
  command->add_option("IN", options->in, "A model file: .apr version 1 or 2, SafeTensors")
      ->required()
      ->type_name("FILE");
  command->add_option("OUT", options->out, "The file to write; .apr is version 1 unless --to says otherwise")
      ->required()
      ->type_name("FILE");
  add_choice(*command, "--to", options->to,
             {{"v1", Target::v1}, {"v2", Target::v2}, {"safetensors", Target::safetensors}},
             "The layout to write; by default what the name of OUT ends in");
  const CLI::Option* compression = add_choice(*command, "--compression", options->compression,
                                              {{"none", apr::Compression::none},
                                               {"zstd", apr::Compression::zstd_3},
                                               {"zstd-19", apr::Compression::zstd_19},
                                               {"lz4", apr::Compression::lz4}},
                                              "Of version 1: none, zstd (level 3), zstd-19 or lz4");
  const CLI::Option* layout =
      add_choice(*command, "--layout", options->layout, {{"A", apr::PayloadLayout::a}, {"C", apr::PayloadLayout::c}},
                 "Of version 1: A, which most releases read, or C, with every hyperparameter; else A unless that loses "
                 "one");
  command->add_flag("--allow-unverified", options->allow_unverified,
                    "Read a signed file, whose signature cannot be verified");
  command->add_flag("--quiet", session.quiet, "No notes on standard error");
  command->footer("Example: moebench model convert model.apr model.safetensors");
  command->callback([&session, options, compression, layout] {
    options->is_v1_form_given = compression->count() > 0 || layout->count() > 0;
    session.chosen = [&session, options] { return run(session, *options); };
  });
}

}  // namespace moebench::cli
