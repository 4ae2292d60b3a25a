#include <fmt/format.h>
#include <fmt/ranges.h>

#include "commands.hpp"
#include "model_commands.hpp"
#include "moebench/apr/writer.hpp"

namespace moebench::cli {

void add_model_command(CLI::App& app, Session& session) {
  CLI::App* model =
      app.add_subcommand("model", "Model files: what is in one, the same model in another layout, a new one");
  model->require_subcommand(1);
  model->footer("Example: moebench model inspect model.apr");
  add_model_inspect(*model, session);
  add_model_convert(*model, session);
  add_model_train(*model, session);
}

std::string layout_note(const apr::Hyperparameters& hyperparameters) {
  if (apr::layout_for(hyperparameters) == apr::PayloadLayout::a) {
    return "";
  }
  return fmt::format("payload layout C was chosen, which keeps {}; releases that know layout A alone cannot read it",
                     fmt::join(apr::lost_by(hyperparameters, apr::PayloadLayout::a), ", "));
}

}  // namespace moebench::cli
