#include "pytorch_runs.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "moebench/apr/kernel.hpp"
#include "moebench/harness/process_runs.hpp"
#include "moebench/io/atomic_file.hpp"
#include "moebench/io/result_file.hpp"

namespace moebench::cli {
namespace {

constexpr std::chrono::minutes k_import_limit{5};
constexpr std::chrono::hours k_run_limit{48};  // as for runs of this program

bool has_torch(const std::string& python) {
  const auto run =
      harness::run_to_end({.program = python, .arguments = {"-c", "import torch"}, .time_limit = k_import_limit});
  return run && run->status == 0;
}

core::Result<std::string> find_python(const std::string& python) {
  const std::vector<std::string> candidates =
      python.empty() ? std::vector<std::string>{"python3", "/usr/bin/python3"} : std::vector{python};
  const auto found = std::ranges::find_if(candidates, has_torch);
  if (found == candidates.end()) {
    return core::input_error(fmt::format("{}", fmt::join(candidates, ", ")),
                             "cannot import torch; on Debian: apt-get install python3-torch, or name a Python that has "
                             "it with --python");
  }
  return *found;
}

core::Result<std::string> find_script(const std::string& program, const std::string& script) {
  if (!script.empty()) {
    return script;
  }
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::canonical(program, error).parent_path();
  for (const char* place : {"../../examples/pytorch/benchmark.py", "../share/moebench/pytorch/benchmark.py",
                            "../../../examples/pytorch/benchmark.py"}) {
    const std::filesystem::path path = (folder / place).lexically_normal();
    if (std::filesystem::is_regular_file(path, error)) {
      return path.string();
    }
  }
  return core::input_error("examples/pytorch/benchmark.py",
                           "is neither in the source tree nor in the installation of this program; name it with "
                           "--pytorch-script");
}

std::vector<std::string> arguments_of(const PyTorch& pytorch, const PyTorchPlan& plan, std::size_t index) {
  return {pytorch.script,
          "--model",
          plan.model,
          "--run-index",
          fmt::format("{}", index),
          "--seed",
          fmt::format("{}", plan.seed),
          "--warmup",
          fmt::format("{}", plan.warmup),
          "--iterations",
          fmt::format("{}", plan.iterations),
          "--batches",
          fmt::format("{}", fmt::join(plan.batches, ","))};
}

std::string last_words(std::string_view text) {
  text.remove_suffix(text.ends_with('\n') ? 1 : 0);
  text.remove_prefix(std::min(text.rfind('\n') + 1, text.size()));
  return text.empty() ? "it said nothing on standard error" : std::string{text};
}

}  // namespace

core::Result<std::unique_ptr<TemporaryFile>> TemporaryFile::make(const std::string& name, std::string_view text) {
  std::error_code error;
  std::string folder = (std::filesystem::temp_directory_path(error) / "moebench-XXXXXX").string();
  if (error || ::mkdtemp(folder.data()) == nullptr) {
    return core::input_error(folder, "no temporary folder can be made there; set TMPDIR to a folder that has room");
  }
  std::unique_ptr<TemporaryFile> file{new TemporaryFile{std::filesystem::path{folder} / name}};
  if (const auto written = io::write_atomically(file->path(), text); !written) {
    return std::unexpected(written.error());
  }
  return file;
}

TemporaryFile::~TemporaryFile() {
  std::error_code error;
  std::filesystem::remove_all(path_.parent_path(), error);
}

core::Result<PyTorch> find_pytorch(const Session& session, const std::string& python, const std::string& script) {
  auto with_torch = find_python(python);
  if (!with_torch) {
    return std::unexpected(with_torch.error());
  }
  auto found = find_script(session.host.program, script);
  if (!found) {
    return std::unexpected(found.error());
  }
  return PyTorch{.python = *std::move(with_torch), .script = *std::move(found)};
}

std::string pytorch_line(const PyTorch& pytorch, const PyTorchPlan& plan, std::size_t index) {
  std::vector<std::string> words = arguments_of(pytorch, plan, index);
  words.insert(words.begin(), pytorch.python);
  return shell_line(words);
}

core::Result<core::ResultSet> pytorch_run(const PyTorch& pytorch, const PyTorchPlan& plan, std::size_t index,
                                          const std::function<void()>& each_second) {
  const auto run = harness::run_to_end({.program = pytorch.python,
                                        .arguments = arguments_of(pytorch, plan, index),
                                        .time_limit = k_run_limit,
                                        .each_second = each_second});
  if (!run) {
    return std::unexpected(run.error());
  }
  if (run->status != 0) {
    return core::input_error(pytorch.script, fmt::format("{}: {}", run->ending, last_words(run->errors)));
  }
  return io::parse_results(run->output, "what PyTorch's script printed");
}

double bound_between_logits(const apr::LogisticRegression& model, std::span<const float> input) {
  double magnitude = std::abs(static_cast<double>(model.intercept()));
  for (std::size_t j = 0; j < input.size(); ++j) {
    magnitude += std::abs(static_cast<double>(model.coefficients()[j]) * static_cast<double>(input[j]));
  }
  // No order of n + 1 terms rounds a term more often than the scalar kernel's may.
  return 2 * apr::logit_error_bound(apr::Kernel::scalar, input.size(), magnitude);
}

void check_logits(core::ResultSet& pytorch, double logit, double bound) {
  for (core::BenchmarkResult& result : pytorch.results) {
    if (const core::Scalar* stated = result.params.find("logit")) {
      const double theirs = core::number_of(*stated).value_or(NAN);
      result.checks.push_back({.name = "logit beside moebench's",
                               .expected = fmt::format("{:.9g} within {:.2g}", logit, bound),
                               .actual = fmt::format("{:.9g}", theirs),
                               .ok = std::abs(theirs - logit) <= bound});
    }
  }
}

}  // namespace moebench::cli
