#include <algorithm>

#include "facts.hpp"

// What only CMake knows comes in as definitions; a build without them does not tell.
#ifndef MOEBENCH_COMPILER_FLAGS
#define MOEBENCH_COMPILER_FLAGS ""
#endif
#ifndef MOEBENCH_BUILD_TYPE
#define MOEBENCH_BUILD_TYPE ""
#endif
#ifndef MOEBENCH_SANITIZERS  // the value of -fsanitize=; UndefinedBehaviorSanitizer has no macro of the compiler's
#define MOEBENCH_SANITIZERS ""
#endif

#ifndef MOEBENCH_INTERPROCEDURAL  // CMake adds -flto by itself then, behind all flags that it tells
#define MOEBENCH_INTERPROCEDURAL 0
#endif

namespace moebench::harness {

namespace {

std::string compiler_name() {
#if defined(__clang__)
  return "Clang " __clang_version__;
#elif defined(__GNUC__)
  return "GCC " __VERSION__;
#else
  return "";
#endif
}

std::string sanitizer_names() {
  std::string names = MOEBENCH_SANITIZERS;
  [[maybe_unused]] const auto add = [&](std::string_view name) {
    if (std::ranges::count(split(names, ','), name) == 0) {
      names.append(names.empty() ? "" : ",").append(name);
    }
  };
#if defined(__SANITIZE_ADDRESS__)
  add("address");
#endif
#if defined(__SANITIZE_THREAD__)
  add("thread");
#endif
  return names;
}

}  // namespace

Build this_build() {
  Build build{.compiler = compiler_name(),
              .flags = MOEBENCH_COMPILER_FLAGS,
              .type = MOEBENCH_BUILD_TYPE,
              .sanitizers = sanitizer_names()};
  build.link_time_optimisation = MOEBENCH_INTERPROCEDURAL != 0 || build.flags.find("-flto") != std::string::npos;
#ifdef __OPTIMIZE__
  build.optimised = true;
#endif
#ifndef NDEBUG
  build.assertions = true;
#endif
  return build;
}

void add_build_facts(const Build& build, core::Attributes& facts) {
  set_known(facts, "compiler", build.compiler);
  set_known(facts, "compiler_flags", trimmed(build.flags));
  facts.set("optimised", core::Scalar{build.optimised});
  facts.set("link_time_optimisation", core::Scalar{build.link_time_optimisation});
  set_known(facts, "build_type", trimmed(build.type + std::string{build.assertions ? k_assertions_on : ""}));
  set_known(facts, "sanitizers", build.sanitizers.empty() ? "none" : std::string_view{build.sanitizers});
}

}  // namespace moebench::harness
