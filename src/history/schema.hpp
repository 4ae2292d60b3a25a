// The tables of a history, and whether a database has them. Private to history.
#pragma once

#include "database.hpp"

namespace moebench::history {

/// Inside of a transaction of a database that is empty or a history: makes the tables of an empty one. Errors as those
/// of history::add, found before anything is written.
core::Result<void> ensure_history(const Database& database);

/// Inside of a transaction: fails unless the database is a history that can be read. One that is empty is not.
core::Result<void> expect_history(const Database& database);

}  // namespace moebench::history
