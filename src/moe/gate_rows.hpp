// What the two kernels of the gate work on, and their functions. Private to moe.
#pragma once

#include <cstddef>
#include <limits>
#include <string_view>

#include "moebench/moe/gating.hpp"

namespace moebench::moe {

inline constexpr std::size_t k_most_top_k = 64;
inline constexpr std::size_t k_gate_alignment = 64;  // bytes
inline constexpr std::size_t k_rows_of_a_block = 16;
inline constexpr std::size_t k_most_lanes = 16;        // of a vector
inline constexpr std::size_t k_most_column_top_k = 8;  // that choose_columns() takes

/// A gate's settings and its memory, aligned to k_gate_alignment. Every buffer holds a row and padding behind it that
/// is finite; `probabilities` holds rows_of_a_block of them, `stride` elements apart.
struct GateRows {
  std::size_t experts;
  std::size_t stride;
  std::size_t rows_of_a_block;  // 1 .. k_rows_of_a_block
  std::size_t top_k;
  bool renormalise;
  const float* bias;  // null: none
  float* probabilities;
  float* scores;              // probability and bias
  float* candidates;          // scores that may be among the best
  ExpertIndex* candidate_of;  // their experts
  float* block_sums;          // of a few rows, in single precision
  float* columns;             // most_lanes rows, transposed; null where choose_columns() is not for this gate
  float* column_sums;         // as many
  double* probability_sums;   // of all rows
};

/// Where a row's choice goes: top_k of each.
struct GateChoice {
  ExpertIndex* experts;
  float* weights;
};

/// TokenGate::choose. Returns the rows done.
std::size_t choose_scalar(const GateRows& gate, const float* logits, std::size_t rows, GateChoice choice);
std::size_t choose_vector(const GateRows& gate, const float* logits, std::size_t rows, GateChoice choice);

/// The same in groups of as many rows as a vector has lanes: fewer rows than given may be left to choose_vector().
std::size_t choose_columns(const GateRows& gate, const float* logits, std::size_t rows, GateChoice choice);

/// One row of choose_scalar. False on a NaN.
bool choose_row(const GateRows& gate, const float* logits, GateChoice choice);

/// The softmax of a row, into gate.probabilities. False on a NaN.
bool softmax_scalar(const GateRows& gate, const float* logits);
bool softmax_vector(const GateRows& gate, const float* logits);

/// The top_k experts of a row of scores, none of them NaN.
void best_experts(const float* scores, std::size_t experts, std::size_t top_k, ExpertIndex* best);

/// The weights of a row's chosen experts: its `probabilities` times `factor`, or in proportion to them.
inline void weigh(const GateRows& gate, const float* probabilities, float factor, GateChoice choice) {
  if (!gate.renormalise) {
    for (std::size_t place = 0; place < gate.top_k; ++place) {
      choice.weights[place] = probabilities[choice.experts[place]] * factor;
    }
    return;
  }
  float sum = 0;
  for (std::size_t place = 0; place < gate.top_k; ++place) {
    choice.weights[place] = probabilities[choice.experts[place]];
    sum += choice.weights[place];
  }
  // Experts that only their bias got chosen may have next to no probability: they share evenly what says nothing.
  const bool even = sum < std::numeric_limits<float>::min();
  for (std::size_t place = 0; place < gate.top_k; ++place) {
    choice.weights[place] = even ? 1.0F / static_cast<float>(gate.top_k) : choice.weights[place] / sum;
  }
}

std::string_view gate_vector_target();

}  // namespace moebench::moe
