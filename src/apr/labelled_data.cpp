#include "moebench/apr/labelled_data.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "moebench/core/rng.hpp"

namespace moebench::apr {
namespace {

constexpr std::size_t k_most_listed = 20;

std::vector<float> distinct(std::span<const float> labels) {
  std::vector<float> sorted{labels.begin(), labels.end()};
  std::ranges::sort(sorted);
  const auto repeated = std::ranges::unique(sorted);
  sorted.erase(repeated.begin(), repeated.end());
  return sorted;
}

std::string listed(const std::vector<float>& labels) {
  const std::span first{labels.data(), std::min(labels.size(), k_most_listed)};
  return fmt::format("{}{}", fmt::join(first, ", "), first.size() < labels.size() ? ", ..." : "");
}

void append_row(TrainingSet& to, const TrainingSet& from, std::size_t row) {
  const auto begin = from.features.begin() + static_cast<std::ptrdiff_t>(row * from.feature_count);
  to.features.insert(to.features.end(), begin, begin + static_cast<std::ptrdiff_t>(from.feature_count));
  to.labels.push_back(from.labels[row]);
}

}  // namespace

std::array<std::string, 2> Classes::names() const {
  return {negative ? fmt::format("{}", *negative) : fmt::format("not {}", positive), fmt::format("{}", positive)};
}

core::Result<Classes> choose_classes(std::span<const float> labels, std::optional<float> positive) {
  const std::vector<float> found = distinct(labels);
  if (positive && std::ranges::find(found, *positive) == found.end()) {
    return core::usage_error("positive", fmt::format("no label is {}; the data have {}", *positive, listed(found)));
  }
  if (found.size() < 2) {
    return core::input_error("labels", found.empty() ? "there are none; one for each row was expected"
                                                     : fmt::format("all are {}; two classes are needed: give data with "
                                                                   "both",
                                                                   found.front()));
  }
  if (found.size() == 2) {
    const float one = positive.value_or(found[1]);
    return Classes{.positive = one, .negative = one == found[0] ? found[1] : found[0]};
  }
  if (!positive) {
    return core::input_error("labels", fmt::format("found {} classes ({}); two were expected: choose one against the "
                                                   "others with --positive",
                                                   found.size(), listed(found)));
  }
  return Classes{.positive = *positive, .negative = std::nullopt};
}

core::Result<std::vector<float>> binary_labels(std::span<const float> labels, const Classes& classes) {
  std::vector<float> binary;
  binary.reserve(labels.size());
  for (const float label : labels) {
    if (label != classes.positive && classes.negative && label != *classes.negative) {
      return core::input_error("labels", fmt::format("the label of row {} is {}; {} or {} was expected, as in the "
                                                     "training data",
                                                     binary.size() + 1, label, *classes.negative, classes.positive));
    }
    binary.push_back(label == classes.positive ? 1.0F : 0.0F);
  }
  return binary;
}

Split hold_out(const TrainingSet& data, double fraction, std::uint64_t seed) {
  std::vector<bool> held(data.labels.size());
  for (const float label : {0.0F, 1.0F}) {
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < data.labels.size(); ++row) {
      if (data.labels[row] == label) {
        rows.push_back(row);
      }
    }
    if (rows.empty()) {
      continue;
    }
    core::Rng rng{seed, label == 1.0F ? std::uint64_t{1} : std::uint64_t{0}};
    rng.shuffle(rows);
    const auto wanted = static_cast<std::size_t>(std::lround(fraction * static_cast<double>(rows.size())));
    rows.resize(std::min(wanted, rows.size() - 1));
    for (const std::size_t row : rows) {
      held[row] = true;
    }
  }
  Split split;
  split.training.feature_count = data.feature_count;
  split.held_out.feature_count = data.feature_count;
  for (std::size_t row = 0; row < held.size(); ++row) {
    append_row(held[row] ? split.held_out : split.training, data, row);
  }
  return split;
}

core::Result<core::ClassifierScore> score(const LogisticRegression& model, const TrainingSet& data) {
  const std::size_t rows = data.labels.size();
  if (rows == 0) {
    return core::input_error("data", "there are no rows to score the model on; give one or more");
  }
  const auto predictions = model.classify(data.features, rows);
  if (!predictions) {
    return std::unexpected(predictions.error());
  }
  core::ClassifierScore result{.rows = rows, .accuracy = 0, .log_loss = 0, .confusion = {}};
  for (std::size_t row = 0; row < rows; ++row) {
    const bool one = data.labels[row] == 1.0F;
    const auto z = static_cast<double>((*predictions)[row].logit);
    result.log_loss += std::log1p(std::exp(-std::abs(z))) + std::max(0.0, one ? -z : z);
    ++result.confusion[one ? 1 : 0][(*predictions)[row].label == 1 ? 1 : 0];
  }
  result.log_loss /= static_cast<double>(rows);
  result.accuracy = static_cast<double>(result.confusion[0][0] + result.confusion[1][1]) / static_cast<double>(rows);
  return result;
}

}  // namespace moebench::apr
