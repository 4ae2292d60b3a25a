#include "moebench/report/audit_report.hpp"

#include <cstddef>
#include <optional>

#include <fmt/format.h>

#include "moebench/report/inline_text.hpp"
#include "moebench/report/table.hpp"

namespace moebench::report {
namespace {

using core::Agreement;
using core::Finding;

std::string verdict(const core::AuditReport& report) {
  std::string out =
      fmt::format("**{}**: {} of 100 points passed, {} failed, {} skipped (a skipped point earns nothing).\n",
                  report.accepted() ? "Accepted" : "Not accepted", report.count(Finding::pass),
                  report.count(Finding::fail), report.count(Finding::skip));
  for (const std::string& objection : report.objections) {
    out += fmt::format("- {}\n", objection);
  }
  return out;
}

std::string category_table(const core::AuditReport& report) {
  Table table{
      {{"Category"}, {"Points"}, {"Passed", Align::right}, {"Failed", Align::right}, {"Skipped", Align::right}}};
  for (std::size_t i = 0; i < report.categories.size(); ++i) {
    const core::AuditCategory& category = report.categories[i];
    table.add({fmt::format("{} {}", i + 1, category.name),
               fmt::format("{} to {}", category.points.front().number, category.points.back().number),
               std::to_string(category.count(Finding::pass)), std::to_string(category.count(Finding::fail)),
               std::to_string(category.count(Finding::skip))});
  }
  return table.markdown();
}

/// A list of the points with that finding, each with evidence and remedy; empty text where there are none.
std::string lost(const core::AuditReport& report, Finding finding) {
  std::string out;
  for (const core::AuditCategory& category : report.categories) {
    for (const core::AuditPoint& point : category.points) {
      if (point.finding == finding) {
        out += fmt::format("- **{} {}** {}: {} *{}*\n", name(finding), point.number, inline_text(point.title),
                           inline_text(point.evidence), inline_text(point.remedy));
      }
    }
  }
  return out;
}

std::string points_table(const core::AuditCategory& category) {
  Table table{{{"#", Align::right}, {"Point"}, {"Finding"}, {"Evidence"}}};
  for (const core::AuditPoint& point : category.points) {
    table.add({std::to_string(point.number), point.title, std::string{name(point.finding)}, point.evidence});
  }
  return table.markdown();
}

std::string figure_text(const std::optional<double>& value) {
  return value ? fmt::format("{}", *value) : "null";
}

Table figure_table() {
  return Table{
      {{"Result"}, {"Figure"}, {"Stated", Align::right}, {"Recomputed", Align::right}, {"Finding"}, {"Remark"}}};
}

void add(Table& table, const core::VerifiedFigure& figure) {
  const std::string recomputed = figure.agreement == Agreement::unproven ? "" : figure_text(figure.recomputed);
  table.add({figure.result, figure.stated.place, figure_text(figure.stated.value), recomputed,
             std::string{name(figure.agreement)}, figure.remark});
}

}  // namespace

std::string audit_report(const core::AuditReport& report, const std::string& candidate, const std::string& baseline) {
  std::string out =
      fmt::format("# Audit by the 100-point checklist\n\nCandidate: {} in {}  \nBaseline: {} in {}\n\n{}\n{}\n",
                  inline_text(report.candidate), inline_text(candidate), inline_text(report.baseline),
                  inline_text(baseline), verdict(report), category_table(report));
  const std::string points_lost = lost(report, Finding::fail) + lost(report, Finding::skip);
  if (!points_lost.empty()) {
    out += "## Points lost, and what must change\n\n" + points_lost + "\n";
  }
  for (std::size_t i = 0; i < report.categories.size(); ++i) {
    out += fmt::format("## {} {}\n\n{}\n", i + 1, report.categories[i].name, points_table(report.categories[i]));
  }
  out +=
      "Judged is the pair named above; --match names another. Where the checklist speaks of the reference's Rust or of "
      "fixed times, the equivalent here is judged: 24, 26 and 27 by what is published (--claims), 36 and 73 by running "
      "the "
      "inference again, 37, 38 and 40 by the flags of compiler and linker, 76 by this build's libraries, 81 to 85, 91 "
      "and "
      "94 by what this machine was measured to read and to compute.\n";
  return out;
}

std::string verification_report(const core::Verification& verification, const std::string& file) {
  Table others = figure_table();
  Table agreeing = figure_table();
  for (const Agreement wanted : {Agreement::differs, Agreement::unproven, Agreement::agrees}) {
    for (const core::VerifiedFigure& figure : verification.figures) {
      if (figure.agreement == wanted) {
        add(wanted == Agreement::agrees ? agreeing : others, figure);
      }
    }
  }
  std::string out =
      fmt::format("# Figures of {} recomputed from its samples\n\n{} agree, {} differ, {} are unproven.\n",
                  inline_text(file), verification.count(Agreement::agrees), verification.count(Agreement::differs),
                  verification.count(Agreement::unproven));
  if (!others.empty()) {
    out += "\n## What does not agree\n\n" + others.markdown();
  }
  if (!agreeing.empty()) {
    out += "\n## What agrees\n\n" + agreeing.markdown();
  }
  return out;
}

}  // namespace moebench::report
