#include "commands.hpp"
#include "model_commands.hpp"

namespace moebench::cli {

void add_model_command(CLI::App& app, Session& session) {
  CLI::App* model = app.add_subcommand("model", "Model files: what is in one, the same model in another layout, a new one");
  model->require_subcommand(1);
  model->footer("Example: moebench model inspect model.apr");
  add_model_inspect(*model, session);
  add_model_convert(*model, session);
  add_model_train(*model, session);
}

}  // namespace moebench::cli
