// The expected figures come from the reference's mnist_784x2.apr (sha256 238a3c96ca868b9a920d4488726b4043c7d8406e62711d
// 63ba7a1721a867f071): read from the file by independent programs, or, for logits and probabilities, evaluated from it.
#include "moebench/apr/benchmark_model.hpp"

#include <span>

#include <doctest/doctest.h>

#include "apr/apr_bytes.hpp"
#include "moebench/apr/reader.hpp"
#include "moebench/apr/writer.hpp"

using namespace moebench::apr;

namespace {

const LogisticRegression& trained() {
  static const LogisticRegression model = benchmark_model();
  return model;
}

std::vector<float> constant(float value) {
  return std::vector<float>(784, value);
}

}  // namespace

TEST_CASE("the training set is the one of the recipe") {
  const TrainingSet data = benchmark_training_set();
  REQUIRE(data.feature_count == 784);
  REQUIRE(data.labels.size() == 1000);
  REQUIRE(data.features.size() == 784000);
  CHECK(data.features[0] == 0.0F);
  CHECK(data.features[1] == 31.0F / 255.0F);
  CHECK(data.features[784] == 17.0F / 255.0F);
  CHECK(data.features[784 * 999 + 783] == 40.0F / 255.0F);  // 999 x 17 + 783 x 31 = 41256 = 161 x 256 + 40
  CHECK(data.labels[0] == 0.0F);
  CHECK(data.labels[1] == 1.0F);
  CHECK(data.labels[990] == 0.0F);
}

TEST_CASE("the trained model is the real one to the last bit") {
  const auto& w = trained().coefficients();
  REQUIRE(w.size() == 784);
  CHECK(w[0] == 0.00255426718F);
  CHECK(w[1] == 0.00505302195F);
  CHECK(w[2] == 0.00866623595F);
  CHECK(w[781] == 0.00857527182F);
  CHECK(w[782] == 0.00313766045F);
  CHECK(w[783] == 0.00575810531F);
  CHECK(trained().intercept() == 0.0111709703F);
  std::vector<float> parameters = w;
  parameters.push_back(trained().intercept());
  // Python, on the real file, whose coefficients and intercept are bytes 88 .. 3227:
  // zlib.crc32(open("mnist_784x2.apr", "rb").read()[88:3228])
  CHECK(zlib_crc(std::as_bytes(std::span{parameters})) == 0x2adb68ceU);
}

TEST_CASE("the trained model saved with the metadata of the real file is that file") {
  // The real file has 3248 bytes and ends in its own checksum, F38814FE.
  const Bytes file = write_v1(trained(), {"1764278947", "0.11.0"});
  CHECK(file.size() == 3248);
  const auto header = read_header(file, "benchmark");
  REQUIRE(header);
  CHECK(header->checksum == 0xf38814feU);
  CHECK(header->metadata_size == 47);
  CHECK(*read_logistic_regression(file, "benchmark") == trained());
}

TEST_CASE("the trained model answers as the real one does") {
  const auto sample = trained().classify(benchmark_input(784));
  REQUIRE(sample);
  CHECK(sample->logit == 2.16547608F);
  CHECK(sample->probability == 0.897106111F);
  CHECK(sample->label == 1);
  CHECK(trained().predict_proba(constant(0)) == 0.502792716F);
  CHECK(trained().predict_proba(constant(0.5F)) == 0.900174558F);
  CHECK(trained().predict_proba(constant(1)) == 0.987716734F);
}

TEST_CASE("the trained model says class 1 for every training sample") {
  const TrainingSet data = benchmark_training_set();
  for (std::size_t i = 0; i < data.labels.size(); ++i) {
    REQUIRE(trained().predict(std::span{data.features}.subspan(i * 784, 784)) == 1);
  }
}

TEST_CASE("the sample input counts up to 255 and starts again") {
  CHECK(benchmark_input(0).empty());
  CHECK(benchmark_input(1) == std::vector<float>{0});
  const auto input = benchmark_input(784);
  REQUIRE(input.size() == 784);
  CHECK(input[1] == 1.0F / 255.0F);
  CHECK(input[255] == 1.0F);
  CHECK(input[256] == 0.0F);
  CHECK(input[783] == 15.0F / 255.0F);
}
