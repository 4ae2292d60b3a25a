#include "linear_payload.hpp"

#include <cmath>
#include <string>

#include <fmt/format.h>

#include "cursor.hpp"
#include "f32_array.hpp"

namespace moebench::apr {

core::Result<LinearContents> parse_linear_payload(const Payload& payload) {
  Cursor cursor{payload};
  LinearContents contents{};
  const auto fitted = cursor.take_bool("the tag before the coefficients");
  if (!fitted) {
    return std::unexpected(fitted.error());
  }
  contents.fitted = *fitted;
  if (*fitted) {
    const auto n = cursor.take_f32_count("the number of coefficients");
    if (!n) {
      return std::unexpected(n.error());
    }
    contents.coefficients = payload.bytes.subspan(cursor.at(), 4 * *n);
  }
  contents.coefficients_at = cursor.at();
  cursor.skip(contents.coefficients.size());
  const auto intercept = cursor.take<float>("the intercept");
  if (!intercept) {
    return std::unexpected(intercept.error());
  }
  contents.intercept = *intercept;
  const auto fit_intercept = cursor.take_bool("fit_intercept");
  if (!fit_intercept) {
    return std::unexpected(fit_intercept.error());
  }
  contents.fit_intercept = *fit_intercept;
  if (cursor.left() > 0) {
    return refuse(payload, cursor.at(),
                  fmt::format("{} bytes are left over after {} coefficients of a linear regression; save the model "
                              "again",
                              cursor.left(), contents.coefficients.size() / 4));
  }
  return contents;
}

core::Result<LinearRegression> fitted_model(const LinearContents& contents, const Payload& payload) {
  if (!contents.fitted) {
    return refuse(payload, 0,
                  "the model was saved before it was fitted and has no coefficients; fit it, then save it again");
  }
  if (contents.coefficients.empty()) {
    return refuse(payload, 1,
                  "the model has 0 coefficients; one or more were expected; fit it on data with columns, then save it "
                  "again");
  }
  const auto at = first_not_finite(contents.coefficients);
  if (at || !std::isfinite(contents.intercept)) {
    const std::size_t place = at ? 4 * *at : contents.coefficients.size();
    const std::string what =
        at ? fmt::format("coefficient {} of {}", *at, contents.coefficients.size() / 4) : std::string{"the intercept"};
    return refuse(payload, contents.coefficients_at + place,
                  fmt::format("{} is {}; a finite number was expected; fit the model again, on finite data", what,
                              load<float>(payload.bytes, contents.coefficients_at + place)));
  }
  return LinearRegression{load_f32s(contents.coefficients), contents.intercept, contents.fit_intercept};
}

}  // namespace moebench::apr
