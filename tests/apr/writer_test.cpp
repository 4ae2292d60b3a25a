#include "moebench/apr/writer.hpp"

#include <array>
#include <cmath>
#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "apr/apr_bytes.hpp"
#include "moebench/apr/reader.hpp"
#include "moebench/core/rng.hpp"

using namespace moebench::apr;

TEST_CASE("a file is laid out as the format says") {
  // Packed by hand with Python struct.pack from the format description; the last four bytes are zlib.crc32 of the rest.
  constexpr std::array<unsigned char, 102> expected{
      'A',  'P',  'R',  'N',  1,   0,   2,   0,    33,   0,    0,    0,    33,   0,   0,    0,     // to payload_size
      33,   0,    0,    0,    0,   0,   0,   0,    0,    0,    0,    0,    0,    0,   0,    0,     // to the metadata
      0x82, 0xaa, 'c',  'r',  'e', 'a', 't', 'e',  'd',  '_',  'a',  't',  0xa1, '2', 0xb0, 'a',   //
      'p',  'r',  'e',  'n',  'd', 'e', 'r', '_',  'v',  'e',  'r',  's',  'i',  'o', 'n',  0xa1,  //
      '1',                                                                                         //
      1,    1,    0,    0,    0,   0,   0,   0,    0,                                              // one coefficient
      0,    0,    0xc0, 0x3f, 0,   0,   0,   0xc0, 0x0a, 0xd7, 0x23, 0x3c,                         // 1.5, -2, 0.01
      100,  0,    0,    0,    0,   0,   0,   0,    0x17, 0xb7, 0xd1, 0x38,                         // 100, 1e-4
      0xcb, 0x39, 0x21, 0xa6};
  const Bytes file = write_v1(*LogisticRegression::create({1.5F}, -2.0F), {"2", "1"});
  REQUIRE(file.size() == expected.size());
  for (std::size_t i = 0; i < file.size(); ++i) {
    CAPTURE(i);
    CHECK(std::to_integer<unsigned>(file[i]) == expected[i]);
  }
}

TEST_CASE("models of any size come back from a round trip the same") {
  moebench::core::Rng rng{9};
  for (const std::size_t n : {1U, 2U, 7U, 784U, 5000U}) {
    std::vector<float> coefficients(n);
    for (float& coefficient : coefficients) {
      coefficient = static_cast<float>(rng.normal());
    }
    const auto model = LogisticRegression::create(coefficients, static_cast<float>(rng.normal()), {0.5F, n, 1e-6F});
    REQUIRE(model);
    const auto again = read_logistic_regression(write_v1(*model, {"1764278947", "0.11.0"}), "m.apr");
    REQUIRE(again);
    CHECK(*again == *model);
  }
}

TEST_CASE("metadata of any length keeps the file whole") {
  for (const std::size_t length : {0U, 31U, 32U, 255U, 256U, 70000U}) {
    const Bytes file = write_v1(small_model(), {"0", std::string(length, 'v')});
    const auto header = read_header(file, "m.apr");
    REQUIRE(header);
    CHECK(header->metadata_size > length);
    CHECK(*read_logistic_regression(file, "m.apr") == small_model());
  }
}

namespace {

LogisticRegression full_model() {
  return *LogisticRegression::create({0.5F, -1.25F}, 3.0F,
                                     {.learning_rate = 0.1F,
                                      .max_iter = ~std::uint64_t{0},
                                      .tol = 1e-7F,
                                      .class_weight = {ClassWeighting::manual, {0.3F, 0.7F}},
                                      .l2_penalty = 0.01F,
                                      .fit_mode = FitMode::mini_batch,
                                      .mini_batch_size = 32});
}

Metadata full_metadata() {
  const nlohmann::ordered_json further{{"model_name", "m"},
                                       {"custom", {{"f32", 0.1F}, {"list", {1, -2, "x", nullptr}}}}};
  const auto packed = nlohmann::ordered_json::to_msgpack(further);
  const auto bytes = std::as_bytes(std::span{packed});
  return {"1764278947", "0.11.0", {bytes.begin(), bytes.end()}};
}

}  // namespace

TEST_CASE("layout C keeps every hyperparameter in every compression") {
  for (const Compression compression :
       {Compression::none, Compression::zstd_3, Compression::zstd_19, Compression::lz4}) {
    const Bytes file =
        write_v1(full_model(), full_metadata(),
                 {.layout = PayloadLayout::c, .compression = compression, .quality_score = 80, .flags = 0x44});
    const auto read = read_model(file, "m.apr");
    REQUIRE(read);
    CHECK(read->model == full_model());
    CHECK(read->metadata == full_metadata());
    CHECK(read->layout == PayloadLayout::c);
    CHECK(read->header->quality_score == 80);
    CHECK(read->header->flags == 0x44);
    CHECK(write_v1(read->model, *read->metadata,
                   {.layout = PayloadLayout::c, .compression = compression, .quality_score = 80, .flags = 0x44}) ==
          file);
  }
}

TEST_CASE("what a layout has no place for is named") {
  const Hyperparameters given = full_model().hyperparameters();
  CHECK(lost_by(given, PayloadLayout::a) == std::vector<std::string>{"class_weight", "l2_penalty", "fit_mode"});
  CHECK(lost_by(given, PayloadLayout::b) == std::vector<std::string>{"fit_mode"});
  CHECK(lost_by(given, PayloadLayout::c).empty());
  CHECK(lost_by({}, PayloadLayout::a).empty());
  const auto read = read_model(write_v1(full_model(), full_metadata(), {.layout = PayloadLayout::b}), "m.apr");
  REQUIRE(read);
  CHECK(read->layout == PayloadLayout::b);
  CHECK(read->model.hyperparameters().class_weight == given.class_weight);
}

TEST_CASE("where no layout is asked for nothing is lost and A is kept to where it can be") {
  const auto written_in = [](const Hyperparameters& given) {
    const auto model = LogisticRegression::create({0.5F}, 3.0F, given);
    const auto read = read_model(write_v1(*model, {"1", "2"}), "m.apr");
    REQUIRE(read);
    CHECK(read->model == *model);
    CHECK(read->layout == layout_for(given));
    return layout_for(given);
  };
  CHECK(written_in({}) == PayloadLayout::a);
  CHECK(written_in({.learning_rate = 0.5F, .max_iter = 3, .tol = 1.0F}) == PayloadLayout::a);
  CHECK(written_in({.class_weight = {ClassWeighting::balanced, {}}}) == PayloadLayout::c);
  CHECK(written_in({.class_weight = {ClassWeighting::manual, {}}}) == PayloadLayout::c);
  CHECK(written_in({.l2_penalty = 0.01F}) == PayloadLayout::c);
  CHECK(written_in({.fit_mode = FitMode::stochastic}) == PayloadLayout::c);
  CHECK(written_in(full_model().hyperparameters()) == PayloadLayout::c);
}

TEST_CASE("version 2 and SafeTensors keep parameters and hyperparameters and metadata") {
  for (const auto& write : {write_v2, write_safetensors}) {
    for (const auto& model : {full_model(), small_model()}) {
      const TensorFileBytes file = write(model, full_metadata());
      CHECK(file.left_out.empty());
      const auto read = read_model(file.bytes, "m");
      REQUIRE(read);
      CHECK(read->has_hyperparameters);
      CHECK(read->model == model);
      CHECK(read->metadata == full_metadata());
      CHECK(write(read->model, read->metadata).bytes == file.bytes);
      const auto bare = read_model(write(model, std::nullopt).bytes, "m");
      REQUIRE(bare);
      CHECK(bare->model == model);
      CHECK_FALSE(bare->metadata);
    }
  }
}

TEST_CASE("what JSON cannot hold is named and left out") {
  const nlohmann::ordered_json further{{"bytes", nlohmann::ordered_json::binary({1, 2})},
                                       {"deep", {{"inf", HUGE_VAL}, {"list", {1, NAN}}}},
                                       {"kept", 1}};
  const auto packed = nlohmann::ordered_json::to_msgpack(further);
  const auto bytes = std::as_bytes(std::span{packed});
  const Metadata metadata{"1", "2", {bytes.begin(), bytes.end()}};
  const TensorFileBytes file = write_v2(small_model(), metadata);
  CHECK(file.left_out == std::vector<std::string>{"bytes", "deep.inf", "deep.list[1]"});
  const auto read = read_model(file.bytes, "m");
  REQUIRE(read);
  CHECK(read->model == small_model());
  const std::string text{reinterpret_cast<const char*>(read->metadata->further.data()), read->metadata->further.size()};
  CHECK(text.find("kept") != std::string::npos);
  CHECK(text.find("bytes") == std::string::npos);
}

TEST_CASE("tensor files are aligned and sorted as their formats ask") {
  const Bytes v2 = write_v2(small_model(), std::nullopt).bytes;
  CHECK(v2.size() % 64 == 4);
  const Bytes safetensors = write_safetensors(small_model(), std::nullopt).bytes;
  CHECK((safetensors.size() - 16) % 8 == 0);  // three coefficients and the intercept
}
