#include "moebench/io/audit_json.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "csv_cell.hpp"
#include "json_document.hpp"
#include "json_text.hpp"
#include "json_values.hpp"

namespace moebench::io {
namespace {

using core::Agreement;
using core::Finding;

Json audit_point_json(const core::AuditPoint& point) {
  Json object = {
      {"number", point.number}, {"title", point.title}, {"finding", name(point.finding)}, {"evidence", point.evidence}};
  if (point.finding != Finding::pass) {
    object["remedy"] = point.remedy;
  }
  return object;
}

/// Of a category, and of the whole.
template <class Counted>
void set_counts(Json& object, const Counted& counted) {
  object["passed"] = counted.count(Finding::pass);
  object["failed"] = counted.count(Finding::fail);
  object["skipped"] = counted.count(Finding::skip);
}

Json figure_json(const core::VerifiedFigure& figure) {
  Json object = Json::object();
  object["result"] = figure.result.empty() ? Json(nullptr) : Json(figure.result);
  object["place"] = figure.stated.place;
  object["stated"] = json_of(figure.stated.value);
  object["recomputed"] = json_of(figure.recomputed);
  object["agreement"] = name(figure.agreement);
  if (!figure.remark.empty()) {
    object["remark"] = figure.remark;
  }
  return object;
}

// What a file was told and what it measured; all other numbers in it were computed.
constexpr std::array k_not_computed{"config",   "environment", "params",       "counts", "checks",
                                    "warnings", "samples_us",  "latencies_us", "batch",  "batch_size"};

void collect(const Json& value, const std::string& place, std::vector<core::StatedFigure>& figures) {
  if (value.is_object()) {
    for (const auto& [key, member] : value.get_ref<const Json::object_t&>()) {
      if (std::ranges::find(k_not_computed, key) == k_not_computed.end()) {
        collect(member, place.empty() ? key : place + "." + key, figures);
      }
    }
  } else if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      collect(value[i], fmt::format("{}[{}]", place, i), figures);
    }
  } else if (value.is_number()) {
    figures.push_back({place, value.get<double>()});
  } else if (value.is_null()) {
    figures.push_back({place, std::nullopt});
  }
}

}  // namespace

std::string to_json(const core::AuditReport& report) {
  Json document = Json::object();
  document["schema"] = "moebench.audit/1";
  document["candidate"] = report.candidate;
  document["baseline"] = report.baseline;
  document["accepted"] = report.accepted();
  set_counts(document, report);
  document["objections"] = report.objections;
  Json categories = Json::array();
  for (const core::AuditCategory& category : report.categories) {
    Json object = {{"name", category.name}};
    set_counts(object, category);
    Json points = Json::array();
    for (const core::AuditPoint& point : category.points) {
      points.push_back(audit_point_json(point));
    }
    object["points"] = std::move(points);
    categories.push_back(std::move(object));
  }
  document["categories"] = std::move(categories);
  return to_text(document);
}

std::string to_json(const core::Verification& verification) {
  Json document = Json::object();
  document["schema"] = "moebench.verify/1";
  document["agree"] = verification.count(Agreement::agrees);
  document["differ"] = verification.count(Agreement::differs);
  document["unproven"] = verification.count(Agreement::unproven);
  Json figures = Json::array();
  for (const core::VerifiedFigure& figure : verification.figures) {
    figures.push_back(figure_json(figure));
  }
  document["figures"] = std::move(figures);
  return to_text(document);
}

std::string audit_csv(const core::AuditReport& report) {
  std::string out = "number,category,title,finding,evidence,remedy\n";
  for (const core::AuditCategory& category : report.categories) {
    for (const core::AuditPoint& point : category.points) {
      out += fmt::format("{},{},{},{},{},{}\n", point.number, text_cell(category.name), text_cell(point.title),
                         name(point.finding), text_cell(point.evidence), text_cell(point.remedy));
    }
  }
  return out;
}

std::string verification_csv(const core::Verification& verification) {
  std::string out = "result,place,stated,recomputed,agreement,remark\n";
  for (const core::VerifiedFigure& figure : verification.figures) {
    out += fmt::format("{},{},{},{},{},{}\n", text_cell(figure.result), text_cell(figure.stated.place),
                       number_cell(figure.stated.value), number_cell(figure.recomputed), name(figure.agreement),
                       text_cell(figure.remark));
  }
  return out;
}

core::Result<std::vector<core::StatedFigure>> stated_figures(std::string_view text, std::string_view subject) {
  const core::Result<Json> document = parse_json(text, subject);
  if (!document) {
    return std::unexpected{document.error()};
  }
  std::vector<core::StatedFigure> figures;
  collect(*document, "", figures);
  return figures;
}

}  // namespace moebench::io
