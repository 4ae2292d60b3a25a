// What the suite runs, and in which order. Private to cli.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "moebench/report/suite_report.hpp"
#include "options.hpp"
#include "pytorch_runs.hpp"
#include "session.hpp"

namespace moebench::cli {

struct SuiteOptions {
  OutputOptions output;
  std::uint64_t seed = 42;
  std::size_t runs = 5;
  bool quick = false;
  std::vector<std::string> only = {};  // parts; empty: all
  bool pytorch = false;
  std::string python = {};          // empty: found
  std::string pytorch_script = {};  // empty: found
  std::string model;
  std::filesystem::path results = {};  // empty until the command line is read
  bool dry_run = false;
};

using EachSecond = std::function<void()>;

/// One scenario of the suite: how it is started, where its file goes, and what its runs gave.
struct Part {
  std::string file;
  std::string title;
  std::function<core::Result<core::ResultSet>(std::size_t run, const EachSecond& each_second)> start;
  std::function<std::string(std::size_t run)> line;  // what start starts, as a shell takes it
  report::Measured report::SuiteResults::*place;     // null: not a section of its own
  bool is_ours = true;                               // not PyTorch's
  std::vector<std::string> arguments = {};           // of this program, where it is ours
  core::ResultSet set = {};
  std::size_t completed = 0;  // runs in the set
};

/// The names that --only takes.
std::vector<std::string> names_of_parts();

/// Whether the part is among those that --only names; all are where it names none.
bool is_wanted(const SuiteOptions& options, std::string_view part);

/// The scenarios as the reference document sets them, or with --quick with fewer and shorter rounds.
std::vector<Part> scenario_parts(const Session& session, const SuiteOptions& options);

/// Inference, and where PyTorch is measured too, with the vector kernel, in batches, and PyTorch.
std::vector<Part> inference_parts(const Session& session, const SuiteOptions& options,
                                  const std::optional<PyTorch>& pytorch, const std::string& exported_model);

/// Parts that take their turns together, group behind group. PyTorch and what it is compared with come first, before
/// the scenarios of many threads have heated the machine; without PyTorch all are one group.
std::vector<std::vector<Part>> groups_of_parts(const Session& session, const SuiteOptions& options,
                                               const std::optional<PyTorch>& pytorch,
                                               const std::string& exported_model);

/// The order of `parts` parts in each of `runs` turns, each drawn anew from one seed.
std::vector<std::vector<std::size_t>> orders_of_turns(std::uint64_t seed, std::size_t runs, std::size_t parts);

}  // namespace moebench::cli
