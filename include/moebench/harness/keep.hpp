// Guards against the optimiser: what is computed counts as used, and memory counts as changed. They emit no
// instruction. Included by every timed loop.
#pragma once

namespace moebench::harness {

/// Makes the compiler believe that `value` is read, so that computing it cannot be left out.
template <class T>
[[gnu::always_inline]] inline void keep(const T& value) noexcept {
  asm volatile("" : : "r,m"(value) : "memory");
}

/// Makes the compiler believe that all memory may have changed, so that nothing loaded before is reused and no store is
/// put off.
[[gnu::always_inline]] inline void clobber() noexcept {
  asm volatile("" : : : "memory");
}

}  // namespace moebench::harness
