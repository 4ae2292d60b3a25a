// A model file's description as Markdown. Pure. Included by cli.
#pragma once

#include <string>

#include "moebench/core/model_description.hpp"

namespace moebench::report {

/// Header, parameters, hyperparameters, metadata, doubts: one section each, those without content left out.
std::string model_report(const core::ModelDescription& description);

}  // namespace moebench::report
