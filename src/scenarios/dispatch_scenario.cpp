#include "moebench/scenarios/dispatch_scenario.hpp"

#include <algorithm>
#include <barrier>
#include <cmath>
#include <memory>
#include <numeric>
#include <span>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "dispatch_checks.hpp"
#include "moebench/harness/clock.hpp"
#include "moebench/harness/runner.hpp"
#include "moebench/harness/thread_team.hpp"
#include "moebench/moe/expert_choice.hpp"
#include "moebench/moe/load_balance.hpp"
#include "single_run.hpp"
#include "steady_round.hpp"
#include "sweep.hpp"

namespace moebench::scenarios {
namespace {

using harness::ThreadTeam;
using moe::Dispatcher;
using moe::ExpertChoice;
using Logits = std::span<const float>;

constexpr std::size_t k_most_logits = std::size_t{1} << 28U;
constexpr double k_round_us = 2000;  // of several threads: long against the barriers between their steps
constexpr std::uint64_t k_warmup_batches = 3;

struct Shape {
  std::size_t tokens;
  std::size_t experts;
  std::size_t top_k;
};

core::Result<void> validate(const DispatchPlan& plan) {
  if (plan.rounds == 0) {
    return core::usage_error("rounds", "at least 1 round is needed, 0 given");
  }
  if (plan.routing == Routing::experts && plan.balance_steps > 0) {
    return core::usage_error("balance", "where experts choose, every load is even already: leave --balance out");
  }
  if (plan.routing == Routing::experts && plan.priority != moe::Priority::token) {
    return core::usage_error("priority", "where experts choose, nobody comes before another: leave --priority out");
  }
  for (const auto& [option, sizes] :
       {std::pair{"tokens", &plan.tokens}, std::pair{"experts", &plan.experts}, std::pair{"top-k", &plan.top_k}}) {
    if (const auto valid = check_values(option, *sizes); !valid) {
      return valid;
    }
  }
  if (const auto few = check_combinations("tokens", {plan.tokens.size(), plan.experts.size(), plan.top_k.size()});
      !few) {
    return few;
  }
  for (const std::size_t tokens : plan.tokens) {
    for (const std::size_t experts : plan.experts) {
      if (experts != 0 && tokens > k_most_logits / experts) {
        return core::usage_error(
            "tokens", fmt::format("{} tokens of {} experts are more than {} logits", tokens, experts, k_most_logits));
      }
    }
  }
  return {};
}

core::Attributes parameters(const DispatchPlan& plan, const Shape& shape, std::uint32_t capacity) {
  core::Attributes params;
  params.set("tokens", shape.tokens);
  params.set("experts", shape.experts);
  params.set("top_k", shape.top_k);
  params.set("capacity_factor", core::Scalar{plan.capacity_factor});
  params.set("capacity", capacity);
  params.set("logits", plan.logits == LogitKind::normal ? "normal" : plan.logits == LogitKind::zipf ? "zipf" : "file");
  params.set("threads", plan.threads);
  params.set("kernel", moe::name(plan.kernel));
  if (plan.routing == Routing::tokens) {
    params.set("priority", moe::name(plan.priority));
    params.set("balance_steps", plan.balance_steps);
    // Logits read, and for each choice an expert, a weight and a position written.
    params.set("bytes_per_batch", shape.tokens * (shape.experts + 3 * shape.top_k) * sizeof(float));
  }
  return params;
}

/// Times `batch`, which dispatches the batch once, in this thread.
harness::Samples time_alone(const DispatchPlan& plan, const std::function<void()>& batch) {
  harness::SteadyClock clock;
  const harness::ClockCost cost = harness::measure_clock(clock);
  return harness::take_samples(clock, cost,
                               {.timing = harness::Timing::batched, .warmup = k_warmup_batches, .samples = plan.rounds},
                               [&](std::uint64_t times) {
                                 for (std::uint64_t i = 0; i < times; ++i) {
                                   batch();
                                 }
                               });
}

/// Times a batch whose two steps each thread does for its part, with a barrier behind each.
template <class First, class Second>
harness::Samples time_team(ThreadTeam& team, const DispatchPlan& plan, const First& first, const Second& second) {
  std::barrier step{static_cast<std::ptrdiff_t>(team.size())};
  const auto body = [&](std::size_t thread, std::uint64_t batches) {
    for (std::uint64_t i = 0; i < batches; ++i) {
      first(thread);
      step.arrive_and_wait();
      second(thread);
      step.arrive_and_wait();
    }
  };
  harness::Samples samples{.batch = steady_operations(team, body, 1, k_round_us), .elapsed_us = {}};
  for (std::size_t round = 0; round < plan.rounds; ++round) {
    const double us = team.run([&](std::size_t thread) { body(thread, samples.batch); }).makespan_us;
    samples.elapsed_us.push_back(us / static_cast<double>(samples.batch));
  }
  return samples;
}

/// "dispatch/t4096/e8/k2", and behind it each setting that is not the usual one: rows of two files pair by name.
std::string name_of(const DispatchPlan& plan, const Shape& shape) {
  std::string name = fmt::format("{}/t{}/e{}/k{}", plan.routing == Routing::tokens ? "dispatch" : "expert-choice",
                                 shape.tokens, shape.experts, shape.top_k);
  const auto add = [&](bool unusual, const std::string& words) { name += unusual ? "/" + words : ""; };
  add(plan.logits != LogitKind::normal, plan.logits == LogitKind::zipf ? "zipf" : "file");
  add(plan.capacity_factor != DispatchPlan{}.capacity_factor, fmt::format("c{}", plan.capacity_factor));
  add(plan.priority != moe::Priority::token, "by-choice");
  add(plan.balance_steps != 0, fmt::format("balance{}", plan.balance_steps));
  add(plan.kernel != moe::GateKernel::vector, std::string{moe::name(plan.kernel)});
  add(plan.threads != 1, fmt::format("{}-threads", plan.threads));
  return name;
}

core::BenchmarkResult result_of(const DispatchPlan& plan, const Shape& shape, std::uint32_t capacity,
                                harness::Samples samples) {
  std::ranges::for_each(samples.elapsed_us, [&](double& us) { us /= static_cast<double>(shape.tokens); });
  core::BenchmarkResult result =
      single_run(name_of(plan, shape), "dispatch", "time per token", parameters(plan, shape, capacity),
                 samples.batch * shape.tokens, std::move(samples.elapsed_us));
  if (plan.threads > 1) {
    doubt_short_rounds(result, k_round_us);
  }
  return result;
}

/// A fraction as a whole number, which counts are.
std::uint64_t millionths(double value) {
  return static_cast<std::uint64_t>(std::llround(value * 1e6));
}

moe::DispatchConfig config_of(const DispatchPlan& plan, const Shape& shape) {
  return {.gate = {.experts = shape.experts, .top_k = shape.top_k, .renormalise = shape.top_k > 1},
          .tokens = shape.tokens,
          .capacity_factor = plan.capacity_factor,
          .priority = plan.priority,
          .kernel = plan.kernel,
          .parts = plan.threads};
}

core::Error nan_error(std::size_t token) {
  return {core::ErrorKind::input, "logits", fmt::format("token {} has a logit that is not a number", token)};
}

/// The bias that `plan.balance_steps` of loss-free balancing come to, on another batch of the same kind, since a
/// batch's own bias would know what it is to be tested on; only logits of a file are all that there is. Wang et al.
/// train with a small constant rate; on one batch it may begin with a mean probability and fall as 1 / sqrt(step), as
/// in stochastic approximation, so that it both gets there and settles.
core::Result<std::vector<float>> balanced_bias(const DispatchPlan& plan, const Shape& shape, Logits logits) {
  moe::DispatchConfig config = config_of(plan, shape);
  config.parts = 1;
  config.gate.selection_bias.resize(shape.experts);
  const std::vector<float> other =
      plan.logits == LogitKind::given
          ? std::vector<float>{}
          : draw_logits(plan.logits, shape.tokens, shape.experts, core::Rng{~plan.seed, plan.run});
  for (std::size_t step = 1; step <= plan.balance_steps; ++step) {
    auto dispatcher = Dispatcher::create(config);
    if (!dispatcher) {
      return std::unexpected(dispatcher.error());
    }
    if (const auto token = dispatcher->dispatch(other.empty() ? logits : Logits{other})) {
      return std::unexpected(nan_error(*token));
    }
    moe::balance_bias(config.gate.selection_bias, dispatcher->load(),
                      1.0F / (static_cast<float>(shape.experts) * std::sqrt(static_cast<float>(step))));
  }
  return config.gate.selection_bias;
}

/// A dispatcher that has dispatched the batch once.
core::Result<Dispatcher> dispatched(const DispatchPlan& plan, const Shape& shape, Logits logits) {
  moe::DispatchConfig config = config_of(plan, shape);
  if (plan.balance_steps > 0) {
    auto bias = balanced_bias(plan, shape, logits);
    if (!bias) {
      return std::unexpected(bias.error());
    }
    config.gate.selection_bias = std::move(*bias);
  }
  auto dispatcher = Dispatcher::create(config);
  if (!dispatcher) {
    return std::unexpected(dispatcher.error());
  }
  if (const auto token = dispatcher->dispatch(logits)) {
    return std::unexpected(nan_error(*token));
  }
  return dispatcher;
}

core::Result<core::BenchmarkResult> tokens_choose(ThreadTeam& team, const DispatchPlan& plan, const Shape& shape,
                                                  Logits logits) {
  auto dispatcher = dispatched(plan, shape, logits);
  if (!dispatcher) {
    return std::unexpected(dispatcher.error());
  }
  auto samples = plan.threads == 1 ? time_alone(plan, [&] { dispatcher->dispatch(logits); })
                                   : time_team(
                                         team, plan, [&](std::size_t thread) { dispatcher->choose(thread, logits); },
                                         [&](std::size_t thread) { dispatcher->place(thread); });
  core::BenchmarkResult result = result_of(plan, shape, dispatcher->capacity(), std::move(samples));
  const auto load = dispatcher->load();
  const std::uint64_t choices = shape.tokens * shape.top_k;
  std::uint64_t placed = 0;
  for (const std::uint64_t wanted : load) {
    placed += std::min<std::uint64_t>(wanted, dispatcher->capacity());
  }
  result.series.runs.front().counts = {
      {"choices", {choices}},
      {"dropped_choices", {choices - placed}},
      {"tokens_without_expert", {dispatcher->tokens_without_expert()}},
      {"choices_of_expert", load},
      {"load_imbalance_millionths", {millionths(moe::load_imbalance(load))}},
      {"importance_variation_millionths", {millionths(moe::importance_variation(dispatcher->importance()))}},
      {"auxiliary_loss_millionths", {millionths(moe::auxiliary_loss(load, dispatcher->probability_sums()))}}};
  result.checks = dispatch_checks(*dispatcher, logits);
  return result;
}

core::Result<ExpertChoice> chosen_by_experts(const DispatchPlan& plan, const Shape& shape, Logits logits) {
  const std::uint32_t wanted = moe::expert_capacity(shape.tokens, shape.top_k, shape.experts, plan.capacity_factor);
  const auto capacity = static_cast<std::uint32_t>(std::min<std::size_t>(wanted, shape.tokens));
  auto choice = ExpertChoice::create({shape.tokens, shape.experts, capacity, plan.kernel, plan.threads});
  if (!choice) {
    return std::unexpected(choice.error());
  }
  if (const auto token = choice->dispatch(logits)) {
    return std::unexpected(nan_error(*token));
  }
  return choice;
}

core::Result<core::BenchmarkResult> experts_choose(ThreadTeam& team, const DispatchPlan& plan, const Shape& shape,
                                                   Logits logits) {
  auto choice = chosen_by_experts(plan, shape, logits);
  if (!choice) {
    return std::unexpected(choice.error());
  }
  auto samples = plan.threads == 1 ? time_alone(plan, [&] { choice->dispatch(logits); })
                                   : time_team(
                                         team, plan, [&](std::size_t thread) { choice->weigh(thread, logits); },
                                         [&](std::size_t thread) { choice->choose(thread); });
  core::BenchmarkResult result = result_of(plan, shape, choice->config().capacity, std::move(samples));
  const auto taken = choice->experts_of_tokens();
  result.series.runs.front().counts = {
      {"choices", {choice->tokens().size()}},
      {"tokens_without_expert", {static_cast<std::uint64_t>(std::ranges::count(taken, 0U))}},
      {"most_experts_of_a_token", {std::ranges::max(taken)}}};
  result.checks = expert_choice_checks(*choice, logits);
  return result;
}

std::vector<float> drawn_logits(const DispatchPlan& plan, std::size_t tokens, std::size_t experts) {
  return plan.logits == LogitKind::given ? plan.given
                                         : draw_logits(plan.logits, tokens, experts, core::Rng{plan.seed, plan.run});
}

/// Every combination, refused before anything is drawn or measured for the first.
core::Result<std::vector<Shape>> shapes_of(const DispatchPlan& plan) {
  if (const auto valid = validate(plan); !valid) {
    return std::unexpected(valid.error());
  }
  std::vector<Shape> shapes;
  for (const std::size_t tokens : plan.tokens) {
    for (const std::size_t experts : plan.experts) {
      for (const std::size_t top_k : plan.top_k) {
        const Shape shape{tokens, experts, top_k};
        if (plan.leave_out_impossible && top_k > experts) {
          continue;
        }
        if (const auto valid = moe::validate(config_of(plan, shape)); !valid) {
          return std::unexpected(valid.error());
        }
        shapes.push_back(shape);
      }
    }
  }
  return shapes;
}

}  // namespace

core::Result<void> check_plan(const DispatchPlan& plan) {
  const auto shapes = shapes_of(plan);
  return shapes ? core::Result<void>{} : std::unexpected(shapes.error());
}

core::Result<std::vector<core::BenchmarkResult>> run_dispatch(const DispatchPlan& plan) {
  const auto shapes = shapes_of(plan);
  if (!shapes) {
    return std::unexpected(shapes.error());
  }
  const auto team = ThreadTeam::create(plan.threads);
  if (!team) {
    return std::unexpected(team.error());
  }
  std::vector<core::BenchmarkResult> results;
  std::vector<float> logits;
  Shape drawn{};
  for (const Shape& shape : *shapes) {
    if (shape.tokens != drawn.tokens || shape.experts != drawn.experts) {
      logits = drawn_logits(plan, shape.tokens, shape.experts);
      drawn = shape;
    }
    auto result = plan.routing == Routing::tokens ? tokens_choose(**team, plan, shape, logits)
                                                  : experts_choose(**team, plan, shape, logits);
    if (!result) {
      return std::unexpected(result.error());
    }
    results.push_back(std::move(*result));
  }
  return results;
}

core::Result<std::vector<Choice>> dispatch_once(const DispatchPlan& plan) {
  const auto shapes = shapes_of(plan);
  if (!shapes) {
    return std::unexpected(shapes.error());
  }
  if (shapes->size() != 1) {
    return core::usage_error("choices", fmt::format("one combination of --tokens, --experts and --top-k is needed, {} "
                                                    "given",
                                                    shapes->size()));
  }
  const Shape& shape = shapes->front();
  const std::vector<float> logits = drawn_logits(plan, shape.tokens, shape.experts);
  std::vector<Choice> choices;
  if (plan.routing == Routing::tokens) {
    const auto dispatcher = dispatched(plan, shape, logits);
    if (!dispatcher) {
      return std::unexpected(dispatcher.error());
    }
    for (std::size_t i = 0; i < dispatcher->experts().size(); ++i) {
      const std::uint32_t position = dispatcher->positions()[i];
      choices.push_back({static_cast<std::uint32_t>(i / shape.top_k), dispatcher->experts()[i],
                         dispatcher->weights()[i], position, position < dispatcher->capacity()});
    }
    return choices;
  }
  const auto choice = chosen_by_experts(plan, shape, logits);
  if (!choice) {
    return std::unexpected(choice.error());
  }
  const std::uint32_t capacity = choice->config().capacity;
  for (std::uint32_t i = 0; i < choice->tokens().size(); ++i) {
    choices.push_back({choice->tokens()[i], i / capacity, choice->weights()[i], i % capacity, true});
  }
  return choices;
}

}  // namespace moebench::scenarios
