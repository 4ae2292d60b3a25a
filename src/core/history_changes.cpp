#include "moebench/core/history_changes.hpp"

#include <algorithm>

namespace moebench::core {

bool HistoryChanges::newest_regressed() const {
  return std::ranges::any_of(series, [](const HistorySeries& one) {
    return !one.changes.empty() && one.changes.back().status == ChangeStatus::confirmed &&
           one.changes.back().effect == ChangeEffect::regression;
  });
}

std::string_view name(ChangeStatus status) {
  switch (status) {
    case ChangeStatus::confirmed: return "confirmed";
    case ChangeStatus::provisional: return "provisional";
    case ChangeStatus::transient: return "transient";
  }
  return "";
}

std::string_view name(ChangeEffect effect) {
  switch (effect) {
    case ChangeEffect::regression: return "regression";
    case ChangeEffect::improvement: return "improvement";
    case ChangeEffect::not_code: return "not_code";
  }
  return "";
}

}  // namespace moebench::core
