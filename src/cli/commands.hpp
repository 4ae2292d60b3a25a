// Every command adds itself to the program here, one file for each. Private to cli.
#pragma once

#include <CLI/CLI.hpp>

#include "session.hpp"

namespace moebench::cli {

void add_router_command(CLI::App& app, Session& session);
void add_registry_command(CLI::App& app, Session& session);
void add_mixed_command(CLI::App& app, Session& session);
void add_dispatch_command(CLI::App& app, Session& session);
void add_overflow_command(CLI::App& app, Session& session);
void add_infer_command(CLI::App& app, Session& session);
void add_null_command(CLI::App& app, Session& session);
void add_suite_command(CLI::App& app, Session& session);
void add_compare_command(CLI::App& app, Session& session);
void add_stats_command(CLI::App& app, Session& session);
void add_calc_command(CLI::App& app, Session& session);
void add_model_command(CLI::App& app, Session& session);
void add_audit_command(CLI::App& app, Session& session);
void add_verify_command(CLI::App& app, Session& session);
void add_check_command(CLI::App& app, Session& session);
void add_ab_command(CLI::App& app, Session& session);
void add_calibrate_command(CLI::App& app, Session& session);
void add_plan_command(CLI::App& app, Session& session);
void add_history_command(CLI::App& app, Session& session);
void add_report_command(CLI::App& app, Session& session);
void add_env_command(CLI::App& app, Session& session);
void add_list_command(CLI::App& app, Session& session);
void add_completion_command(CLI::App& app, Session& session);
void add_man_command(CLI::App& app, Session& session);
void add_help_command(CLI::App& app, Session& session);

}  // namespace moebench::cli
