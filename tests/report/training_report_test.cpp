#include "moebench/report/training_report.hpp"

#include <doctest/doctest.h>

#include "contains.hpp"

using namespace moebench::core;
using moebench::report::training_report;
using test::contains;

namespace {

TrainingReport sample_report() {
  TrainingReport report{.config = {},
                        .model = {},
                        .classes = {"not 7", "7"},
                        .descent = Descent{.losses = {0.693147, 0.5, 0.25}, .gradient = 0.0125, .converged = false},
                        .scores = {}};
  report.config.set("data", "digits\n# forged");
  report.model.set("max_iter", 2);
  report.scores.push_back(
      {.name = "held-out data",
       .seen = false,
       .score = {.rows = 1200, .accuracy = 0.75, .log_loss = 0.5123, .confusion = {{{800, 100}, {200, 100}}}}});
  report.scores.push_back({.name = "training data",
                           .seen = true,
                           .score = {.rows = 10, .accuracy = 1, .log_loss = 0.1, .confusion = {{{5, 0}, {0, 5}}}}});
  return report;
}

}  // namespace

TEST_CASE("a training report tells the descent, the model and what was seen in training") {
  const std::string text = training_report(sample_report());
  CHECK(contains(text, "Data: digits\\x0a# forged. Class 0 is not 7, class 1 is 7."));
  CHECK(contains(text, "2 steps of gradient descent: loss 0.693147 at the zero model, 0.250000 at the end"));
  CHECK(contains(text, "largest component of the gradient 0.0125: above tol, so it took all the steps that it may."));
  CHECK(contains(text, "| max iter "));
  CHECK(contains(text, "| held-out data                    | 1,200 |     75 % |   0.5123 |"));
  CHECK(contains(text, "| training data (seen in training) |"));
  CHECK(contains(text, "| held-out data | not 7 |             800 |         100 |"));
  CHECK(contains(text, "|               | 7     |             200 |         100 |"));
  CHECK_FALSE(contains(text, "say nothing about new data"));
}

TEST_CASE("a report of the recipe says that it has nothing to hold the model against") {
  TrainingReport report = sample_report();
  report.descent.reset();
  report.scores.erase(report.scores.begin());
  const std::string text = training_report(report);
  CHECK(contains(text, "The documented recipe"));
  CHECK(contains(text, "say nothing about new data"));
  CHECK_FALSE(contains(text, "gradient descent: loss"));
}
