// Makes Highway's kernels take one instruction set, for tests that go through all of them.
#pragma once

#include <cstdint>

#include <doctest/doctest.h>
#include <hwy/highway.h>

namespace test {

/// The kernels take the instruction set `target` while it lives.
class VectorTarget {
 public:
  explicit VectorTarget(std::int64_t target) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  }
  VectorTarget(const VectorTarget&) = delete;
  VectorTarget& operator=(const VectorTarget&) = delete;
  ~VectorTarget() {
    hwy::SetSupportedTargetsForTest(0);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  }
};

/// Calls `use()` once for each instruction set that this processor has and the kernels were compiled for.
template <class Use>
void with_every_target(Use use) {
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
    const VectorTarget chosen{target};
    CAPTURE(hwy::TargetName(target));
    use(target);
  }
}

}  // namespace test
