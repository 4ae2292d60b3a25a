#include "moebench/io/training_json.hpp"

#include <doctest/doctest.h>

using namespace moebench::core;

namespace {

TrainingReport sample_report() {
  TrainingReport report{.config = {},
                        .model = {},
                        .classes = {"0", "1"},
                        .descent = Descent{.losses = {0.75, 0.5}, .gradient = 0.125, .converged = true},
                        .scores = {}};
  report.config.set("data", "d.csv");
  report.model.set("bytes", 100);
  report.scores.push_back({.name = "held-out data",
                           .seen = false,
                           .score = {.rows = 4, .accuracy = 0.75, .log_loss = 0.5, .confusion = {{{1, 0}, {1, 2}}}}});
  return report;
}

}  // namespace

TEST_CASE("a training report in JSON") {
  CHECK(moebench::io::to_json(sample_report()) == R"({
  "schema": "moebench.training/1",
  "config": {
    "data": "d.csv"
  },
  "model": {
    "bytes": 100
  },
  "classes": {
    "0": "0",
    "1": "1"
  },
  "training": {
    "steps": 1,
    "converged": true,
    "gradient": 0.125,
    "losses": [0.75, 0.5]
  },
  "scores": [
    {
      "data": "held-out data",
      "seen_in_training": false,
      "rows": 4,
      "accuracy": 0.75,
      "log_loss": 0.5,
      "confusion": [
        [1, 0],
        [1, 2]
      ]
    }
  ]
}
)");
}

TEST_CASE("without a descent its place is null") {
  TrainingReport report = sample_report();
  report.descent.reset();
  CHECK(moebench::io::to_json(report).find("\"training\": null") != std::string::npos);
}

TEST_CASE("scores in CSV") {
  CHECK(moebench::io::scores_csv(sample_report()) ==
        "data,seen_in_training,rows,accuracy,log_loss,true_0,false_1,false_0,true_1\n"
        "held-out data,false,4,0.75,0.5,1,0,1,2\n");
}
