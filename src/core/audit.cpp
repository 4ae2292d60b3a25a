#include "moebench/core/audit.hpp"

#include <algorithm>

namespace moebench::core {

std::string_view name(Finding finding) {
  switch (finding) {
    case Finding::pass: return "PASS";
    case Finding::fail: return "FAIL";
    case Finding::skip: return "SKIP";
  }
  return "unknown";
}

std::size_t AuditCategory::count(Finding finding) const {
  return static_cast<std::size_t>(std::ranges::count(points, finding, &AuditPoint::finding));
}

std::size_t AuditReport::count(Finding finding) const {
  std::size_t sum = 0;
  for (const AuditCategory& category : categories) {
    sum += category.count(finding);
  }
  return sum;
}

const AuditPoint* AuditReport::point(int number) const {
  for (const AuditCategory& category : categories) {
    const auto at = std::ranges::find(category.points, number, &AuditPoint::number);
    if (at != category.points.end()) {
      return &*at;
    }
  }
  return nullptr;
}

std::string_view name(Agreement agreement) {
  switch (agreement) {
    case Agreement::agrees: return "agrees";
    case Agreement::differs: return "differs";
    case Agreement::unproven: return "unproven";
  }
  return "unknown";
}

std::size_t Verification::count(Agreement agreement) const {
  return static_cast<std::size_t>(std::ranges::count(figures, agreement, &VerifiedFigure::agreement));
}

}  // namespace moebench::core
