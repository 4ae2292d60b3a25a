#include "moebench/core/verdict.hpp"

namespace moebench::core {

std::string_view name(Outcome outcome) {
  switch (outcome) {
    case Outcome::improved: return "improved";
    case Outcome::equivalent: return "equivalent";
    case Outcome::regressed: return "regressed";
    case Outcome::inconclusive: return "inconclusive";
  }
  return "unknown";
}

}  // namespace moebench::core
