#include "moebench/registry/check_registry.hpp"

namespace moebench::registry {

std::vector<std::string> ids_of_all_lengths(std::size_t count) {
  std::vector<std::string> all{"", "m", "model-1", "model-12", "model-123", "a model with an id that is rather long"};
  for (std::size_t i = all.size(); i < count; ++i) {
    all.push_back("model-" + std::to_string(i));
  }
  all.resize(count);
  return all;
}

std::vector<core::Check> checks_of(const Findings& findings, std::uint64_t miscounts) {
  std::vector<core::Check> checks;
  const auto none = [&](const char* name, std::uint64_t count) {
    checks.push_back({.name = name, .expected = "0", .actual = std::to_string(count), .ok = count == 0});
  };
  none("torn models", findings.torn);
  none("models of another id", findings.foreign);
  none("models lost", findings.lost);
  none("models that came back after they were erased", findings.resurrected);
  none("models or versions older than ones seen before", findings.older);
  none("changes refused that were possible", findings.refused);
  none("models there or not there in the end against what was done", findings.miscounted);
  none("writers of the same id that succeeded too often or not at all", miscounts);
  return checks;
}

}  // namespace moebench::registry
