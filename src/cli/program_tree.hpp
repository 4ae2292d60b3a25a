// The tree of commands, before anything is parsed. Private to cli.
#pragma once

#include <memory>

#include <CLI/CLI.hpp>

#include "session.hpp"

namespace moebench::cli {

/// Every command with its options. The session is kept by reference: what is parsed sets its `chosen`.
std::unique_ptr<CLI::App> make_program(Session& session);

}  // namespace moebench::cli
