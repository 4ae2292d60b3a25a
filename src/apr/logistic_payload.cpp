#include "logistic_payload.hpp"

#include <cmath>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "little_endian.hpp"
#include "refusal.hpp"

namespace moebench::apr {
namespace {

constexpr std::size_t k_count_at = 1;
constexpr std::size_t k_coefficients_at = 9;

std::unexpected<core::Error> refuse(const Payload& payload, std::size_t at, std::string message) {
  return apr::refuse(payload.file, payload.offset + at, std::move(message));
}

core::Result<void> check_fitted(const Payload& payload) {
  if (payload.bytes.empty()) {
    return refuse(payload, 0, "the payload is empty; a logistic regression has 33 bytes or more; save the model again");
  }
  const auto tag = load<std::uint8_t>(payload.bytes, 0);
  if (tag == 0) {
    return refuse(payload, 0,
                  "the model was saved before it was fitted and has no coefficients; fit it, then save it "
                  "again");
  }
  if (tag != 1) {
    return refuse(payload, 0,
                  fmt::format("the tag before the coefficients is {}; 0 (absent) or 1 (present) was expected; the "
                              "payload is not a logistic regression's: save the model again",
                              tag));
  }
  return {};
}

/// n, checked against the payload's size without overflow.
core::Result<std::size_t> coefficient_count(const Payload& payload) {
  const std::size_t size = payload.bytes.size();
  if (size < logistic_payload_size(0)) {
    return refuse(payload, size,
                  fmt::format("the payload ends after {} bytes; a fitted logistic regression has {} and 4 for each "
                              "coefficient; save the model again",
                              size, logistic_payload_size(0)));
  }
  const auto n = load<std::uint64_t>(payload.bytes, k_count_at);
  if (n == 0) {
    return refuse(payload, k_count_at,
                  "the model has 0 coefficients; one or more were expected; fit it on data with "
                  "columns, then save it again");
  }
  const std::uint64_t room = (size - logistic_payload_size(0)) / 4;
  if (n > room) {
    return refuse(payload, k_count_at,
                  fmt::format("{} coefficients are announced, but the payload of {} bytes has room for {}; save the "
                              "model again",
                              n, size, room));
  }
  if (const std::uint64_t used = logistic_payload_size(n); used != size) {
    return refuse(payload, used,
                  fmt::format("{} bytes are left over after {} coefficients and the hyperparameters; this program "
                              "reads payload layout A, of {} bytes, without class weights, penalty and fit mode; "
                              "save the model in that layout",
                              size - used, n, used));
  }
  return n;
}

core::Result<float> finite(const Payload& payload, std::size_t at, std::string_view what) {
  const auto value = load<float>(payload.bytes, at);
  if (!std::isfinite(value)) {
    return refuse(payload, at,
                  fmt::format("{} is {}; a finite number was expected; fit the model again, on finite data and with a "
                              "smaller learning rate",
                              what, value));
  }
  return value;
}

core::Result<std::vector<float>> coefficients(const Payload& payload, std::size_t n) {
  std::vector<float> values(n);
  for (std::size_t j = 0; j < n; ++j) {
    values[j] = load<float>(payload.bytes, k_coefficients_at + 4 * j);
    if (!std::isfinite(values[j])) {
      return std::unexpected(
          finite(payload, k_coefficients_at + 4 * j, fmt::format("coefficient {} of {}", j, n)).error());
    }
  }
  return values;
}

}  // namespace

core::Result<LogisticRegression> parse_logistic_payload(const Payload& payload) {
  if (auto checked = check_fitted(payload); !checked) {
    return std::unexpected(std::move(checked).error());
  }
  const auto n = coefficient_count(payload);
  if (!n) {
    return std::unexpected(n.error());
  }
  auto weights = coefficients(payload, *n);
  if (!weights) {
    return std::unexpected(std::move(weights).error());
  }
  const std::size_t tail = k_coefficients_at + 4 * *n;
  const auto intercept = finite(payload, tail, "the intercept");
  const auto learning_rate = finite(payload, tail + 4, "the learning rate");
  const auto max_iter = load<std::uint64_t>(payload.bytes, tail + 8);
  const auto tol = finite(payload, tail + 16, "tol");
  for (const auto* value : {&intercept, &learning_rate, &tol}) {
    if (!*value) {
      return std::unexpected(value->error());
    }
  }
  return LogisticRegression::create(*std::move(weights), *intercept, {*learning_rate, max_iter, *tol});
}

void append_logistic_payload(std::vector<std::byte>& bytes, const LogisticRegression& model) {
  append(bytes, std::uint8_t{1});
  append(bytes, std::uint64_t{model.input_size()});
  for (const float coefficient : model.coefficients()) {
    append(bytes, coefficient);
  }
  append(bytes, model.intercept());
  append(bytes, model.hyperparameters().learning_rate);
  append(bytes, model.hyperparameters().max_iter);
  append(bytes, model.hyperparameters().tol);
}

}  // namespace moebench::apr
