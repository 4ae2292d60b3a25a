#include "gate_options.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <limits>
#include <string_view>

#include <fmt/format.h>

#include "interleaved_runs.hpp"
#include "measured_command.hpp"
#include "moebench/core/name_pattern.hpp"
#include "moebench/gate/differences.hpp"
#include "moebench/harness/environment_watch.hpp"
#include "moebench/io/calibration_json.hpp"
#include "moebench/report/inline_text.hpp"

namespace moebench::cli {
namespace {

constexpr double k_a_day = 86'400;

/// "NAME=3%" as its two parts; the name is empty where there is none.
std::optional<gate::MarginRule> margin_rule(std::string_view text) {
  const std::size_t equals = text.rfind('=');
  const auto change = fraction(equals == std::string_view::npos ? text : text.substr(equals + 1));
  if (!change || equals == 0) {
    return std::nullopt;
  }
  return gate::MarginRule{std::string{equals == std::string_view::npos ? "" : text.substr(0, equals)}, *change};
}

std::string check_margin(const std::string& text) {
  return margin_rule(text) ? "" : fmt::format("'{}' is not a margin: 3%, p99=10% or 'router/*=5%'", text);
}

CLI::Option* add_fraction(CLI::App& command, const std::string& option, std::optional<double>& value,
                          const std::string& description) {
  return command
      .add_option_function<std::string>(
          option, [&value](const std::string& text) { value = fraction(text); }, description)
      ->check(check_fraction)
      ->take_last()
      ->type_name("PERCENT");
}

std::vector<std::string> names_of_metrics() {
  std::vector<std::string> names;
  for (const core::GateMetric metric : core::k_gate_metrics) {
    names.emplace_back(core::name(metric));
  }
  return names;
}

using Commands = std::vector<std::vector<std::string>>;

/// Also where one of the two is not known.
bool is_of_one_of(const core::Calibration& calibration, const Commands& commands) {
  const auto calibrated = command_words("calibration", calibration.command);
  return commands.empty() || !calibrated || std::ranges::any_of(commands, [&](const std::vector<std::string>& words) {
           return what_is_measured(words) == what_is_measured(*calibrated);
         });
}

/// The calibration of this machine and of one of these commands, or none. One that was named must be there and be of
/// this machine.
core::Result<std::optional<core::Calibration>> calibration_of(const Session& session, const std::string& named,
                                                              const Commands& commands) {
  const std::string file = named.empty() ? k_calibration_file : named;
  if (named.empty() && !std::filesystem::exists(file)) {
    return std::nullopt;
  }
  auto calibration = io::read_calibration(file);
  if (!calibration && named.empty()) {
    session.note(fmt::format("{}: {}; it is not used", calibration.error().subject, calibration.error().message));
    return std::nullopt;
  }
  if (!calibration) {
    return std::unexpected(std::move(calibration).error());
  }
  const core::Environment here = harness::EnvironmentWatch{}.finish();
  const auto found = gate::differences(gate::fingerprint(here), calibration->machine);
  if (found.empty() && is_of_one_of(*calibration, commands)) {
    return *std::move(calibration);
  }
  if (found.empty()) {
    // Named, it may be of a script that does the same by another name: the user knows.
    session.note(
        fmt::format("{} is of another command, `{}`: {}; `moebench calibrate` with this command tells its "
                    "noise",
                    file, report::inline_text(calibration->command),
                    named.empty() ? "it is not used"
                                  : "its noise floor is used because --calibration names "
                                    "it"));
    return named.empty() ? std::nullopt : std::optional{*std::move(calibration)};
  }
  const std::string why = fmt::format("is of another machine or build ({})", found.front().what);
  if (!named.empty()) {
    return core::input_error(file, why + "; run `moebench calibrate` here");
  }
  session.note(fmt::format("{} {} and is not used; run `moebench calibrate` here", file, why));
  return std::nullopt;
}

}  // namespace

std::optional<double> fraction(std::string_view text) {
  const bool percent = text.ends_with('%');
  text.remove_suffix(percent ? 1 : 0);
  double value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  value /= percent ? 100 : 1;
  const bool whole = read.ec == std::errc{} && read.ptr == text.data() + text.size();
  // A bare 3 was hardly meant as 300 %.
  const double most = percent ? 10 : 1;
  return whole && std::isfinite(value) && value >= 0 && value < most ? std::optional{value} : std::nullopt;
}

std::string check_fraction(const std::string& text) {
  return fraction(text)
             ? ""
             : fmt::format(
                   "'{}' is not a change such as 3% or 0.03 (a number without % is below 1, and 1000% is too much)",
                   text);
}

void add_judging_options(CLI::App& command, JudgingOptions& options) {
  const auto assign = [&options](const std::vector<std::string>& names) {
    options.metrics.clear();
    for (const core::GateMetric metric : core::k_gate_metrics) {
      if (std::ranges::find(names, core::name(metric)) != names.end()) {
        options.metrics.push_back(metric);
      }
    }
  };
  command.add_option_function<std::vector<std::string>>("--metric", assign, "What of each run is compared")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember(names_of_metrics()))
      ->type_name("NAME,...")
      ->default_str("p50");
  command
      .add_option("--margin", options.margins,
                  "The smallest change that matters: 3%, or for some rows p99=10% or 'router/*=5%'; may be repeated")
      ->check(check_margin)
      ->allow_extra_args(false)
      ->type_name("[ROWS=]PERCENT")
      ->default_str("3%");
  command.add_option("--match", options.matches, "Pair results of different names: 'candidate name=baseline name'")
      ->allow_extra_args(false)
      ->type_name("A=B");
  command.add_option("--only", options.only, "Judge only results whose names fit this pattern; may be repeated")
      ->allow_extra_args(false)
      ->type_name("PATTERN");
  command
      .add_option("--alpha", options.alpha,
                  "The chance of any false claim of a change, over all rows and looks, above 0 and below 0.5")
      ->check(CLI::Range(1e-9, 0.5 - 1e-9).description("(0,0.5)"))
      ->take_last()
      ->capture_default_str();
  add_choice(command, "--adjust", options.adjustment,
             {{"holm", core::Adjustment::holm}, {"bh", core::Adjustment::benjamini_hochberg}},
             "For the number of rows: holm bounds the chance of any false claim, bh the share of false ones");
  command.add_option("--calibration", options.calibration, "What `moebench calibrate` saved")
      ->take_last()
      ->type_name("FILE")
      ->default_str(fmt::format("{}, where it is there", k_calibration_file));
}

void add_block_options(CLI::App& command, MeasuringOptions& options) {
  constexpr std::uint64_t k_most_blocks = 100'000;
  command.add_option("--blocks", options.blocks, "Fresh processes of each side at most")
      ->check(whole_numbers(1, k_most_blocks))
      ->take_last()
      ->capture_default_str();
  command.add_option("--seed", options.seed, "What the order of the processes comes from")
      ->check(whole_numbers(0, std::numeric_limits<std::int64_t>::max()))
      ->take_last()
      ->capture_default_str();
  command.add_option("--time-limit", options.time_limit_s, "Seconds after which a process is killed")
      ->check(CLI::Range(0.001, k_a_day))
      ->take_last()
      ->capture_default_str();
}

void add_stopping_options(CLI::App& command, MeasuringOptions& options) {
  command
      .add_option("--time-budget", options.time_budget_s,
                  "Seconds after which no block is begun but for the fewest that can claim a change")
      ->check(CLI::Range(0.0, 365 * k_a_day))
      ->take_last()
      ->capture_default_str();
  add_fraction(command, "--half-width", options.target_half_width,
               "Stop at a look where every row is settled or its interval this narrow to either side");
}

void add_gate_output_options(CLI::App& command, GateOutputOptions& options, Session& session) {
  add_output_options(command, options.output, session);
  command.add_option("--junit", options.junit, "Write the verdicts as JUnit XML to this file")
      ->take_last()
      ->type_name("FILE");
  command.add_flag("--annotations", options.annotations,
                   "Print GitHub's annotations to standard error; on by itself where GITHUB_ACTIONS is true");
  add_choice(command, "--inconclusive", options.fail_when_inconclusive, {{"pass", false}, {"fail", true}},
             "fail: exit status 4 where a row is inconclusive and none regressed");
}

core::Result<gate::RowOptions> row_options(const Session& session, const JudgingOptions& options,
                                           const Commands& commands) {
  gate::RowOptions rows{.metrics = options.metrics,
                        .margins = {},
                        .matches = options.matches,
                        .only = options.only,
                        .alpha = options.alpha,
                        .adjustment = options.adjustment};
  for (const std::string& text : options.margins) {
    gate::MarginRule rule = *margin_rule(text);
    if (rule.rows.empty()) {
      rows.margins.change = rule.change;
    } else {
      rows.margins.rules.push_back(std::move(rule));
    }
  }
  auto calibration = calibration_of(session, options.calibration, commands);
  if (!calibration) {
    return std::unexpected(std::move(calibration).error());
  }
  rows.margins.calibration = *std::move(calibration);
  return rows;
}

void note_unused(const Session& session, const gate::RowOptions& options, std::span<const core::GateRow> rows) {
  for (const std::string& rule : options.margins.unused(rows)) {
    session.note(fmt::format("--margin {}=...: no row has that name or metric", rule));
  }
  for (const std::string& pattern : options.only) {
    if (std::ranges::none_of(
            rows, [&](const core::GateRow& row) { return core::fits_pattern(pattern, row.candidate.name); })) {
      session.note(fmt::format("--only {}: no result of both sides fits", pattern));
    }
  }
}

}  // namespace moebench::cli
