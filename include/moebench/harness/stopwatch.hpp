// How long something took, for people: what is measured goes through runner.hpp. Included by cli.
#pragma once

#include <chrono>

namespace moebench::harness {

class Stopwatch {
 public:
  /// Since the object was made.
  double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count(); }

 private:
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

}  // namespace moebench::harness
