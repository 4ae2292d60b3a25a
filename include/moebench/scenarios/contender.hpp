// A strategy of the caller's for the registry scenarios, beside those that come with the library. Its type is forgotten
// here, outside of what is measured: a round of reads costs one indirect call for each thread, the reads in it none.
// Included by the registry and mixed scenarios and by whoever puts a registry of its own through them.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "moebench/apr/logistic_regression.hpp"
#include "moebench/core/error.hpp"
#include "moebench/registry/registry.hpp"
#include "moebench/scenarios/mixed_round.hpp"
#include "moebench/scenarios/read_arms.hpp"
#include "moebench/scenarios/served_model.hpp"

namespace moebench::scenarios {

/// Make one with contender().
struct Contender {
  std::string name;  // of the backend, in results and reports

  /// Its two ways of reading a registry that holds a copy of `model` under each of the questions' ids.
  std::function<std::vector<ReadArm>(const apr::LogisticRegression& model,
                                     const std::shared_ptr<const Questions>& questions)>
      read_arms;

  /// What the mixed scenario runs.
  std::function<MixedArm(const apr::LogisticRegression& model)> mixed_arm;
};

/// A registry with a copy of `model` under each of the questions' ids, which differ.
template <registry::ModelRegistry Registry>
std::shared_ptr<const Registry> filled(const Questions& questions, const apr::LogisticRegression& model) {
  auto registry = std::make_shared<Registry>();
  std::uint64_t stamp = 0;
  for (const std::string& id : questions.ids()) {
    registry->insert(id, ServedModel{model, ++stamp}).value();
  }
  return registry;
}

/// `Registry` is the strategy with ServedModel as its model: contender<SeqlockRegistry<ServedModel>>("seqlock").
template <registry::ModelRegistry Registry>
Contender contender(const std::string& name) {
  return {.name = name,
          .read_arms =
              [name](const apr::LogisticRegression& model, const std::shared_ptr<const Questions>& questions) {
                std::vector<ReadArm> arms;
                add_read_arms(arms, name, filled<Registry>(*questions, model), questions);
                return arms;
              },
          .mixed_arm =
              [name](const apr::LogisticRegression& model) { return scenarios::mixed_arm<Registry>(name, model); }};
}

/// Fails (usage) on a contender without a name, with a '/' in it, or with the name of another one or of a strategy that
/// comes with the library.
core::Result<void> check_names(std::span<const Contender> contenders);

}  // namespace moebench::scenarios
