// `model train` and the inputs and kernels of `infer`, as a user calls them.
#include <string>

#include <doctest/doctest.h>

#include "cli/program.hpp"
#include "io/data_bytes.hpp"
#include "moebench/apr/benchmark_model.hpp"
#include "moebench/apr/reader.hpp"
#include "moebench/core/rng.hpp"
#include "moebench/io/result_file.hpp"

using cli_test::contains;
using cli_test::Printed;
using cli_test::run;
using test::content;
using test::set_content;
using test::TemporaryFolder;

namespace {

/// Lines "a,b,label" around two centres, one class at 0, the other at 1.5; labels as given.
std::string blobs(int rows, const std::string& zero, const std::string& one) {
  moebench::core::Rng rng{11};
  std::string text = "a,b,label\n";
  for (int i = 0; i < rows; ++i) {
    const double centre = i % 2 == 0 ? 0.0 : 1.5;
    text += std::to_string(centre + rng.normal()) + "," + std::to_string(centre + rng.normal()) + "," +
            (i % 2 == 0 ? zero : one) + "\n";
  }
  return text;
}

Printed train(const std::string& out, std::vector<std::string> more) {
  std::vector<std::string> arguments{"model", "train", "--out", out};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run(arguments);
}

std::string images(std::size_t count) {
  std::string pixels;
  for (std::size_t i = 0; i < count * 4; ++i) {
    pixels += static_cast<char>((i * 37 + (i / 4 % 3) * 60) % 251);
  }
  return data_test::idx(0x803, {static_cast<std::uint32_t>(count), 2, 2}, pixels);
}

std::string digits(std::size_t count) {
  std::string labels;
  for (std::size_t i = 0; i < count; ++i) {
    labels += static_cast<char>(i % 3);
  }
  return data_test::idx(0x801, {static_cast<std::uint32_t>(count)}, labels);
}

}  // namespace

TEST_CASE("model train without data writes the benchmark model, and the reference's file when told its time") {
  const TemporaryFolder folder;
  const std::string out = (folder / "m.apr").string();
  const Printed printed = train(out, {"--created-at", "1764278947"});
  CAPTURE(printed.err);
  REQUIRE(printed.status == 0);
  CHECK(*moebench::apr::load_logistic_regression(out) == moebench::apr::benchmark_model());
  // The reference's mnist_784x2.apr has 3248 bytes and the checksum F38814FE, which stands last.
  const std::string bytes = content(folder / "m.apr");
  REQUIRE(bytes.size() == 3248);
  CHECK(bytes.substr(3244) == "\xfe\x14\x88\xf3");
  CHECK(contains(printed.out, "The documented recipe"));
  CHECK(contains(printed.out, "training data (seen in training)"));
  CHECK(contains(printed.out, "say nothing about new data"));
  // Class 1 for every sample: 900 of 1000 are.
  CHECK(contains(printed.out, "     90 % |"));
}

TEST_CASE("model train counts samples and values in good grammar") {
  const TemporaryFolder folder;
  const std::string out = (folder / "m.apr").string();
  CHECK(contains(train(out, {"--data", set_content(folder / "two.csv", "1,0\n2,1\n")}).err,
                 "2 samples of 1 value (comma-separated text)"));
  CHECK(contains(train(out, {"--data", set_content(folder / "one.csv", "1,2,0\n")}).err,
                 "1 sample of 2 values (comma-separated text)"));
}

TEST_CASE("model train fits a file, holds rows out and says how it went") {
  const TemporaryFolder folder;
  const std::string data = set_content(folder / "d.csv", blobs(400, "0", "1"));
  const std::string out = (folder / "m.apr").string();
  const Printed printed = train(out, {"--data", data, "--learning-rate", "0.5", "--max-iter", "2000"});
  CAPTURE(printed.err);
  REQUIRE(printed.status == 0);
  CHECK(contains(printed.out, "| held-out data "));
  CHECK(contains(printed.out, "| training data (seen in training) |  320 "));
  CHECK(contains(printed.out, "at most tol, so it stopped"));
  CHECK(contains(printed.err, "400 samples of 2 values (comma-separated text)"));
  CHECK_FALSE(contains(printed.err, "class 0 is"));
  const auto model = moebench::apr::load_logistic_regression(out);
  REQUIRE(model);
  CHECK(model->input_size() == 2);
  CHECK(model->coefficients()[0] > 0.5F);
  CHECK(model->intercept() < 0);
}

TEST_CASE("model train in JSON holds the loss curve and the scores") {
  const TemporaryFolder folder;
  const std::string data = set_content(folder / "d.csv", blobs(100, "2", "5"));
  const std::string out = (folder / "m.apr").string();
  const Printed printed = train(out, {"--data", data, "--max-iter", "5", "--tol", "0", "--class-weight", "1,3", "--l2",
                                      "0.01", "--format", "json"});
  CAPTURE(printed.err);
  REQUIRE(printed.status == 0);
  CHECK(contains(printed.out, R"("schema": "moebench.training/1")"));
  CHECK(contains(printed.out, R"("steps": 5,)"));
  CHECK(contains(printed.out, R"("losses": [0.693147180)"));
  CHECK(contains(printed.out, R"("confusion": )"));
  CHECK(contains(printed.out, R"("class_weight": "1,3")"));
  CHECK(contains(printed.err, "class 0 is the label 2, class 1 the label 5"));
  CHECK(contains(printed.err, "payload layout C was chosen, which keeps class_weight, l2_penalty"));
  const auto saved = moebench::apr::load_model(out);
  REQUIRE(saved);
  CHECK(saved->model.hyperparameters().class_weight.manual == std::vector<float>{1, 3});
  CHECK(saved->model.hyperparameters().l2_penalty == 0.01F);
  const Printed again = train(out, {"--data", data, "--max-iter", "5", "--tol", "0", "--class-weight", "1,3", "--l2",
                                    "0.01", "--format", "csv"});
  CHECK(again.out.starts_with("data,seen_in_training,rows,accuracy,log_loss,"));
  CHECK(contains(again.out, "\nheld-out data,false,20,"));
}

TEST_CASE("model train takes IDX images, a positive class and test files") {
  const TemporaryFolder folder;
  const std::string data = set_content(folder / "images", images(30));
  const std::string labels = set_content(folder / "labels", digits(30));
  const std::string test_data = set_content(folder / "test-images", images(6));
  const std::string test_labels = set_content(folder / "test-labels", digits(6));
  const std::string out = (folder / "m.apr").string();
  const Printed printed = train(out, {"--data", data, "--labels", labels, "--test-data", test_data, "--test-labels",
                                      test_labels, "--positive", "2", "--class-weight", "balanced"});
  CAPTURE(printed.err);
  REQUIRE(printed.status == 0);
  CHECK(contains(printed.err, "30 samples of 4 values (IDX, each pixel divided by 255)"));
  CHECK(contains(printed.err, "class 0 is the label not 2, class 1 the label 2"));
  CHECK(contains(printed.out, "| test data "));
  CHECK(contains(printed.out, "Predicted not 2"));

  const Printed infer = run({"infer", out, "--input", data, "--runs", "1", "--iterations", "20", "--kernel", "all",
                             "--batch", "4", "--save", (folder / "r.json").string()});
  CAPTURE(infer.err);
  CHECK(infer.status == 0);
  CHECK(contains(infer.err, "30 samples (IDX, each pixel divided by 255)"));
  CHECK(contains(infer.out, "| Over scalar "));
  CHECK(contains(infer.out, "| us/batch "));
  const auto saved = moebench::io::parse_results(content(folder / "r.json"), "r.json");
  REQUIRE(saved);
  CHECK(saved->results.size() == 6);
  CHECK(saved->find("moebench LogisticRegression, vector kernel, batch of 4 (batched)") != nullptr);
  CHECK(saved->config.text("input_format") == "IDX, each pixel divided by 255");
}

TEST_CASE("model train refuses unusable data with status 3 and writes nothing") {
  const TemporaryFolder folder;
  const std::string out = (folder / "m.apr").string();
  const auto refused = [&](const std::string& text, std::vector<std::string> more = {}) {
    const std::string data = set_content(folder / "d.csv", text);
    more.insert(more.end(), {"--data", data});
    const Printed printed = train(out, more);
    CAPTURE(printed.err);
    CHECK(printed.status == 3);
    CHECK(printed.out.empty());
    CHECK(contains(printed.err, data));
    CHECK_FALSE(std::filesystem::exists(out));
    return printed.err;
  };
  CHECK(contains(refused("1,2,0\n1,1\n"), "line 2: found 2 values; expected 3"));
  CHECK(contains(refused("1,nan,0\n"), "line 1, value 2: found \"nan\""));
  CHECK(contains(refused("1,2,1\n3,4,1\n"), "all are 1; two classes are needed"));
  CHECK(contains(refused("1,2,1\n3,4,2\n5,6,3\n"), "found 3 classes (1, 2, 3)"));
  CHECK(contains(refused("1000,2000,0\n3000,4000,1\n2000,1000,0\n", {"--learning-rate", "100", "--tol", "0"}),
                 "use a smaller learning rate"));
  CHECK(contains(refused("1,2,0\n3,4,1\n", {"--label-column", "z"}), "there is no column \"z\""));
}

TEST_CASE("model train refuses wrong options with status 2") {
  const TemporaryFolder folder;
  const std::string out = (folder / "m.apr").string();
  const std::string data = set_content(folder / "d.csv", blobs(20, "0", "1"));
  const std::vector<std::vector<std::string>> wrong{{"--learning-rate", "0.1"},
                                                    {"--labels", data},
                                                    {"--data", data, "--learning-rate", "0"},
                                                    {"--data", data, "--learning-rate", "nan"},
                                                    {"--data", data, "--tol", "-1"},
                                                    {"--data", data, "--l2", "-1"},
                                                    {"--data", data, "--max-iter", "0"},
                                                    {"--data", data, "--class-weight", "heavy"},
                                                    {"--data", data, "--class-weight", "1"},
                                                    {"--data", data, "--class-weight", "1,-2"},
                                                    {"--data", data, "--class-weight", "1,2,3"},
                                                    {"--data", data, "--class-weight", "1,"},
                                                    {"--data", data, "--positive", "7"},
                                                    {"--data", data, "--test-fraction", "1"},
                                                    {"--data", data, "--test-fraction", "nan"},
                                                    {"--data", data, "--test-labels", data},
                                                    {"--data", data, "--labels", data, "--label-column", "1"},
                                                    {"--created-at", "now"},
                                                    {"--output", out}};
  for (const auto& options : wrong) {
    const Printed printed = train(out, options);
    CAPTURE(options.back());
    CAPTURE(printed.err);
    CHECK(printed.status == 2);
    CHECK(printed.out.empty());
    CHECK_FALSE(printed.err.empty());
    CHECK_FALSE(std::filesystem::exists(out));
  }
  CHECK(run({"model", "train"}).status == 2);
  CHECK(run({"infer", "--kernel", "fast"}).status == 2);
  CHECK(run({"infer", "--batch", "0"}).status == 2);
}

TEST_CASE("model train refuses a place that cannot be written before it trains") {
  const TemporaryFolder folder;
  const Printed printed = train(folder.path().string(), {});
  CHECK(printed.status == 3);
  CHECK(contains(printed.err, folder.path().string()));
}
