// What a result file of infer records so that an audit can judge it: data, model, build and surroundings, under the
// keys that examples/pytorch/benchmark.py uses for the same things. Private to cli.
#pragma once

#include <cstddef>
#include <span>

#include "moebench/apr/logistic_regression.hpp"
#include "moebench/core/attributes.hpp"

namespace moebench::cli {

/// Adds to a file's configuration. `inputs` are those that are timed. What is told of the training set stands there
/// only where `model` is the one that the benchmark's recipe trains: of others it is not known.
void record_inference(core::Attributes& config, const apr::LogisticRegression& model, std::span<const float> inputs);

/// Adds how fast this machine reads as many bytes as a batch of so many values has.
void record_batch(core::Attributes& config, std::size_t values);

}  // namespace moebench::cli
