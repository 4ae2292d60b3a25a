// Owns how the answer of one calculation is written. Included by cli.
#pragma once

#include <string>

#include "moebench/core/calculation.hpp"

namespace moebench::io {

/// {"result": {"t": ..}}, and "warnings" where there are any. Figures that are empty or not finite are null.
std::string to_json(const core::Calculation& calculation);

/// name,value; a list has a line for each element, "holm[0]". Empty figures have no value.
std::string calculation_csv(const core::Calculation& calculation);

}  // namespace moebench::io
