#include "moebench/report/training_report.hpp"

#include <fmt/format.h>

#include "moebench/report/inline_text.hpp"
#include "moebench/report/numbers.hpp"
#include "moebench/report/table.hpp"

namespace moebench::report {
namespace {

std::string attributes_table(const core::Attributes& attributes) {
  Table table{{{"Model"}, {""}}};
  for (const auto& [key, value] : attributes.entries()) {
    std::string words = key;
    for (char& letter : words) {
      letter = letter == '_' ? ' ' : letter;
    }
    table.add({inline_text(words), inline_text(core::to_text(value))});
  }
  return table.markdown();
}

std::string descent_sentence(const core::Descent& descent) {
  const std::size_t steps = descent.losses.size() - 1;
  return fmt::format(
      "{} step{} of gradient descent: loss {} at the zero model, {} at the end; largest component of the gradient "
      "{:.3g}: "
      "{}.\n\n",
      with_thousands(steps), steps == 1 ? "" : "s", significant(descent.losses.front(), 6),
      significant(descent.losses.back(), 6), descent.gradient,
      descent.converged ? "at most tol, so it stopped" : "above tol, so it took all the steps that it may");
}

std::string scores_table(const core::TrainingReport& report) {
  Table table{{{"Data"}, {"Rows", Align::right}, {"Accuracy", Align::right}, {"Log-loss", Align::right}}};
  for (const core::ScoredData& data : report.scores) {
    table.add({inline_text(data.name) + (data.seen ? " (seen in training)" : ""), with_thousands(data.score.rows),
               percent(data.score.accuracy), significant(data.score.log_loss)});
  }
  return table.markdown();
}

std::string confusion_table(const core::TrainingReport& report) {
  const std::string zero = inline_text(report.classes[0]);
  const std::string one = inline_text(report.classes[1]);
  Table table{{{"Data"}, {"Class"}, {"Predicted " + zero, Align::right}, {"Predicted " + one, Align::right}}};
  for (const core::ScoredData& data : report.scores) {
    for (const std::size_t actual : {std::size_t{0}, std::size_t{1}}) {
      const auto& row = data.score.confusion[actual];
      table.add({actual == 0 ? inline_text(data.name) : "", actual == 0 ? zero : one, with_thousands(row[0]),
                 with_thousands(row[1])});
    }
  }
  return table.markdown();
}

}  // namespace

std::string training_report(const core::TrainingReport& report) {
  std::string out = "## Training\n\n";
  out += fmt::format("Data: {}. Class 0 is {}, class 1 is {}.\n\n", inline_text(report.config.text("data")),
                     inline_text(report.classes[0]), inline_text(report.classes[1]));
  out += report.descent
             ? descent_sentence(*report.descent)
             : "The documented recipe: 100 steps of full-batch gradient descent in f32, to the last bit.\n\n";
  out += attributes_table(report.model) + "\n" + scores_table(report) + "\n" + confusion_table(report) + "\n";
  if (report.descent) {
    out +=
        "- loss: the mean log-loss of the training rows, weighted by class, and l2 / 2 times the sum of the "
        "coefficients\n"
        "  squared. Training stops when no component of its gradient is above tol.\n";
  }
  out += "- Log-loss: the mean of -ln(probability given to the row's class), of the model as it was saved.\n";
  if (report.scores.size() == 1 && report.scores.front().seen) {
    out += "- All rows were seen in training: these figures say nothing about new data.\n";
  }
  return out;
}

}  // namespace moebench::report
