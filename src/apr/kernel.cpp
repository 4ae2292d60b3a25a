#include "moebench/apr/kernel.hpp"

namespace moebench::apr {

std::string_view name(Kernel kernel) {
  switch (kernel) {
    case Kernel::scalar: return "scalar";
    case Kernel::vector: return "vector";
    case Kernel::eigen: return "eigen";
  }
  return "";
}

double logit_error_bound(Kernel kernel, std::size_t columns, double magnitude) {
  const std::size_t roundings = kernel == Kernel::vector ? (columns + 15) / 16 + 9 : columns + 1;
  const double ku = static_cast<double>(roundings) * 0x1p-24;
  return ku / (1 - ku) * magnitude + static_cast<double>(columns + 1) * 0x1p-149;
}

}  // namespace moebench::apr
