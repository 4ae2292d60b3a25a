// Takes measurements out of the tables. Private to history.
#pragma once

#include <vector>

#include "database.hpp"
#include "moebench/core/history.hpp"

namespace moebench::history {

/// All measurements with their runs, by id. Inside of a transaction of a database with all tables. Fails where a row
/// is none that could have been added.
core::Result<std::vector<core::Measurement>> read_measurements(const Database& database);

}  // namespace moebench::history
