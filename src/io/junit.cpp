#include "moebench/io/junit.hpp"

#include <string_view>

#include <fmt/format.h>

#include "json_document.hpp"

namespace moebench::io {
namespace {

using core::Outcome;

constexpr std::string_view k_replacement = "\xEF\xBF\xBD";  // U+FFFD

/// As UTF-8: the JSON library's writer replaces what is not.
std::string valid_utf8(std::string_view text) {
  const std::string quoted = Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
  return Json::parse(quoted).get<std::string>();
}

std::string xml_text(std::string_view text) {
  std::string out;
  for (const char c : valid_utf8(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\t': out += "&#9;"; break;
      case '\n': out += "&#10;"; break;
      case '\r': out += "&#13;"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += k_replacement;
        } else {
          out += c;
        }
    }
  }
  return out;
}

std::string figures_of(const core::GateRow& row) {
  if (!row.ratio || !row.ratio->interval) {
    return "";
  }
  return fmt::format("ratio {:.4f}, interval [{:.4f}, {:.4f}], margin [{:.4f}, {:.4f}]", row.ratio->value,
                     row.ratio->interval->lower, row.ratio->interval->upper, row.verdict.margin.low,
                     row.verdict.margin.high);
}

std::string test_case(const core::GateRow& row) {
  const std::string head = fmt::format("    <testcase classname=\"moebench\" name=\"{} {}\"",
                                       xml_text(row.candidate.name), core::name(row.metric));
  const std::string figures = figures_of(row);
  const std::string message = xml_text(row.verdict.reason);
  switch (row.verdict.outcome) {
    case Outcome::regressed:
      return fmt::format("{}>\n      <failure message=\"{}\">{}</failure>\n    </testcase>\n", head, message, figures);
    case Outcome::inconclusive:
      return fmt::format("{}>\n      <skipped message=\"{}\"/>\n    </testcase>\n", head, message);
    default:
      return fmt::format("{}>\n      <system-out>{}: {}</system-out>\n    </testcase>\n", head,
                         core::name(row.verdict.outcome), figures);
  }
}

}  // namespace

std::string junit_xml(const core::GateReport& report) {
  const std::size_t errors = report.failed_runs.size() + (report.interrupted ? 1 : 0);
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
  out += fmt::format(
      "  <testsuite name=\"moebench gate\" tests=\"{}\" failures=\"{}\" skipped=\"{}\" errors=\"{}\" "
      "time=\"{:.3f}\">\n",
      report.rows.size() + errors, report.count(Outcome::regressed), report.count(Outcome::inconclusive), errors,
      report.seconds);
  for (const core::GateRow& row : report.rows) {
    out += test_case(row);
  }
  for (const core::FailedRun& run : report.failed_runs) {
    out += fmt::format(
        "    <testcase classname=\"moebench\" name=\"{} of block {}\">\n      <error message=\"{}\"/>\n    "
        "</testcase>\n",
        xml_text(run.side), run.block, xml_text(run.reason));
  }
  if (report.interrupted) {
    out +=
        "    <testcase classname=\"moebench\" name=\"measurement\">\n      <error message=\"interrupted before it was "
        "complete\"/>\n    </testcase>\n";
  }
  return out + "  </testsuite>\n</testsuites>\n";
}

}  // namespace moebench::io
