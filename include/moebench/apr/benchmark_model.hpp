// The model that the inference benchmarks run, made from its recipe instead of read from a file. Included by cli.
#pragma once

#include <cstddef>
#include <vector>

#include "moebench/apr/logistic_regression.hpp"
#include "moebench/apr/training.hpp"

namespace moebench::apr {

/// 1000 rows of 784 columns: x(i, j) = ((17 i + 31 j) mod 256) / 255 in f32; label 0 where i is a multiple of 10,
/// otherwise 1.
TrainingSet benchmark_training_set();

/// fit() on benchmark_training_set() with the default hyperparameters. On x86-64 with glibc its parameters are those
/// of the reference's mnist_784x2.apr, bit for bit.
LogisticRegression benchmark_model();

/// The sample input of n columns: x(j) = (j mod 256) / 255 in f32. n = 0 gives an empty input.
std::vector<float> benchmark_input(std::size_t n);

}  // namespace moebench::apr
