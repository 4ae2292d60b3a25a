#include "commands.hpp"

namespace moebench::cli {

void add_model_command(CLI::App& app, Session& session) {
  CLI::App* model = app.add_subcommand("model", "Makes .apr files");
  model->require_subcommand(1);
  model->footer("Example: moebench model train --out benchmark.apr");
  add_model_train(*model, session);
}

}  // namespace moebench::cli
