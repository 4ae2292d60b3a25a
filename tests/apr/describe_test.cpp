// Descriptions of models of every type and layout, also of those that cannot be served.
#include "moebench/apr/describe.hpp"

#include <algorithm>
#include <limits>

#include <doctest/doctest.h>
#include <zstd.h>

#include "apr/tensor_files.hpp"
#include "moebench/apr/benchmark_model.hpp"

using namespace moebench::apr;
using moebench::core::ModelDescription;
using moebench::core::WarningCode;

namespace {

ModelDescription described(const Bytes& file) {
  const auto description = describe(file, "m.apr");
  REQUIRE(description);
  return *description;
}

const moebench::core::Warning* find(const ModelDescription& description, WarningCode code) {
  const auto at = std::ranges::find(description.warnings, code, &moebench::core::Warning::code);
  return at == description.warnings.end() ? nullptr : &*at;
}

Bytes payload_of_type(std::uint16_t type) {
  const Bytes file = small_file();
  return v1_file({file.begin() + 32, file.begin() + k_payload_at}, bytes_of("anything"), type);
}

}  // namespace

TEST_CASE("a served model is described in full and without a doubt") {
  const ModelDescription description = described(write_v1(benchmark_model(), {"1764278947", "0.11.0"}));
  CHECK(description.format == "apr v1");
  CHECK(description.model == "LogisticRegression");
  CHECK(description.file_bytes == 3248);
  CHECK(description.served);
  CHECK(description.warnings.empty());
  CHECK(description.header.text("version") == "1.0");
  CHECK(description.header.text("compression") == "none");
  CHECK(description.metadata.text("created_at") == "1764278947");
  CHECK(description.hyperparameters.text("layout") == "A");
  CHECK(description.hyperparameters.text("max_iter") == "100");
  REQUIRE(description.parameters.size() == 2);
  const auto& coefficients = description.parameters[0];
  // The published facts of the reference's file, which is this model.
  CHECK(coefficients.count == 784);
  CHECK(coefficients.first == std::vector<float>{0.00255426718F, 0.00505302195F, 0.00866623595F});
  CHECK(coefficients.last == std::vector<float>{0.00857527182F, 0.00313766045F, 0.00575810531F});
  CHECK(description.parameters[1].first == std::vector<float>{0.0111709703F});
  CHECK(description.parameters[1].last.empty());
  const auto [min, max] = std::ranges::minmax(benchmark_model().coefficients());
  CHECK(coefficients.min == min);
  CHECK(coefficients.max == max);
}

TEST_CASE("models of every type are described and those that are not served say so") {
  for (const int number :
       {0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x10, 0x11, 0x12, 0x20, 0x21, 0x30, 0x40, 0xff}) {
    const auto type = static_cast<std::uint16_t>(number);
    const ModelDescription description = described(payload_of_type(type));
    CHECK_FALSE(description.served);
    CHECK(description.model == name(ModelType{type}));
    CHECK(description.parameters.empty());
    REQUIRE(find(description, WarningCode::not_served) != nullptr);
    CHECK(find(description, WarningCode::not_served)->message.find(description.model) != std::string::npos);
  }
}

TEST_CASE("a linear regression is described with its parameters") {
  Bytes payload;
  add(payload, std::uint8_t{1});
  add(payload, std::uint64_t{1});
  add(payload, 2.0F);
  add(payload, 1.0F);
  add(payload, std::uint8_t{0});
  const ModelDescription description = described(v1_file({}, payload, 1));
  CHECK(description.model == "LinearRegression");
  CHECK(description.hyperparameters.text("fit_intercept") == "false");
  REQUIRE(description.parameters.size() == 2);
  CHECK(description.parameters[0].min == 2.0F);
  CHECK(find(description, WarningCode::metadata_missing) != nullptr);
  CHECK(find(description, WarningCode::not_served) != nullptr);
}

TEST_CASE("of class weights the first ten are shown and the others counted") {
  const auto shown = [](std::size_t count) {
    const auto model = LogisticRegression::create(
        {1.0F}, 0.0F, {.class_weight = {ClassWeighting::manual, std::vector<float>(count, 0.5F)}});
    return described(write_v1(*model, {"1", "2"})).hyperparameters.text("class_weights");
  };
  CHECK(shown(2) == "[0.5, 0.5]");
  CHECK(shown(10) == "[0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]");
  CHECK(shown(12) == "[0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, and 2 more]");
}

TEST_CASE("unfitted models and parameters that are not finite are described with a doubt") {
  const ModelDescription unfitted = described(v1_file({}, Bytes(21)));
  CHECK_FALSE(unfitted.served);
  CHECK(unfitted.hyperparameters.text("layout") == "A");
  REQUIRE(unfitted.parameters.size() == 1);
  CHECK(unfitted.parameters[0].name == "intercept");
  CHECK(find(unfitted, WarningCode::not_served)->message.find("before it was fitted") != std::string::npos);

  const ModelDescription nan = described(with(small_file(), 92, std::numeric_limits<float>::quiet_NaN()));
  CHECK_FALSE(nan.served);
  CHECK(nan.parameters[0].not_finite == 1);
  CHECK(nan.parameters[0].min == 0.5F);
  CHECK(nan.parameters[0].max == 3.0F);
  CHECK(find(nan, WarningCode::parameters_not_finite)->message.starts_with("1 of the 3 elements of coefficients"));
}

TEST_CASE("doubts about the header are told") {
  CHECK(find(described(with(small_file(), 22, std::uint8_t{59})), WarningCode::quality_failing) != nullptr);
  CHECK(find(described(with(small_file(), 22, std::uint8_t{60})), WarningCode::quality_failing) == nullptr);
  CHECK(described(with(small_file(), 22, std::uint8_t{0})).warnings.empty());
  CHECK(find(described(with(small_file(), 22, std::uint8_t{101})), WarningCode::quality_out_of_range) != nullptr);
  CHECK(find(described(with(small_file(), 21, std::uint8_t{0x80})), WarningCode::reserved_bits_set) != nullptr);
  CHECK(described(with(small_file(), 21, std::uint8_t{0x44})).flags ==
        std::vector<std::string>{"STREAMING", "HAS_MODEL_CARD"});
}

TEST_CASE("signed and encrypted files are described and not served") {
  const ModelDescription with_signature = described(signed_file());
  CHECK(find(with_signature, WarningCode::signature_not_verified) != nullptr);
  CHECK_FALSE(with_signature.served);
  CHECK(with_signature.parameters.size() == 2);

  const ModelDescription encrypted = described(with(small_file(), 21, std::uint8_t{1}));
  CHECK(encrypted.model == "LogisticRegression");
  CHECK(encrypted.parameters.empty());
  CHECK(encrypted.flags == std::vector<std::string>{"ENCRYPTED"});
  CHECK(find(encrypted, WarningCode::not_served)->message.find("ENCRYPTED") != std::string::npos);
}

TEST_CASE("tensors are described whatever their types") {
  const ModelDescription v2 = described(v2_file({.metadata = R"({"model_type":"x","a":{"b":[1,{}]}})"}));
  CHECK(v2.format == "apr v2");
  CHECK(v2.served);
  CHECK(v2.model == "x");
  CHECK(v2.metadata.text("a.b[0]") == "1");
  CHECK(v2.metadata.text("a.b[1]") == "{}");
  CHECK(v2.checksums.size() == 2);
  CHECK(v2.flags == std::vector<std::string>{"ROW_MAJOR"});
  REQUIRE(v2.parameters.size() == 2);
  CHECK(v2.parameters[0].max == 3.0F);

  V2Parts parts;
  parts.entries = {{"w", 1, {2, 3}, 0, 12}};
  const ModelDescription halves = described(v2_file(parts));
  CHECK_FALSE(halves.served);
  REQUIRE(halves.parameters.size() == 1);
  CHECK(halves.parameters[0].type == "f16");
  CHECK(halves.parameters[0].count == 6);
  CHECK_FALSE(halves.parameters[0].min);

  const ModelDescription compressed = described(v2_file({.flags = 2}));
  CHECK_FALSE(compressed.served);
  CHECK(compressed.parameters.empty());

  const ModelDescription safetensors = described(safetensors_file());
  CHECK(safetensors.format == "safetensors");
  CHECK(safetensors.served);
  CHECK(safetensors.checksums.empty());
}

TEST_CASE("what is broken is refused, not described") {
  CHECK(!describe({}, "m.apr"));
  CHECK(!describe(with_payload_size(20), "m.apr"));
  CHECK(!describe(with(small_file(), 6, std::uint16_t{0x99}), "m.apr"));
  Bytes file = small_file();
  file[60] ^= std::byte{1};
  CHECK(!describe(file, "m.apr"));
}

TEST_CASE("thousands of metadata values are counted, not all shown") {
  std::string metadata = "{";
  for (int i = 0; i < 3000; ++i) {
    metadata += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + "\":1";
  }
  const ModelDescription description = described(v2_file({.metadata = metadata + "}"}));
  CHECK(description.metadata.entries().size() == 1001);
  CHECK(description.metadata.text("(further values)") == "2000");
}
