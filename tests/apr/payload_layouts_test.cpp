// The later payload layouts of a logistic regression, and the linear regression: packed by hand from the format's
// description, field by field.
#include <limits>
#include <string>

#include <doctest/doctest.h>

#include "apr/apr_bytes.hpp"
#include "moebench/apr/reader.hpp"

using namespace moebench::apr;

namespace {

const Bytes k_payload_metadata = [] {
  const Bytes file = small_file();
  return Bytes{file.begin() + 32, file.begin() + k_payload_at};
}();

template <class... Field>
Bytes fields(Bytes bytes, Field... field) {
  (add(bytes, field), ...);
  return bytes;
}

Bytes file_of(const Bytes& payload) {
  return v1_file(k_payload_metadata, payload);
}

void check_payload_refused(const Bytes& payload, std::size_t at, std::string_view phrase) {
  const auto model = read_model(file_of(payload), "m.apr");
  REQUIRE(!model);
  CAPTURE(model.error().message);
  CHECK(model.error().subject == "m.apr: byte " + std::to_string(79 + at));
  CHECK(model.error().message.find(phrase) != std::string::npos);
}

constexpr std::uint32_t k_uniform = 0;
constexpr std::uint32_t k_balanced = 1;
constexpr std::uint32_t k_manual = 2;
constexpr std::uint32_t k_stochastic = 1;
constexpr std::uint32_t k_mini_batch = 2;
constexpr float k_not_a_number = std::numeric_limits<float>::quiet_NaN();

}  // namespace

TEST_CASE("layout A is the payload without class weights and penalty and fit mode") {
  const auto read = read_model(file_of(small_payload()), "m.apr");
  REQUIRE(read);
  CHECK(read->layout == PayloadLayout::a);
  CHECK(read->model == small_model());
  CHECK(read->format == FileFormat::apr_v1);
  CHECK(read->has_hyperparameters);
  CHECK(read->metadata == Metadata{"1764278947", "0.11.0"});
}

TEST_CASE("layout B adds class weights and the penalty") {
  const auto balanced = read_model(file_of(fields(small_payload(), k_balanced, 0.25F)), "m.apr");
  REQUIRE(balanced);
  CHECK(balanced->layout == PayloadLayout::b);
  CHECK(balanced->model.coefficients() == small_model().coefficients());
  CHECK(balanced->model.hyperparameters().class_weight.kind == ClassWeighting::balanced);
  CHECK(balanced->model.hyperparameters().l2_penalty == 0.25F);

  const auto manual =
      read_model(file_of(fields(small_payload(), k_manual, std::uint64_t{3}, 1.0F, 2.0F, 0.5F, 0.0F)), "m.apr");
  REQUIRE(manual);
  CHECK(manual->layout == PayloadLayout::b);
  CHECK(manual->model.hyperparameters().class_weight.manual == std::vector<float>{1.0F, 2.0F, 0.5F});
}

TEST_CASE("layout C adds the fit mode") {
  const auto stochastic = read_model(file_of(fields(small_payload(), k_uniform, 0.0F, k_stochastic)), "m.apr");
  REQUIRE(stochastic);
  CHECK(stochastic->layout == PayloadLayout::c);
  CHECK(stochastic->model.hyperparameters().fit_mode == FitMode::stochastic);
  const auto mini = read_model(
      file_of(fields(small_payload(), k_manual, std::uint64_t{1}, 4.0F, 0.5F, k_mini_batch, std::uint64_t{32})),
      "m.apr");
  REQUIRE(mini);
  CHECK(mini->model.hyperparameters().fit_mode == FitMode::mini_batch);
  CHECK(mini->model.hyperparameters().mini_batch_size == 32);
  CHECK(mini->model.hyperparameters().class_weight.manual == std::vector<float>{4.0F});
}

TEST_CASE("payloads that match no layout are refused at their place") {
  const Bytes a = small_payload();
  check_payload_refused(fields(a, std::uint32_t{3}, 0.0F), 41,
                        "the tag of the class weights is 3; 0 (Uniform), 1 (Balanced)");
  check_payload_refused(fields(a, k_uniform, 0.0F, std::uint32_t{3}), 49, "the tag of the fit mode is 3; 0 (Batch)");
  check_payload_refused(fields(a, k_manual, std::uint64_t{2}, 1.0F), 45,
                        "the number of class weights is 2, but the payload of 57 bytes has room for 1");
  check_payload_refused(fields(a, k_manual, ~std::uint64_t{0}, 1.0F), 45, "18446744073709551615");
  check_payload_refused(fields(a, k_manual, std::uint64_t{1}, 1.0F), 57, "within the l2 penalty (0 of 4 bytes)");
  check_payload_refused(fields(a, k_manual), 45, "within the number of class weights (0 of 8 bytes)");
  check_payload_refused(fields(a, k_uniform, 0.0F, k_mini_batch, std::uint32_t{1}), 57,
                        "within the rows of a mini-batch");
  check_payload_refused(fields(a, k_uniform, 0.0F, k_stochastic, std::uint8_t{0}), 53, "1 bytes are left over");
}

TEST_CASE("later hyperparameters that are not finite are refused at their place") {
  const Bytes a = small_payload();
  check_payload_refused(fields(a, k_uniform, k_not_a_number), 45, "the l2 penalty is nan");
  check_payload_refused(fields(a, k_manual, std::uint64_t{2}, 1.0F, k_not_a_number, 0.0F), 57, "class weight 1 is nan");
  check_payload_refused(fields(a, k_manual, std::uint64_t{1}, 1.0F, -std::numeric_limits<float>::infinity()), 57,
                        "the l2 penalty is -inf");
}

TEST_CASE("a linear regression is read in full") {
  const Bytes payload = fields({}, std::uint8_t{1}, std::uint64_t{2}, 1.5F, -2.0F, 0.25F, std::uint8_t{1});
  REQUIRE(payload.size() == 14 + 4 * 2);
  const auto model = read_linear_regression(v1_file(k_payload_metadata, payload, 1), "m.apr");
  REQUIRE(model);
  CHECK(*model == LinearRegression{{1.5F, -2.0F}, 0.25F, true});
}

TEST_CASE("a linear regression is refused by what is wrong with it") {
  const auto refused = [](const Bytes& payload, std::string_view subject, std::string_view phrase,
                          std::uint16_t type = 1) {
    const auto model = read_linear_regression(v1_file(k_payload_metadata, payload, type), "m.apr");
    REQUIRE(!model);
    CAPTURE(model.error().message);
    CHECK(model.error().subject == subject);
    CHECK(model.error().message.find(phrase) != std::string::npos);
  };
  const std::uint8_t one = 1;
  refused(fields({}, std::uint8_t{0}, 0.0F, one), "m.apr: byte 79", "before it was fitted");
  refused(fields({}, one, std::uint64_t{0}, 0.0F, one), "m.apr: byte 80", "0 coefficients");
  refused(fields({}, std::uint8_t{2}), "m.apr: byte 79", "the tag before the coefficients is 2");
  refused(fields({}, one, std::uint64_t{1}, 1.0F, 0.0F, std::uint8_t{2}), "m.apr: byte 96", "fit_intercept is 2");
  refused(fields({}, one, std::uint64_t{1}, 1.0F, 0.0F, one, one), "m.apr: byte 97", "1 bytes are left over");
  refused(fields({}, one, std::uint64_t{9}, 1.0F), "m.apr: byte 80", "number of coefficients is 9");
  refused(fields({}, one, std::uint64_t{1}, k_not_a_number, 0.0F, one), "m.apr: byte 88", "coefficient 0 of 1 is nan");
  refused(fields({}, one, std::uint64_t{1}, 1.0F, k_not_a_number, one), "m.apr: byte 92", "the intercept is nan");
  refused(small_payload(), "m.apr: byte 6", "LogisticRegression (0x02), which is not served; give a LinearRegression",
          2);
}
