#include <memory>
#include <string>

#include "history_commands.hpp"
#include "moebench/io/history_csv.hpp"
#include "moebench/io/history_json.hpp"
#include "moebench/report/history_report.hpp"
#include "options.hpp"

namespace moebench::cli {
namespace {

struct ListOptions {
  OutputOptions output;
  std::string db;
  std::string name;
};

Outcome run(const Session& session, const ListOptions& options) {
  const auto measurements = measurements_named(options.db, options.name);
  if (!measurements) {
    return std::unexpected(measurements.error());
  }
  const Format format = options.output.format;
  const std::string text = format == Format::json  ? io::to_json(*measurements, options.db)
                           : format == Format::csv ? io::history_csv(*measurements)
                                                   : report::history_list_report(*measurements, options.db);
  if (const auto delivered = deliver(session, options.output, text); !delivered) {
    return std::unexpected(delivered.error());
  }
  return k_done;
}

}  // namespace

void add_history_list(CLI::App& history, Session& session) {
  auto options = std::make_shared<ListOptions>();
  CLI::App* command = history.add_subcommand("list", "Every measurement, in the order of the commits' times");
  add_db_option(*command, options->db);
  add_name_option(*command, options->name);
  add_output_options(*command, options->output, session);
  command->footer("Example: moebench history list --name 'router*'");
  command->callback([&session, options] { session.chosen = [&session, options] { return run(session, *options); }; });
}

}  // namespace moebench::cli
