#include "moebench/harness/process_activity.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

#include <sys/resource.h>

#include "system_files.hpp"

namespace moebench::harness {
namespace {

ProcessActivity look() {
  ProcessActivity activity;
  rusage usage{};
  if (getrusage(RUSAGE_SELF, &usage) == 0) {
    activity.voluntary_switches = static_cast<std::uint64_t>(usage.ru_nvcsw);
    activity.major_faults = static_cast<std::uint64_t>(usage.ru_majflt);
  }
  const std::string io = SystemFiles{"/"}.text("proc/self/io").value_or("");
  activity.read_calls = leading_number<std::uint64_t>(field(io, "syscr").value_or(""));
  activity.write_calls = leading_number<std::uint64_t>(field(io, "syscw").value_or(""));
  return activity;
}

std::uint64_t less(std::uint64_t a, std::uint64_t b) {
  return a > b ? a - b : 0;
}

std::optional<std::uint64_t> less(std::optional<std::uint64_t> a, std::optional<std::uint64_t> b) {
  return a && b ? std::optional{less(*a, *b)} : std::nullopt;
}

ProcessActivity operator-(const ProcessActivity& a, const ProcessActivity& b) {
  return {.voluntary_switches = less(a.voluntary_switches, b.voluntary_switches),
          .major_faults = less(a.major_faults, b.major_faults),
          .read_calls = less(a.read_calls, b.read_calls),
          .write_calls = less(a.write_calls, b.write_calls)};
}

}  // namespace

std::vector<core::Count> ProcessActivity::counts() const {
  std::vector<core::Count> counts{{"voluntary_switches", {voluntary_switches}}, {"major_faults", {major_faults}}};
  if (read_calls && write_calls) {
    counts.push_back({"read_calls", {*read_calls}});
    counts.push_back({"write_calls", {*write_calls}});
  }
  return counts;
}

ActivityWatch::ActivityWatch() {
  const ProcessActivity first = look();
  begin_ = look();
  of_looking_ = begin_ - first;
  of_looking_.voluntary_switches = 0;  // looking does not wait; what switched there was not it
  of_looking_.major_faults = 0;
}

ProcessActivity ActivityWatch::so_far() const {
  return look() - begin_ - of_looking_;
}

std::optional<std::size_t> compilers_running() {
  constexpr std::array names{"cc1",   "cc1plus", "as",    "ld",    "ld.lld", "ld.gold", "lto1",
                             "clang", "clang++", "rustc", "ninja", "make",   "nvcc"};
  const SystemFiles files{"/"};
  if (!files.exists("proc/self/comm")) {
    return std::nullopt;
  }
  std::size_t count = 0;
  for (const auto& process : files.numbered("proc", "")) {
    count += std::size_t{std::ranges::find(names, files.word(process / "comm").value_or("")) != names.end()};
  }
  return count;
}

std::optional<std::size_t> own_threads() {
  const std::string status = SystemFiles{"/"}.text("proc/self/status").value_or("");
  return leading_number<std::size_t>(field(status, "Threads").value_or(""));
}

}  // namespace moebench::harness
