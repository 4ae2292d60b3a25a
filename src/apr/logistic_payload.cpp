#include "logistic_payload.hpp"

#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "cursor.hpp"
#include "f32_array.hpp"
#include "little_endian.hpp"

namespace moebench::apr {
namespace {

using core::Result;

// The tags of Rust's enums, in the order of our own.
constexpr std::uint32_t k_manual = 2;
constexpr std::uint32_t k_mini_batch = 2;

Result<void> parse_weights(Cursor& cursor, LogisticContents& contents) {
  const auto fitted = cursor.take_bool("the tag before the coefficients");
  if (!fitted) {
    return std::unexpected(fitted.error());
  }
  contents.fitted = *fitted;
  contents.coefficients_at = cursor.at();
  if (*fitted) {
    const auto n = cursor.take_f32_count("the number of coefficients");
    if (!n) {
      return std::unexpected(n.error());
    }
    contents.coefficients_at = cursor.at();
    contents.coefficients = cursor.payload().bytes.subspan(cursor.at(), 4 * *n);
    cursor.skip(4 * *n);
  }
  const auto intercept = cursor.take<float>("the intercept");
  if (!intercept) {
    return std::unexpected(intercept.error());
  }
  contents.intercept = *intercept;
  return {};
}

Result<void> parse_fields_of_a(Cursor& cursor, Hyperparameters& hyperparameters) {
  const auto learning_rate = cursor.take<float>("the learning rate");
  const auto max_iter = cursor.take<std::uint64_t>("max_iter");
  const auto tol = cursor.take<float>("tol");
  if (!learning_rate || !max_iter || !tol) {
    return std::unexpected(!learning_rate ? learning_rate.error() : !max_iter ? max_iter.error() : tol.error());
  }
  hyperparameters.learning_rate = *learning_rate;
  hyperparameters.max_iter = *max_iter;
  hyperparameters.tol = *tol;
  return {};
}

std::unexpected<core::Error> unknown_tag(const Cursor& cursor, std::string_view what, std::uint32_t tag,
                                         std::string_view known) {
  return refuse(cursor.payload(), cursor.at() - 4,
                fmt::format("{} is {}; {} was expected; the bytes match no payload layout (A, B or C): save the model "
                            "again",
                            what, tag, known));
}

Result<void> parse_fields_of_b(Cursor& cursor, Hyperparameters& hyperparameters) {
  const auto tag = cursor.take<std::uint32_t>("the tag of the class weights, which may follow tol");
  if (!tag) {
    return std::unexpected(tag.error());
  }
  if (*tag > k_manual) {
    return unknown_tag(cursor, "the tag of the class weights", *tag, "0 (Uniform), 1 (Balanced) or 2 (Manual)");
  }
  hyperparameters.class_weight.kind = ClassWeighting{static_cast<std::uint8_t>(*tag)};
  if (*tag == k_manual) {
    const auto count = cursor.take_f32_count("the number of class weights");
    if (!count) {
      return std::unexpected(count.error());
    }
    hyperparameters.class_weight.manual = load_f32s(cursor.payload().bytes.subspan(cursor.at(), 4 * *count));
    cursor.skip(4 * *count);
  }
  const auto l2_penalty = cursor.take<float>("the l2 penalty");
  if (!l2_penalty) {
    return std::unexpected(l2_penalty.error());
  }
  hyperparameters.l2_penalty = *l2_penalty;
  return {};
}

Result<void> parse_fields_of_c(Cursor& cursor, Hyperparameters& hyperparameters) {
  const auto tag = cursor.take<std::uint32_t>("the tag of the fit mode, which may follow the l2 penalty");
  if (!tag) {
    return std::unexpected(tag.error());
  }
  if (*tag > k_mini_batch) {
    return unknown_tag(cursor, "the tag of the fit mode", *tag, "0 (Batch), 1 (Stochastic) or 2 (MiniBatch)");
  }
  hyperparameters.fit_mode = FitMode{static_cast<std::uint8_t>(*tag)};
  if (*tag == k_mini_batch) {
    const auto rows = cursor.take<std::uint64_t>("the rows of a mini-batch");
    if (!rows) {
      return std::unexpected(rows.error());
    }
    hyperparameters.mini_batch_size = *rows;
  }
  return {};
}

/// The first hyperparameter that is NaN or infinite and where it stands in the payload.
std::optional<std::pair<std::string, std::size_t>> hyperparameter_not_finite(const LogisticContents& contents) {
  const Hyperparameters& given = contents.hyperparameters;
  const std::size_t intercept_at = contents.coefficients_at + contents.coefficients.size();
  const std::size_t end_of_a = intercept_at + 20;
  const bool is_manual = given.class_weight.kind == ClassWeighting::manual;
  const std::vector<float>& weights = given.class_weight.manual;
  const std::size_t weights_at = end_of_a + 4 + (is_manual ? 8 : 0);
  struct Found {
    std::string_view what;
    float value;
    std::size_t at;
  };
  for (const Found& found : {Found{"the intercept", contents.intercept, intercept_at},
                             Found{"the learning rate", given.learning_rate, intercept_at + 4},
                             Found{"tol", given.tol, intercept_at + 16}}) {
    if (!std::isfinite(found.value)) {
      return std::pair{fmt::format("{} is {}", found.what, found.value), found.at};
    }
  }
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (!std::isfinite(weights[i])) {
      return std::pair{fmt::format("class weight {} is {}", i, weights[i]), weights_at + 4 * i};
    }
  }
  if (!std::isfinite(given.l2_penalty)) {
    return std::pair{fmt::format("the l2 penalty is {}", given.l2_penalty), weights_at + 4 * weights.size()};
  }
  return std::nullopt;
}

std::unexpected<core::Error> not_finite(const Payload& payload, std::size_t at, const std::string& found) {
  return refuse(payload, at,
                fmt::format("{}; a finite number was expected; fit the model again, on finite data and with a smaller "
                            "learning rate",
                            found));
}

}  // namespace

Result<LogisticContents> parse_logistic_payload(const Payload& payload) {
  if (payload.bytes.empty()) {
    return refuse(payload, 0, "the payload is empty; a logistic regression has 21 bytes or more; save the model again");
  }
  Cursor cursor{payload};
  LogisticContents contents{};
  contents.hyperparameters = {};
  Result<void> parsed = parse_weights(cursor, contents);
  if (parsed) {
    parsed = parse_fields_of_a(cursor, contents.hyperparameters);
  }
  if (parsed && cursor.left() > 0) {
    contents.layout = PayloadLayout::b;
    parsed = parse_fields_of_b(cursor, contents.hyperparameters);
    if (parsed && cursor.left() > 0) {
      contents.layout = PayloadLayout::c;
      parsed = parse_fields_of_c(cursor, contents.hyperparameters);
    }
  }
  if (!parsed) {
    return std::unexpected(std::move(parsed).error());
  }
  if (cursor.left() > 0) {
    return refuse(payload, cursor.at(),
                  fmt::format("{} bytes are left over after {} coefficients and the fields of layout C, so the payload "
                              "matches no layout (A, B or C); save the model again",
                              cursor.left(), contents.coefficients.size() / 4));
  }
  return contents;
}

Result<LogisticRegression> served_model(const LogisticContents& contents, const Payload& payload) {
  if (!contents.fitted) {
    return refuse(payload, 0,
                  "the model was saved before it was fitted and has no coefficients; fit it, then save it again");
  }
  if (contents.coefficients.empty()) {
    return refuse(payload, 1,
                  "the model has 0 coefficients; one or more were expected; fit it on data with columns, then save it "
                  "again");
  }
  if (const auto found = hyperparameter_not_finite(contents)) {
    return not_finite(payload, found->second, found->first);
  }
  auto model =
      LogisticRegression::create(load_f32s(contents.coefficients), contents.intercept, contents.hyperparameters);
  if (!model) {  // what is left is a coefficient
    const auto at = first_not_finite(contents.coefficients);
    if (at) {
      return not_finite(payload, contents.coefficients_at + 4 * *at,
                        fmt::format("coefficient {} of {} is {}", *at, contents.coefficients.size() / 4,
                                    load<float>(contents.coefficients, 4 * *at)));
    }
  }
  return model;
}

void append_logistic_payload(std::vector<std::byte>& bytes, const LogisticRegression& model, PayloadLayout layout) {
  const Hyperparameters& given = model.hyperparameters();
  append(bytes, std::uint8_t{1});
  append(bytes, std::uint64_t{model.input_size()});
  append(bytes, std::span{model.coefficients()});
  append(bytes, model.intercept());
  append(bytes, given.learning_rate);
  append(bytes, given.max_iter);
  append(bytes, given.tol);
  if (layout == PayloadLayout::a) {
    return;
  }
  append(bytes, std::uint32_t{std::to_underlying(given.class_weight.kind)});
  if (given.class_weight.kind == ClassWeighting::manual) {
    append(bytes, std::uint64_t{given.class_weight.manual.size()});
    append(bytes, std::span{given.class_weight.manual});
  }
  append(bytes, given.l2_penalty);
  if (layout == PayloadLayout::b) {
    return;
  }
  append(bytes, std::uint32_t{std::to_underlying(given.fit_mode)});
  if (given.fit_mode == FitMode::mini_batch) {
    append(bytes, given.mini_batch_size);
  }
}

}  // namespace moebench::apr
