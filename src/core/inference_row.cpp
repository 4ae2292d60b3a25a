#include "moebench/core/inference_row.hpp"

namespace moebench::core {

bool is_single_shot(const BenchmarkResult& result) {
  return !result.name.ends_with("(batched)") && result.params.text("timing") != "batched";
}

std::string kernel_of(const BenchmarkResult& result) {
  return result.params.text("kernel", "scalar");
}

std::string kernel_text(const BenchmarkResult& result) {
  const std::string target = result.params.text("vector_target");
  return kernel_of(result) + (target.empty() ? "" : " (" + target + ")");
}

}  // namespace moebench::core
