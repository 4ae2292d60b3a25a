#include "moebench/io/training_json.hpp"

#include <fmt/format.h>

#include "json_text.hpp"
#include "json_values.hpp"

namespace moebench::io {
namespace {

Json descent(const std::optional<core::Descent>& descent) {
  if (!descent) {
    return nullptr;
  }
  return {{"steps", descent->losses.size() - 1},
          {"converged", descent->converged},
          {"gradient", descent->gradient},
          {"losses", descent->losses}};
}

Json scores(const std::vector<core::ScoredData>& all) {
  Json list = Json::array();
  for (const core::ScoredData& data : all) {
    list.push_back({{"data", data.name},
                    {"seen_in_training", data.seen},
                    {"rows", data.score.rows},
                    {"accuracy", data.score.accuracy},
                    {"log_loss", data.score.log_loss},
                    {"confusion", data.score.confusion}});
  }
  return list;
}

}  // namespace

std::string to_json(const core::TrainingReport& report) {
  return to_text({{"schema", "moebench.training/1"},
                  {"config", json_of(report.config)},
                  {"model", json_of(report.model)},
                  {"classes", {{"0", report.classes[0]}, {"1", report.classes[1]}}},
                  {"training", descent(report.descent)},
                  {"scores", scores(report.scores)}});
}

std::string scores_csv(const core::TrainingReport& report) {
  std::string out = "data,seen_in_training,rows,accuracy,log_loss,true_0,false_1,false_0,true_1\n";
  for (const core::ScoredData& data : report.scores) {
    const auto& confusion = data.score.confusion;
    out += fmt::format("{},{},{},{},{},{},{},{},{}\n", data.name, data.seen, data.score.rows, data.score.accuracy,
                       data.score.log_loss, confusion[0][0], confusion[0][1], confusion[1][0], confusion[1][1]);
  }
  return out;
}

}  // namespace moebench::io
