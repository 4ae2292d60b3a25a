// What the registry scenarios serve: a real model with a stamp, and a checksum over both by which a reader knows a torn
// one. Included by the registry and mixed scenarios, and by whoever puts a registry of its own through them.
#pragma once

#include <cstdint>

#include "moebench/apr/logistic_regression.hpp"

namespace moebench::scenarios {

/// A model that a reader can verify.
class ServedModel {
 public:
  /// `stamp` tells it from other copies of the model.
  ServedModel(apr::LogisticRegression model, std::uint64_t stamp);

  /// As it was made with.
  const apr::LogisticRegression& model() const { return model_; }
  /// As it was made with.
  std::uint64_t stamp() const { return stamp_; }

  /// Whether parameters and stamp are those that it was made with. O(number of coefficients).
  bool intact() const { return checksum() == checksum_; }

 private:
  std::uint64_t checksum() const;

  apr::LogisticRegression model_;
  std::uint64_t stamp_;
  std::uint64_t checksum_;
};

}  // namespace moebench::scenarios
