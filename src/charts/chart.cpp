#include "moebench/charts/chart.hpp"

namespace moebench::charts {

std::string id_of(const std::string& text) {
  std::string id;
  for (const char character : text) {
    const bool plain = (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
    const bool capital = character >= 'A' && character <= 'Z';
    if (plain || capital) {
      id += capital ? static_cast<char>(character - 'A' + 'a') : character;
    } else if (!id.empty() && id.back() != '-') {
      id += '-';
    }
  }
  while (id.ends_with('-')) {
    id.pop_back();
  }
  return id.empty() ? "chart" : id;
}

}  // namespace moebench::charts
