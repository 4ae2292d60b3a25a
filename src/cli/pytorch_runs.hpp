// PyTorch's side of the suite: finding a Python that has torch, the script, and one run of it in a fresh process.
// Private to cli.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "moebench/apr/logistic_regression.hpp"
#include "moebench/core/error.hpp"
#include "moebench/core/result_set.hpp"
#include "session.hpp"

namespace moebench::cli {

/// A place for a file that other programs read; what stands there goes with this value.
class TemporaryFile {
 public:
  /// A new file with that text in a folder of its own. Error: input, where the system refuses.
  static core::Result<std::unique_ptr<TemporaryFile>> make(const std::string& name, std::string_view text);
  ~TemporaryFile();
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  explicit TemporaryFile(std::filesystem::path path) : path_{std::move(path)} {}

  std::filesystem::path path_;
};

struct PyTorch {
  std::string python;  // can import torch
  std::string script;  // examples/pytorch/benchmark.py
};

/// The first Python with torch of `python` or, where that is empty, of python3 and Debian's /usr/bin/python3; and
/// `script` or, where that is empty, the one of the source tree or the installation that this program belongs to.
/// Errors: input, which says what is missing and how to get it.
core::Result<PyTorch> find_pytorch(const Session& session, const std::string& python, const std::string& script);

/// What a run is asked to measure.
struct PyTorchPlan {
  std::string model;  // a SafeTensors file
  std::uint64_t seed;
  std::uint64_t warmup;
  std::uint64_t iterations;
  std::vector<std::size_t> batches;
};

/// Run number `index` in a fresh process; `each_second` as for fresh_run(). Errors: input, in the script's own words.
core::Result<core::ResultSet> pytorch_run(const PyTorch& pytorch, const PyTorchPlan& plan, std::size_t index,
                                          const std::function<void()>& each_second = {});

/// What that process is started with, as a shell takes it.
std::string pytorch_line(const PyTorch& pytorch, const PyTorchPlan& plan, std::size_t index);

/// How far the logits of two implementations in f32 may be apart when each sums in an order of its own, fused or not.
double bound_between_logits(const apr::LogisticRegression& model, std::span<const float> input);

/// Adds to every result of `pytorch` that states a logit the check that it is within the bound of `logit`.
void check_logits(core::ResultSet& pytorch, double logit, double bound);

}  // namespace moebench::cli
