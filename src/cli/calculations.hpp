// The kinds of `moebench calc`: what each reads, and the figures of its answer. Private to cli.
#pragma once

#include <span>
#include <string_view>

#include "moebench/core/calculation.hpp"
#include "moebench/core/error.hpp"

namespace moebench::cli {

struct CalculationKind {
  std::string_view name;
  std::string_view inputs;  // for people: the keys, those with a preset in brackets
  /// The answer to the JSON in `text`, which came from `subject`. Error: input.
  core::Result<core::Calculation> (*calculate)(std::string_view text, std::string_view subject);
};

std::span<const CalculationKind> calculation_kinds();

}  // namespace moebench::cli
