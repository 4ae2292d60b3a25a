#include "criterion.hpp"

#include <algorithm>
#include <cmath>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "foreign_results.hpp"
#include "json_field.hpp"
#include "moebench/io/atomic_file.hpp"
#include "refused_document.hpp"

namespace moebench::io {
namespace {

namespace fs = std::filesystem;

bool has_sample(const fs::path& folder) {
  std::error_code error;
  return fs::is_regular_file(folder / "sample.json", error);
}

/// What Criterion keeps beside the newest samples.
bool is_passed_over(const fs::path& folder) {
  const fs::path name = folder.filename();
  return name == "base" || name == "change" || name == "report";
}

/// The folders with samples, in the order of their names.
core::Result<std::vector<fs::path>> sample_folders(const fs::path& folder) {
  if (has_sample(folder)) {
    return std::vector{folder};
  }
  std::vector<fs::path> found;
  std::error_code error;
  fs::recursive_directory_iterator at{folder, error};
  while (!error && at != fs::recursive_directory_iterator{}) {
    if (at->is_directory(error) && !at->is_symlink(error)) {
      if (is_passed_over(at->path())) {
        at.disable_recursion_pending();
      } else if (at->path().filename() == "new" && has_sample(at->path())) {
        found.push_back(at->path());
        at.disable_recursion_pending();
      }
    }
    at.increment(error);
  }
  if (error) {
    return core::input_error(folder.string(),
                             fmt::format("the folder could not be read: {}; check its permissions", error.message()));
  }
  if (found.empty()) {
    return core::input_error(
        folder.string(),
        "is a folder without samples of Criterion.rs (new/sample.json); name target/criterion, or a "
        "folder in it, after `cargo bench`, or a result file");
  }
  std::ranges::sort(found);
  return found;
}

core::Result<Json> read_json(const fs::path& path) {
  const auto text = read_text(path);
  if (!text) {
    return std::unexpected{text.error()};
  }
  return parse_json(*text, path.string());
}

std::string criterion_name(const JsonField& benchmark) {
  if (const auto full = benchmark["full_id"].text()) {
    return *full;
  }
  std::string name = benchmark["group_id"].required_text();
  for (const char* key : {"function_id", "value_str"}) {
    if (const auto part = benchmark[key].text()) {
      name += "/" + *part;
    }
  }
  return name;
}

core::Attributes criterion_params(const JsonField& benchmark) {
  core::Attributes params;
  const core::Attributes given = benchmark.scalars();
  for (const std::string_view key : {"group_id", "function_id", "value_str"}) {
    set_if_given(params, key, given.find(key));
  }
  const JsonField throughput = benchmark["throughput"];
  if (throughput.is_object()) {
    const core::Attributes amounts = throughput.scalars();
    for (const auto& [key, value] : amounts.entries()) {
      params.set("throughput " + key, core::Scalar{value});
    }
  }
  return params;
}

/// Each time over its iterations; sets `batches` to these.
std::vector<double> samples_of(const JsonField& sample, std::vector<std::uint64_t>& batches) {
  constexpr double most = 0x1p53;
  const std::vector<double> iterations = sample["iters"].numbers();
  std::vector<double> times = sample["times"].numbers();
  if (times.size() != iterations.size()) {
    sample["times"].refuse(
        fmt::format("holds {} times for {} iterations in \"iters\"; expected as many, run `cargo "
                    "bench` again",
                    times.size(), iterations.size()));
    return {};
  }
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (!(iterations[i] >= 1 && iterations[i] <= most && iterations[i] == std::trunc(iterations[i]))) {
      sample["iters"].refuse(fmt::format("[{}] is {}; expected a whole number of 1 or more", i, iterations[i]));
      return {};
    }
    times[i] = us_of(times[i] / iterations[i], k_nanoseconds, sample["times"]);
    batches.push_back(static_cast<std::uint64_t>(iterations[i]));
  }
  return times;
}

core::Result<core::BenchmarkResult> read_benchmark(const fs::path& folder) {
  const auto benchmark = read_json(folder / "benchmark.json");
  if (!benchmark) {
    return std::unexpected{benchmark.error()};
  }
  const auto sample = read_json(folder / "sample.json");
  if (!sample) {
    return std::unexpected{sample.error()};
  }
  std::optional<Refusal> refusal;
  const JsonField description{*benchmark, refusal};
  core::BenchmarkResult result = single_run(criterion_name(description), {}, {});
  result.params = criterion_params(description);
  if (refusal) {
    return refused_document((folder / "benchmark.json").string(), *std::move(refusal));
  }
  const JsonField measured{*sample, refusal};
  set_if_given(result.params, "sampling_mode", measured.scalars().find("sampling_mode"));
  std::vector<std::uint64_t> batches;
  result.series.runs.front().samples = samples_of(measured, batches);
  set_batches(result, batches);
  if (refusal) {
    return refused_document((folder / "sample.json").string(), *std::move(refusal));
  }
  return result;
}

}  // namespace

bool is_criterion_sample(const Json& document) {
  return document.is_object() && document.contains("iters") && document.contains("times");
}

core::Result<core::ResultSet> read_criterion_folder(const fs::path& folder) {
  const auto folders = sample_folders(folder);
  if (!folders) {
    return std::unexpected{folders.error()};
  }
  core::ResultSet set;
  set.source = folder.string();
  set.config.set("read_as", "Criterion.rs samples");
  UniqueNames unique;
  for (const fs::path& at : *folders) {
    auto result = read_benchmark(at);
    if (!result) {
      return std::unexpected{std::move(result).error()};
    }
    result->name = unique(std::move(result->name));
    set.results.push_back(*std::move(result));
  }
  return set;
}

}  // namespace moebench::io
