#include "tensor_model.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "f32_array.hpp"
#include "little_endian.hpp"
#include "metadata_map.hpp"
#include "refusal.hpp"

namespace moebench::apr {
namespace {

using core::Result;

constexpr const char* k_hyperparameters = "logistic_regression";
constexpr const char* k_further = "apr_metadata";

std::string tensor_names(const TensorFile& file) {
  constexpr std::size_t most_shown = 5;
  std::string names;
  for (std::size_t i = 0; i < std::min(file.tensors.size(), most_shown); ++i) {
    names += fmt::format("{}\"{}\"", i == 0 ? "" : ", ", file.tensors[i].name);
  }
  return file.tensors.empty()               ? "no tensors"
         : file.tensors.size() > most_shown ? names + fmt::format(" and {} more", file.tensors.size() - most_shown)
                                            : names;
}

Result<void> check_array(const Tensor& tensor, bool is_scalar) {
  const std::string_view expected = is_scalar ? "[1]" : "[n] with n of 1 or more";
  if (!tensor.is_f32) {
    return refuse(
        tensor.data.file, tensor.entry_at,
        fmt::format("the tensor \"{}\" is of type {}, which is not served; f32 was expected; save the model in "
                    "f32",
                    tensor.name, tensor.type));
  }
  if (tensor.shape.size() != 1 || tensor.shape[0] == 0 || (is_scalar && tensor.shape[0] != 1)) {
    return refuse(tensor.data.file, tensor.entry_at,
                  fmt::format("the tensor \"{}\" has the shape [{}]; {} was expected; save the model in that shape",
                              tensor.name, fmt::join(tensor.shape, ", "), expected));
  }
  if (const auto at = first_not_finite(tensor.data.bytes)) {
    return refuse(
        tensor.data, 4 * *at,
        fmt::format("element {} of the tensor \"{}\" is {}; a finite number was expected; fit the model again, "
                    "on finite data and with a smaller learning rate",
                    *at, tensor.name, load<float>(tensor.data.bytes, 4 * *at)));
  }
  return {};
}

std::unexpected<core::Error> unusable(std::string_view subject, std::string_view key, const Json& found,
                                      std::string_view expected) {
  return core::input_error(std::string{subject},
                           fmt::format("in the metadata, \"{}\" is {}; {} was expected; correct it or leave it out",
                                       key, kind(found), expected));
}

/// Sets `value` when `json` has the key. Input error: not a finite number of f32's range.
Result<void> take_f32(const Json& json, const char* key, float& value, std::string_view subject) {
  if (const auto at = json.find(key); at != json.end()) {
    if (!at->is_number() || !std::isfinite(static_cast<float>(at->get<double>()))) {
      return unusable(subject, key, *at, "a finite number");
    }
    value = static_cast<float>(at->get<double>());
  }
  return {};
}

Result<void> take_count(const Json& json, const char* key, std::uint64_t& value, std::string_view subject) {
  if (const auto at = json.find(key); at != json.end()) {
    if (!at->is_number_unsigned()) {
      return unusable(subject, key, *at, "a whole number");
    }
    value = at->get<std::uint64_t>();
  }
  return {};
}

constexpr std::array<const char*, 2> k_weightings{"uniform", "balanced"};
constexpr std::array<const char*, 2> k_fit_modes{"batch", "stochastic"};

Json json_of(const Hyperparameters& given) {
  Json json{{"learning_rate", given.learning_rate}, {"max_iter", given.max_iter}, {"tol", given.tol}};
  if (given.class_weight.kind == ClassWeighting::manual) {
    json["class_weight"] = given.class_weight.manual;
  } else {
    json["class_weight"] = k_weightings.at(std::to_underlying(given.class_weight.kind));
  }
  json["l2_penalty"] = given.l2_penalty;
  if (given.fit_mode == FitMode::mini_batch) {
    json["fit_mode"] = {{"mini_batch", given.mini_batch_size}};
  } else {
    json["fit_mode"] = k_fit_modes.at(std::to_underlying(given.fit_mode));
  }
  return json;
}

Result<void> take_class_weight(const Json& json, ClassWeight& weight, std::string_view subject) {
  const auto at = json.find("class_weight");
  if (at == json.end()) {
    return {};
  }
  if (at->is_array()) {
    weight.kind = ClassWeighting::manual;
    for (const Json& element : *at) {
      if (!element.is_number() || !std::isfinite(static_cast<float>(element.get<double>()))) {
        return unusable(subject, "class_weight", element, "a list of finite numbers");
      }
      weight.manual.push_back(static_cast<float>(element.get<double>()));
    }
    return {};
  }
  const auto* const known = std::ranges::find_if(k_weightings, [&](const char* name) { return *at == name; });
  if (known == k_weightings.end()) {
    return unusable(subject, "class_weight", *at, "\"uniform\", \"balanced\" or a list of numbers");
  }
  weight.kind = ClassWeighting{static_cast<std::uint8_t>(known - k_weightings.begin())};
  return {};
}

Result<void> take_fit_mode(const Json& json, Hyperparameters& into, std::string_view subject) {
  const auto at = json.find("fit_mode");
  if (at == json.end()) {
    return {};
  }
  if (at->is_object() && at->contains("mini_batch")) {
    into.fit_mode = FitMode::mini_batch;
    return take_count(*at, "mini_batch", into.mini_batch_size, subject);
  }
  const auto* const known = std::ranges::find_if(k_fit_modes, [&](const char* name) { return *at == name; });
  if (known == k_fit_modes.end()) {
    return unusable(subject, "fit_mode", *at, "\"batch\", \"stochastic\" or {\"mini_batch\": rows}");
  }
  into.fit_mode = FitMode{static_cast<std::uint8_t>(known - k_fit_modes.begin())};
  return {};
}

Result<Hyperparameters> hyperparameters_of(const Json& json, std::string_view subject) {
  if (!json.is_object()) {
    return unusable(subject, k_hyperparameters, json, "an object");
  }
  Hyperparameters taken;
  for (const Result<void>& result :
       {take_f32(json, "learning_rate", taken.learning_rate, subject),
        take_count(json, "max_iter", taken.max_iter, subject), take_f32(json, "tol", taken.tol, subject),
        take_class_weight(json, taken.class_weight, subject), take_f32(json, "l2_penalty", taken.l2_penalty, subject),
        take_fit_mode(json, taken, subject)}) {
    if (!result) {
      return std::unexpected(result.error());
    }
  }
  return taken;
}

}  // namespace

Result<LogisticRegression> model_of(const TensorFile& file, const Hyperparameters& hyperparameters,
                                    std::string_view subject) {
  const auto find = [&file](std::string_view name) { return std::ranges::find(file.tensors, name, &Tensor::name); };
  const auto coefficients = find("coefficients");
  const auto intercept = find("intercept");
  if (file.tensors.size() != 2 || coefficients == file.tensors.end() || intercept == file.tensors.end()) {
    return core::input_error(std::string{subject},
                             fmt::format("the file holds {}; exactly \"coefficients\" and \"intercept\" were expected; "
                                         "give a file of a logistic regression",
                                         tensor_names(file)));
  }
  for (const auto& checked : {check_array(*coefficients, false), check_array(*intercept, true)}) {
    if (!checked) {
      return std::unexpected(checked.error());
    }
  }
  return LogisticRegression::create(load_f32s(coefficients->data.bytes), load<float>(intercept->data.bytes, 0),
                                    hyperparameters);
}

std::vector<F32Array> arrays_of(const LogisticRegression& model, const float& intercept) {
  return {{"coefficients", {model.input_size()}, model.coefficients()}, {"intercept", {1}, {&intercept, 1}}};
}

Json kept_json(const Hyperparameters& hyperparameters, const std::optional<Metadata>& metadata,
               std::vector<std::string>& left_out) {
  Json json{{"model_type", "LogisticRegression"}};
  if (metadata) {
    json["created_at"] = metadata->created_at;
    json["aprender_version"] = metadata->aprender_version;
  }
  json[k_hyperparameters] = json_of(hyperparameters);
  if (metadata && !metadata->further.empty()) {
    Json further = map_of(*metadata);
    further.erase("created_at");
    further.erase("aprender_version");
    json[k_further] = json_only(further, left_out);
  }
  return json;
}

Result<KeptMetadata> kept_metadata(const Json& json, std::string_view subject) {
  KeptMetadata kept;
  if (const auto at = json.find(k_hyperparameters); at != json.end()) {
    auto hyperparameters = hyperparameters_of(*at, subject);
    if (!hyperparameters) {
      return std::unexpected(std::move(hyperparameters).error());
    }
    kept.hyperparameters = *std::move(hyperparameters);
  }
  const auto created_at = json.find("created_at");
  const auto version = json.find("aprender_version");
  if (created_at != json.end() && created_at->is_string() && version != json.end() && version->is_string()) {
    Json map{{"created_at", *created_at}, {"aprender_version", *version}};
    if (const auto at = json.find(k_further); at != json.end()) {
      if (!at->is_object()) {
        return unusable(subject, k_further, *at, "an object");
      }
      for (const auto& [key, value] : at->items()) {
        if (key != "created_at" && key != "aprender_version") {
          map.get_ref<Json::object_t&>().emplace_back(key, value);
        }
      }
    }
    kept.metadata = metadata_of(map);
  }
  return kept;
}

Json as_strings(const Json& json) {
  Json strings = Json::object();
  for (const auto& [key, value] : json.items()) {
    strings[key] = value.is_string() ? value : Json(value.dump(-1, ' ', false, Json::error_handler_t::replace));
  }
  return strings;
}

Result<Json> from_strings(const Json& strings, std::string_view subject) {
  Json json = strings;
  for (const char* key : {k_hyperparameters, k_further}) {
    if (const auto at = json.find(key); at != json.end()) {
      const std::string text = at->get<std::string>();
      auto value = parse_json({std::as_bytes(std::span{text}), 0, subject}, fmt::format("the text of \"{}\"", key));
      if (!value) {
        return core::input_error(std::string{subject}, value.error().message);
      }
      *at = *std::move(value);
    }
  }
  return json;
}

}  // namespace moebench::apr
