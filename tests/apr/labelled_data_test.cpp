#include "moebench/apr/labelled_data.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <doctest/doctest.h>

using namespace moebench::apr;
using moebench::core::ErrorKind;
using Labels = std::vector<float>;
using Names = std::array<std::string, 2>;

namespace {

/// Row i has the single feature i; every third row is of class 0.
TrainingSet numbered(std::size_t rows) {
  TrainingSet data{.feature_count = 1, .features = {}, .labels = {}};
  for (std::size_t i = 0; i < rows; ++i) {
    data.features.push_back(static_cast<float>(i));
    data.labels.push_back(i % 3 == 0 ? 0.0F : 1.0F);
  }
  return data;
}

}  // namespace

TEST_CASE("two labels are classes 0 and 1 in ascending order unless one is chosen") {
  const Labels labels{7, 3, 7, 7};
  const auto classes = choose_classes(labels, std::nullopt);
  REQUIRE(classes);
  CHECK(classes->names() == Names{"3", "7"});
  CHECK(*binary_labels(labels, *classes) == Labels{1, 0, 1, 1});
  const auto chosen = choose_classes(labels, 3.0F);
  REQUIRE(chosen);
  CHECK(chosen->names() == Names{"7", "3"});
  CHECK(*binary_labels(labels, *chosen) == Labels{0, 1, 0, 0});
}

TEST_CASE("one label against the others") {
  const Labels labels{0, 1, 2, 1, 9};
  const auto classes = choose_classes(labels, 1.0F);
  REQUIRE(classes);
  CHECK(classes->names() == Names{"not 1", "1"});
  CHECK(*binary_labels(labels, *classes) == Labels{0, 1, 0, 1, 0});
  CHECK(*binary_labels(Labels{5}, *classes) == Labels{0});
}

TEST_CASE("labels that make no two classes are refused") {
  const auto refusal = [](const Labels& labels, std::optional<float> positive, ErrorKind kind) {
    const auto classes = choose_classes(labels, positive);
    REQUIRE(!classes);
    CHECK(classes.error().kind == kind);
    return classes.error().message;
  };
  CHECK(refusal({4, 4}, std::nullopt, ErrorKind::input).starts_with("all are 4; two classes are needed"));
  CHECK(refusal({4, 4}, 4.0F, ErrorKind::input).starts_with("all are 4;"));
  CHECK(refusal({}, std::nullopt, ErrorKind::input).starts_with("there are none"));
  CHECK(refusal({2, 1, 3}, std::nullopt, ErrorKind::input).starts_with("found 3 classes (1, 2, 3); two were expected"));
  CHECK(refusal({2, 1, 3}, 4.0F, ErrorKind::usage) == "no label is 4; the data have 1, 2, 3");
  Labels many(30);
  for (std::size_t i = 0; i < many.size(); ++i) {
    many[i] = static_cast<float>(i);
  }
  CHECK(refusal(many, std::nullopt, ErrorKind::input).find("18, 19, ...)") != std::string::npos);
  const auto unknown = binary_labels(Labels{3, 5}, {.positive = 7, .negative = 3});
  REQUIRE(!unknown);
  CHECK(unknown.error().message.starts_with("the label of row 2 is 5; 3 or 7 was expected"));
}

TEST_CASE("the share of each class is held out and no row is lost or doubled") {
  const TrainingSet data = numbered(300);
  const Split split = hold_out(data, 0.2, 42);
  CHECK(split.held_out.labels.size() == 60);
  CHECK(std::ranges::count(split.held_out.labels, 0.0F) == 20);
  CHECK(std::ranges::is_sorted(split.training.features));
  CHECK(std::ranges::is_sorted(split.held_out.features));
  std::vector<float> all;
  std::ranges::merge(split.training.features, split.held_out.features, std::back_inserter(all));
  CHECK(all == data.features);
  for (const TrainingSet* part : {&split.training, &split.held_out}) {
    for (std::size_t i = 0; i < part->labels.size(); ++i) {
      REQUIRE(part->labels[i] == data.labels[static_cast<std::size_t>(part->features[i])]);
    }
  }
}

TEST_CASE("the seed decides which rows are held out") {
  const TrainingSet data = numbered(300);
  CHECK(hold_out(data, 0.2, 42).held_out.features == hold_out(data, 0.2, 42).held_out.features);
  CHECK(hold_out(data, 0.2, 42).held_out.features != hold_out(data, 0.2, 43).held_out.features);
  // A change here is a change of which rows users hold out.
  const auto first = hold_out(numbered(12), 0.25, 42).held_out.features;
  CHECK(first.size() == 3);
}

TEST_CASE("both classes stay in training however much is held out") {
  for (const double fraction : {0.0, 0.5, 0.99}) {
    const Split split = hold_out(numbered(6), fraction, 1);
    CHECK(std::ranges::count(split.training.labels, 0.0F) >= 1);
    CHECK(std::ranges::count(split.training.labels, 1.0F) >= 1);
    CHECK(split.training.labels.size() + split.held_out.labels.size() == 6);
  }
  CHECK(hold_out(numbered(6), 0.0, 1).held_out.labels.empty());
}

TEST_CASE("a score counts right and wrong answers and their cost") {
  // z = x: the classes predicted are 1 from 0 upwards.
  const auto identity = LogisticRegression::create({1}, 0).value();
  const TrainingSet data{.feature_count = 1, .features = {-2, -1, 1, 3, 0.5F}, .labels = {0, 1, 1, 1, 0}};
  const auto result = score(identity, data);
  REQUIRE(result);
  CHECK(result->rows == 5);
  CHECK(result->accuracy == doctest::Approx(0.6));
  CHECK(result->confusion[0] == std::array<std::uint64_t, 2>{1, 1});
  CHECK(result->confusion[1] == std::array<std::uint64_t, 2>{1, 2});
  // Python: (log1p(exp(-2)) + log1p(exp(1)) + log1p(exp(-1)) + log1p(exp(-3)) + log1p(exp(0.5))) / 5
  CHECK(result->log_loss == doctest::Approx(0.5552231443666533).epsilon(1e-6));
}

TEST_CASE("a sure and wrong answer has a large and finite cost") {
  const auto steep = LogisticRegression::create({1e30F}, 0).value();
  const auto result = score(steep, {.feature_count = 1, .features = {1}, .labels = {0}});
  REQUIRE(result);
  CHECK(result->log_loss == doctest::Approx(1e30));
}

TEST_CASE("rows that cannot be scored are refused") {
  const auto identity = LogisticRegression::create({1}, 0).value();
  CHECK(!score(identity, {.feature_count = 1, .features = {}, .labels = {}}));
  CHECK(!score(identity, {.feature_count = 2, .features = {1, 2}, .labels = {0}}));
  const auto endless =
      score(identity, {.feature_count = 1, .features = {std::numeric_limits<float>::infinity()}, .labels = {0}});
  REQUIRE(!endless);
  CHECK(endless.error().subject == "input row 1");
}
