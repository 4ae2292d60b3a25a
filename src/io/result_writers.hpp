// What result_export.cpp chooses from: a writer for each format. Included by that and by the writers.
#pragma once

#include "moebench/io/result_export.hpp"

namespace moebench::io {

// Each gets a set of which every result has samples. The text is empty where the format can hold none of them.

Exported to_google_benchmark(const core::ResultSet& set);
Exported to_go_benchmark(const core::ResultSet& set);
Exported to_samples_csv(const core::ResultSet& set);

}  // namespace moebench::io
