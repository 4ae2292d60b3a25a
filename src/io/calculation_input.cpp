#include "moebench/io/calculation_input.hpp"

#include <optional>
#include <utility>

#include <fmt/format.h>

#include "json_document.hpp"
#include "json_field.hpp"

namespace moebench::io {
namespace {

constexpr std::uint64_t k_most = std::uint64_t{1} << 53U;

/// What `read` makes of the document, or the first refusal.
template <class Read>
auto read_object(std::string_view text, std::string_view subject, Read read)
    -> core::Result<decltype(read(std::declval<const JsonField&>()))> {
  const core::Result<Json> document = parse_json(text, subject);
  if (!document) {
    return std::unexpected{document.error()};
  }
  std::optional<Refusal> refusal;
  const JsonField field{*document, refusal};
  if (!field.is_object()) {
    field.refuse_unless("an object with the inputs; see `moebench calc --help`");
  }
  auto input = read(field);
  if (refusal) {
    const std::string_view place = refusal->path.empty() ? "top level" : std::string_view{refusal->path};
    return core::input_error(fmt::format("{}: {}", subject, place), std::move(refusal->message));
  }
  return input;
}

/// A number that must be there and for which `holds`.
template <class Predicate>
double number(const JsonField& field, std::string_view expected, Predicate holds) {
  const std::optional<double> value = field.number();
  if (!value || !holds(*value)) {
    field.refuse_unless(expected);
  }
  return value.value_or(0);
}

double share(const JsonField& field) {
  return number(field, "a number above 0 and below 1", [](double value) { return value > 0 && value < 1; });
}

double not_negative(const JsonField& field) {
  return number(field, "a number of at least 0", [](double value) { return value >= 0; });
}

std::uint64_t count(const JsonField& field) {
  const std::optional<std::uint64_t> value = field.whole_number(1, k_most);
  if (!value) {
    field.refuse_unless(fmt::format("a whole number from 1 to {}", k_most));
  }
  return value.value_or(1);
}

double confidence(const JsonField& object) {
  const JsonField field = object["confidence"];
  return field.is_given() ? share(field) : 0.95;
}

/// Numbers for each of which `holds`.
template <class Predicate>
std::vector<double> numbers(const JsonField& field, std::string_view expected, Predicate holds) {
  std::vector<double> values = field.numbers();
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!holds(values[i])) {
      field.elements()[i].refuse_unless(expected);
      break;
    }
  }
  return values;
}

void refuse_unless_as_many(const JsonField& field, const std::vector<double>& values, const JsonField& other,
                           const std::vector<double>& others) {
  if (values.size() != others.size()) {
    field.refuse(fmt::format("found {} numbers where {} has {}; expected as many in both, give every pair",
                             values.size(), other.path(), others.size()));
  }
}

}  // namespace

core::Result<std::vector<double>> read_p_values(std::string_view text, std::string_view subject) {
  return read_object(text, subject, [](const JsonField& object) {
    return numbers(object["p"], "a p value from 0 to 1", [](double p) { return p >= 0 && p <= 1; });
  });
}

core::Result<PairedInput> read_paired_input(std::string_view text, std::string_view subject) {
  return read_object(text, subject, [](const JsonField& object) {
    const JsonField a = object["samples_a"];
    const JsonField b = object["samples_b"];
    PairedInput input{.samples_a = a.numbers(), .samples_b = b.numbers(), .confidence = confidence(object)};
    refuse_unless_as_many(b, input.samples_b, a, input.samples_a);
    return input;
  });
}

core::Result<core::PowerQuestion> read_power_question(std::string_view text, std::string_view subject) {
  return read_object(text, subject, [](const JsonField& object) {
    return core::PowerQuestion{.delta = number(object["delta"], "a number", [](double) { return true; }),
                               .sd_a = not_negative(object["sd_a"]),
                               .n_a = count(object["n_a"]),
                               .sd_b = not_negative(object["sd_b"]),
                               .n_b = count(object["n_b"]),
                               .alpha = share(object["alpha"]),
                               .target_power = share(object["target_power"])};
  });
}

core::Result<RunsInput> read_runs_input(std::string_view text, std::string_view subject) {
  return read_object(text, subject, [](const JsonField& object) {
    RunsInput input{.runs = {}, .confidence = confidence(object)};
    const JsonField runs = object["runs"];
    for (const JsonField& run : runs.elements()) {
      input.runs.push_back(run.numbers());
    }
    if (input.runs.empty()) {
      runs.refuse_unless("an array of one run or more, each an array of numbers");
    }
    return input;
  });
}

core::Result<RegressionInput> read_regression_input(std::string_view text, std::string_view subject) {
  return read_object(text, subject, [](const JsonField& object) {
    const JsonField x = object["x"];
    const JsonField y = object["y"];
    RegressionInput input{.x = x.numbers(),
                          .y = y.numbers(),
                          .through_origin = object["through_origin"].boolean().value_or(false),
                          .confidence = confidence(object)};
    refuse_unless_as_many(y, input.y, x, input.x);
    return input;
  });
}

core::Result<ThroughputInput> read_throughput_input(std::string_view text, std::string_view subject) {
  return read_object(text, subject, [](const JsonField& object) {
    const JsonField n = object["n"];
    const JsonField throughput = object["throughput"];
    ThroughputInput input{
        .n = numbers(n, "a number of at least 1", [](double value) { return value >= 1; }),
        .throughput = numbers(throughput, "a throughput above 0", [](double value) { return value > 0; })};
    refuse_unless_as_many(throughput, input.throughput, n, input.n);
    return input;
  });
}

core::Result<SeriesInput> read_series_input(std::string_view text, std::string_view subject) {
  return read_object(text, subject, [](const JsonField& object) {
    const JsonField min_segment = object["min_segment"];
    return SeriesInput{.series = object["series"].numbers(),
                       .penalty = not_negative(object["penalty"]),
                       .min_segment = min_segment.is_given() ? static_cast<std::size_t>(count(min_segment)) : 1};
  });
}

}  // namespace moebench::io
