#include "suite_parts.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "configuration.hpp"
#include "dry_run.hpp"
#include "fresh_run.hpp"
#include "moebench/core/rng.hpp"

namespace moebench::cli {
namespace {

constexpr std::uint64_t k_quick_iterations = 1000;
constexpr std::size_t k_large_batch = 1000;

using Words = std::vector<std::string>;

/// `configurable`: with what a configuration file says of the scenario.
Part own_part(const Session& session, std::string file, Words arguments, report::Measured report::SuiteResults::*place,
              bool configurable = true) {
  const Words configured = configurable ? configured_words(session, arguments) : Words{};
  arguments.insert(std::ranges::find(arguments, "--"), configured.begin(), configured.end());
  return {.file = std::move(file),
          .title = fmt::format("{}", fmt::join(arguments, " ")),
          .start = [&session, arguments](
                       std::size_t run,
                       const EachSecond& each_second) { return fresh_run(session, arguments, run, each_second); },
          .line = [&session, arguments](std::size_t run) { return fresh_line(session, arguments, run); },
          .place = place,
          .arguments = arguments};
}

Words with_options(const SuiteOptions& options, Words words, const Words& when_quick) {
  words.insert(words.end(), {"--seed", fmt::format("{}", options.seed)});
  if (options.quick) {
    words.insert(words.end(), when_quick.begin(), when_quick.end());
  }
  return words;
}

Words serving(const SuiteOptions& options, Words words, const Words& when_quick) {
  words = with_options(options, std::move(words), when_quick);
  if (!options.model.empty()) {
    words.insert(words.end(), {"--", options.model});
  }
  return words;
}

}  // namespace

std::vector<std::string> names_of_parts() {
  return {"router", "lifecycle", "overflow", "registry", "mixed", "dispatch", "null", "infer"};
}

bool is_wanted(const SuiteOptions& options, std::string_view part) {
  return options.only.empty() || std::ranges::find(options.only, part) != options.only.end();
}

std::vector<Part> scenario_parts(const Session& session, const SuiteOptions& options) {
  using report::SuiteResults;
  std::vector<Part> all;
  const auto add = [&](const std::string& part, Words arguments, report::Measured SuiteResults::*place) {
    if (is_wanted(options, part)) {
      all.push_back(own_part(session, part + ".json", std::move(arguments), place));
    }
  };
  add("router", with_options(options, {"router"}, {"--rounds", "2"}), &SuiteResults::router);
  add("lifecycle", with_options(options, {"router", "--lifecycle"}, {"--rounds", "2"}), &SuiteResults::lifecycle);
  add("overflow", with_options(options, {"overflow"}, {"--rounds", "10"}), &SuiteResults::overflow);
  add("registry",
      serving(options, {"registry"}, {"--reads", "200", "--warmup", "20", "--rounds", "1", "--round-ms", "2"}),
      &SuiteResults::registry);
  add("mixed", serving(options, {"mixed"}, {"--ops", "200", "--rounds", "2"}), &SuiteResults::mixed);
  add("dispatch", with_options(options, {"dispatch"}, {"--rounds", "5", "--tokens", "512"}), &SuiteResults::dispatch);
  add("null", with_options(options, {"null"}, {"--iterations", "1000", "--rounds", "10"}), &SuiteResults::null);
  return all;
}

std::vector<Part> inference_parts(const Session& session, const SuiteOptions& options,
                                  const std::optional<PyTorch>& pytorch, const std::string& exported_model) {
  const Words quick{"--iterations", fmt::format("{}", k_quick_iterations)};
  std::vector<Part> all;
  const auto add = [&](const char* file, Words words, const Words& when_quick,
                       report::Measured report::SuiteResults::*place) {
    all.push_back(own_part(session, file, serving(options, std::move(words), when_quick), place, !pytorch));
  };
  if (!is_wanted(options, "infer")) {
    return all;
  }
  if (!pytorch) {
    add("infer.json", {"infer"}, quick, &report::SuiteResults::infer);
    return all;
  }
  add("infer.json", {"infer", "--kernel", "scalar,vector"}, quick, &report::SuiteResults::infer);
  // As many single shots as PyTorch's script takes of such a batch.
  add("infer_batch.json",
      {"infer", "--kernel", "vector", "--batch", fmt::format("{}", k_large_batch), "--iterations", "100"}, {}, nullptr);
  const PyTorchPlan plan{.model = exported_model,
                         .seed = options.seed,
                         .warmup = 100,
                         .iterations = options.quick ? k_quick_iterations : 10'000,
                         .batches = {1, 32, k_large_batch}};
  all.push_back({.file = "pytorch.json",
                 .title = "PyTorch",
                 .start = [pytorch = *pytorch, plan](
                              std::size_t run,
                              const EachSecond& each_second) { return pytorch_run(pytorch, plan, run, each_second); },
                 .line = [pytorch = *pytorch, plan](std::size_t run) { return pytorch_line(pytorch, plan, run); },
                 .place = nullptr,
                 .is_ours = false});
  return all;
}

std::vector<std::vector<Part>> groups_of_parts(const Session& session, const SuiteOptions& options,
                                               const std::optional<PyTorch>& pytorch,
                                               const std::string& exported_model) {
  std::vector<std::vector<Part>> groups{inference_parts(session, options, pytorch, exported_model)};
  std::vector<Part> others = scenario_parts(session, options);
  if (pytorch) {
    groups.push_back(std::move(others));
  } else {
    std::ranges::move(others, std::back_inserter(groups.front()));
  }
  return groups;
}

std::vector<std::vector<std::size_t>> orders_of_turns(std::uint64_t seed, std::size_t runs, std::size_t parts) {
  core::Rng rng{seed};
  std::vector<std::size_t> order(parts);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::vector<std::vector<std::size_t>> all;
  for (std::size_t run = 0; run < runs; ++run) {
    rng.shuffle(order);
    all.push_back(order);
  }
  return all;
}

}  // namespace moebench::cli
