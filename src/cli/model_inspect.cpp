#include <memory>
#include <string>

#include "model_commands.hpp"
#include "moebench/apr/describe.hpp"
#include "moebench/io/model_json.hpp"
#include "moebench/io/tables_csv.hpp"
#include "moebench/report/model_report.hpp"
#include "options.hpp"

namespace moebench::cli {
namespace {

struct InspectOptions {
  OutputOptions output;
  std::string file;
};

Outcome run(const Session& session, const InspectOptions& options) {
  const auto description = apr::describe_file(options.file);
  if (!description) {
    return std::unexpected(description.error());
  }
  const Format format = options.output.format;
  const std::string text = format == Format::json  ? io::to_json(*description)
                           : format == Format::csv ? io::model_csv(*description)
                                                   : report::model_report(*description);
  if (const auto delivered = deliver(session, options.output, text); !delivered) {
    return std::unexpected(delivered.error());
  }
  return k_done;
}

}  // namespace

void add_model_inspect(CLI::App& model, Session& session) {
  auto options = std::make_shared<InspectOptions>();
  CLI::App* command =
      model.add_subcommand("inspect", "What a model file holds: .apr of any type, version 2, SafeTensors");
  command->add_option("FILE", options->file, "The model file")->required()->type_name("FILE");
  add_output_options(*command, options->output, session);
  command->footer("Example: moebench model inspect model.apr --format json");
  command->callback([&session, options] { session.chosen = [&session, options] { return run(session, *options); }; });
}

}  // namespace moebench::cli
