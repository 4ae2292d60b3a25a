#include "moebench/moe/token_gate.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "gate_rows.hpp"

namespace moebench::moe {

std::string_view name(GateKernel kernel) {
  return kernel == GateKernel::scalar ? "scalar" : "vector";
}

core::Result<void> validate(const GateConfig& config) {
  if (config.experts == 0 || config.experts > k_most_experts) {
    return core::usage_error("experts",
                             fmt::format("a gate has 1 to {} experts, {} given", k_most_experts, config.experts));
  }
  if (config.top_k == 0 || config.top_k > k_most_top_k) {
    return core::usage_error("top-k",
                             fmt::format("a token gets 1 to {} experts, {} given", k_most_top_k, config.top_k));
  }
  if (config.top_k > config.experts) {
    return core::usage_error("top-k",
                             fmt::format("a token cannot get {} different experts of {}: lower --top-k or raise "
                                         "--experts",
                                         config.top_k, config.experts));
  }
  if (!config.selection_bias.empty() && config.selection_bias.size() != config.experts) {
    return core::usage_error("selection bias", fmt::format("{} experts need as many numbers, {} given", config.experts,
                                                           config.selection_bias.size()));
  }
  if (!std::ranges::all_of(config.selection_bias, [](float bias) { return std::isfinite(bias); })) {
    return core::usage_error("selection bias", "a bias is infinite or not a number");
  }
  return {};
}

namespace {

// As many rows at a time as leave most of a small L1 cache to the logits.
constexpr std::size_t k_scores_of_a_block = 4096;

// A vector's worth behind a row, for the last vector of it and for the one behind the candidates.
constexpr std::size_t k_padding = k_gate_alignment / sizeof(float);

std::size_t stride_of(std::size_t experts) {
  return (experts + k_padding - 1) / k_padding * k_padding + k_padding;
}

bool fits_columns(std::size_t experts, std::size_t top_k) {
  return (experts <= 64 && top_k <= 2) || (experts <= 16 && top_k <= k_most_column_top_k);
}

}  // namespace

struct TokenGate::State {
  GateConfig config;
  GateKernel kernel;
  std::vector<float> floats;
  std::vector<ExpertIndex> candidate_of;
  std::vector<double> probability_sums;
  GateRows rows{};

  State(GateConfig settings, GateKernel way)
      : config{std::move(settings)},
        kernel{way},
        candidate_of(stride_of(config.experts)),
        probability_sums(config.experts) {
    const std::size_t stride = stride_of(config.experts);
    const std::size_t block = std::clamp<std::size_t>(k_scores_of_a_block / config.experts, 1, k_rows_of_a_block);
    const bool by_columns = config.selection_bias.empty() && fits_columns(config.experts, config.top_k);
    const std::size_t column_scores = by_columns ? config.experts * k_most_lanes : 0;
    const std::size_t needed = (4 + block) * stride + 2 * column_scores;
    floats.resize(needed + k_padding);
    void* start = floats.data();
    std::size_t space = floats.size() * sizeof(float);
    auto* aligned = static_cast<float*>(std::align(k_gate_alignment, needed * sizeof(float), start, space));
    float* columns = aligned + (4 + block) * stride;
    std::ranges::copy(config.selection_bias, aligned);
    rows = {.experts = config.experts,
            .stride = stride,
            .rows_of_a_block = block,
            .top_k = config.top_k,
            .renormalise = config.renormalise,
            .bias = config.selection_bias.empty() ? nullptr : aligned,
            .probabilities = aligned + 4 * stride,
            .scores = aligned + stride,
            .candidates = aligned + 2 * stride,
            .candidate_of = candidate_of.data(),
            .block_sums = aligned + 3 * stride,
            .columns = by_columns ? columns : nullptr,
            .column_sums = columns + column_scores,
            .probability_sums = probability_sums.data()};
  }
};

TokenGate::TokenGate(std::unique_ptr<State> state) : state_{std::move(state)} {}
TokenGate::TokenGate(TokenGate&&) noexcept = default;
TokenGate& TokenGate::operator=(TokenGate&&) noexcept = default;
TokenGate::~TokenGate() = default;

core::Result<TokenGate> TokenGate::create(const GateConfig& config, GateKernel kernel) {
  if (const auto valid = validate(config); !valid) {
    return std::unexpected(valid.error());
  }
  return TokenGate{std::make_unique<State>(config, kernel)};
}

std::size_t TokenGate::choose(std::span<const float> logits, std::span<ExpertIndex> chosen,
                              std::span<float> weights) noexcept {
  const GateRows& gate = state_->rows;
  const std::size_t rows = logits.size() / gate.experts;
  assert(rows * gate.experts == logits.size());
  assert(chosen.size() == rows * gate.top_k && weights.size() == rows * gate.top_k);
  if (state_->kernel == GateKernel::scalar) {
    return choose_scalar(gate, logits.data(), rows, {chosen.data(), weights.data()});
  }
  std::size_t done = 0;
  if (gate.columns != nullptr) {
    done = choose_columns(gate, logits.data(), rows, {chosen.data(), weights.data()});
  }
  return done + choose_vector(gate, logits.data() + done * gate.experts, rows - done,
                              {chosen.data() + done * gate.top_k, weights.data() + done * gate.top_k});
}

bool TokenGate::softmax(std::span<const float> logits, std::span<float> probabilities) noexcept {
  const GateRows& gate = state_->rows;
  assert(logits.size() == gate.experts && probabilities.size() == gate.experts);
  const auto kernel = state_->kernel == GateKernel::vector ? softmax_vector : softmax_scalar;
  if (!kernel(gate, logits.data())) {
    return false;
  }
  std::copy_n(gate.probabilities, gate.experts, probabilities.begin());
  return true;
}

std::span<const double> TokenGate::probability_sums() const noexcept {
  return std::span{state_->probability_sums}.first(state_->config.experts);
}

void TokenGate::reset() noexcept {
  std::ranges::fill(state_->probability_sums, 0.0);
}

const GateConfig& TokenGate::config() const noexcept {
  return state_->config;
}

std::string_view gate_target() {
  return gate_vector_target();
}

}  // namespace moebench::moe
