#include "sweep_parts.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "moebench/report/inline_text.hpp"
#include "moebench/report/numbers.hpp"

namespace moebench::report {

std::vector<Parameter> swept_of(const core::ResultSet& set, const std::vector<Parameter>& parameters) {
  std::vector<Parameter> swept;
  for (const Parameter& parameter : parameters) {
    std::vector<std::string> values;
    for (const core::BenchmarkResult& result : set.results) {
      if (result.params.find(parameter.key) != nullptr) {
        values.push_back(result.params.text(parameter.key));
      }
    }
    if (std::ranges::adjacent_find(values, std::ranges::not_equal_to{}) != values.end()) {
      swept.push_back(parameter);
    }
  }
  return swept;
}

std::string titles_of(const std::vector<Parameter>& parameters) {
  std::string text;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    text += i == 0 ? "" : i + 1 == parameters.size() ? " and " : ", ";
    text += parameters[i].title;
  }
  return text;
}

std::vector<Table::Column> columns_of(const std::vector<Parameter>& parameters) {
  std::vector<Table::Column> columns;
  for (const Parameter& parameter : parameters) {
    columns.push_back({std::string{parameter.title}, Align::right});
  }
  return columns;
}

std::vector<std::string> values_of(const core::BenchmarkResult& result, const std::vector<Parameter>& parameters) {
  std::vector<std::string> values;
  for (const Parameter& parameter : parameters) {
    values.push_back(result.params.text(parameter.key));
  }
  return values;
}

std::string scaling_table(const Measured& measured, const std::string& curve, std::string_view operations) {
  if (measured.analysis.scaling.empty()) {
    return "";
  }
  Table table{{{curve},
               {fmt::format("lambda ({}/s)", operations), Align::right},
               {"interval", Align::right},
               {"sigma", Align::right},
               {"interval", Align::right},
               {"kappa", Align::right},
               {"interval", Align::right},
               {"Peak (threads)", Align::right},
               {"Largest residual", Align::right}}};
  for (const core::Scaling& scaling : measured.analysis.scaling) {
    const FigureText lambda = figure(scaling.lambda_per_sec);
    const FigureText sigma = figure(scaling.sigma);
    const FigureText kappa = figure(scaling.kappa);
    table.add({inline_text(scaling.name), lambda.value, lambda.interval, sigma.value, sigma.interval, kappa.value,
               kappa.interval, scaling.peak_threads ? significant(*scaling.peak_threads, 3) : "none",
               percent(scaling.max_relative_residual)});
  }
  return "The Universal Scalability Law, X(N) = lambda N / (1 + sigma (N - 1) + kappa N (N - 1)), fitted to\n"
         "throughput by least squares (sigma: contention, kappa: coherency):\n\n" +
         table.markdown() +
         "\nThreads beyond the machine's cores take turns on them, so throughput cannot rise past that number";
}

}  // namespace moebench::report
