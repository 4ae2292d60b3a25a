// Points 46 to 55: that data, model and answers are sound.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "point.hpp"

namespace moebench::audit {
namespace {

Judgement training_shape(const Case& c) {
  return all_of({same_on_both(c, "training_samples", "1000"), same_on_both(c, "training_features", "784")});
}

Judgement sample_shape(const Case& c) {
  const auto one_row = [](const Side& side) {
    const std::optional<std::uint64_t> batch = side.result->inputs_per_call();
    if (!batch) {
      return not_recorded(side.role, "batch_size");
    }
    const std::string evidence = fmt::format("A call of the {} takes {} row.", side.role, *batch);
    return *batch == 1 ? pass(evidence) : fail(evidence, "Compare the rows of batch size 1.");
  };
  return all_of({same_on_both(c, "input_dim", "784"), on_both(c, one_row)});
}

Judgement within(const Side& side, std::string_view least_key, std::string_view most_key) {
  const std::optional<double> least = side.number(least_key);
  const std::optional<double> most = side.number(most_key);
  if (!least || !most) {
    return not_recorded(side.role, least ? most_key : least_key);
  }
  const std::string evidence = fmt::format("The {}'s values are {:.4g} to {:.4g}.", side.role, *least, *most);
  return *least >= 0 && *most <= 1 ? pass(evidence) : fail(evidence, "Scale the pixels to 0 .. 1.");
}

Judgement pixels_in_range(const Case& c) {
  return on_both(c, [](const Side& side) { return within(side, "input_min", "input_max"); });
}

Judgement labels_binary(const Case& c) {
  const Judgement each = on_both(c, [](const Side& side) {
    const std::optional<double> zeros = side.number("training_labels_0");
    const std::optional<double> ones = side.number("training_labels_1");
    const std::optional<double> rows = side.number("training_samples");
    if (!zeros || !ones || !rows) {
      return not_recorded(side.role, !zeros ? "training_labels_0" : !ones ? "training_labels_1" : "training_samples");
    }
    const std::string evidence =
        fmt::format("{}: {:.0f} labels 0 and {:.0f} labels 1 of {:.0f}.", side.role, *zeros, *ones, *rows);
    return *zeros + *ones == *rows && *zeros > 0 && *ones > 0
               ? pass(evidence)
               : fail(evidence, "Label every row 0 or 1, and some of each.");
  });
  return all_of({each, same_on_both(c, "training_labels_0"), same_on_both(c, "training_labels_1")});
}

Judgement all_finite(const Case& c) {
  const auto finite = [](const Side& side) {
    for (const char* key : {"input_min", "input_max", "logit", "probability"}) {
      const std::optional<double> value = side.number(key);
      if (!value) {
        return not_recorded(side.role, key);
      }
      if (!std::isfinite(*value)) {
        return fail(fmt::format("{} of the {} is not finite.", key, side.role), "Find where it comes from.");
      }
    }
    if (!side.has_samples()) {
      return not_recorded(side.role, "runs[].samples_us");
    }
    return side.ascending.front() > 0
               ? pass(fmt::format("The {}'s input, answer and {} samples are finite, and every sample is above 0.",
                                  side.role, side.ascending.size()))
               : fail(fmt::format("The {}'s smallest sample is {} us.", side.role, side.ascending.front()),
                      "A time of 0 or less is a fault of the clock: measure again.");
  };
  return on_both(c, finite);
}

/// What PyTorch's script got by training anew.
Judgement retrained(const Case& c) {
  constexpr double most = 1e-4;
  const std::optional<double> off = c.baseline.number("retrained_max_difference");
  if (!off) {
    return not_recorded("baseline", "retrained_max_difference");
  }
  const std::string evidence = fmt::format("PyTorch trained it anew to within {:.2g}.", *off);
  return *off >= 0 && *off <= most ? pass(evidence)
                                   : fail(evidence, "Give both sides the weights that the recipe trains.");
}

Judgement trained_first(const Case& c) {
  const Judgement same = same_on_both(c, "model_crc32");
  if (same.finding != core::Finding::pass) {
    return same;
  }
  if (!c.evidence.recipe) {
    return skip("The model was not trained anew to compare with.", "Audit with a program that can train it.");
  }
  const std::string& expected = c.evidence.recipe->model_crc32;
  return c.candidate.text("model_crc32") == expected
             ? all_of({pass(fmt::format("{} The recipe carried out now trains that very model.", same.evidence)),
                       retrained(c)})
             : fail(fmt::format("{} The recipe carried out now trains another, {}.", same.evidence, expected),
                    "Time the trained benchmark model: moebench infer without a model trains it.");
}

Judgement weights_not_zero(const Case& c) {
  return on_both(c, [](const Side& side) {
    const std::optional<double> nonzero = side.number("coefficients_nonzero");
    const std::optional<double> all = side.number("input_dim");
    if (!nonzero || !all) {
      return not_recorded(side.role, nonzero ? "input_dim" : "coefficients_nonzero");
    }
    const std::string evidence =
        fmt::format("{:.0f} of the {}'s {:.0f} coefficients are not 0.", *nonzero, side.role, *all);
    return *nonzero >= *all / 2 && *nonzero <= *all ? pass(evidence)
                                                    : fail(evidence, "Train the model before it is timed.");
  });
}

Judgement predictions_valid(const Case& c) {
  const Judgement sigmoids = on_both(c, [](const Side& side) {
    const std::optional<double> logit = side.number("logit");
    const std::optional<double> probability = side.number("probability");
    if (!logit || !probability) {
      return not_recorded(side.role, logit ? "probability" : "logit");
    }
    const double expected = 1 / (1 + std::exp(-*logit));
    const std::string evidence = fmt::format("The {} answers {:.6f}; the sigmoid of its logit {:.6f} is {:.6f}.",
                                             side.role, *probability, *logit, expected);
    return *probability >= 0 && *probability <= 1 && std::abs(*probability - expected) < 1e-5
               ? pass(evidence)
               : fail(evidence, "The answer must be the sigmoid of the logit.");
  });
  return all_of({sigmoids, on_both(c, checks_held)});
}

Judgement check_held(const Side& side, std::string_view name) {
  const auto check = std::ranges::find(side.result->checks, name, &core::Check::name);
  if (check == side.result->checks.end()) {
    return skip(fmt::format("The {} has no check \"{}\".", side.role, name),
                fmt::format("Hold \"{}\" against those before in every run, and record the check.", name));
  }
  const std::string evidence =
      fmt::format("{}, {}: expected {}, seen {}.", side.role, name, check->expected, check->actual);
  return check->ok && check->expected == check->actual
             ? pass(evidence)
             : fail(evidence, "Find what changes the model while it is measured.");
}

Judgement same_model_throughout(const Case& c) {
  return on_both(c, [](const Side& side) { return check_held(side, "answers after the measurement"); });
}

Judgement unchanged(const Case& c) {
  return on_both(c, [](const Side& side) { return check_held(side, "parameters after the measurement"); });
}

constexpr Point k_data_points[] = {
    {46, "Training set of shape (1000, 784)", training_shape},
    {47, "Sample of shape (1, 784)", sample_shape},
    {48, "Pixels in [0, 1]", pixels_in_range},
    {49, "Labels 0 or 1", labels_binary},
    {50, "No NaN or infinity", all_finite},
    {51, "Trained before it is timed", trained_first},
    {52, "Weights are not zero", weights_not_zero},
    {53, "Predictions valid", predictions_valid},
    {54, "The same model in every iteration", same_model_throughout},
    {55, "Unchanged by the benchmark", unchanged},
};

}  // namespace

std::span<const Point> data_points() {
  return k_data_points;
}

}  // namespace moebench::audit
