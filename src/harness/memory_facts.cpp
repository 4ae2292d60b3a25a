#include "facts.hpp"

namespace moebench::harness {

namespace {

std::optional<std::int64_t> bytes(std::string_view meminfo, std::string_view key) {
  const auto kib = leading_number<std::int64_t>(field(meminfo, key).value_or(""));
  return kib ? std::optional{*kib * 1024} : std::nullopt;
}

}  // namespace

void add_memory_facts(const SystemFiles& files, core::Attributes& facts) {
  const std::string meminfo = files.text("proc/meminfo").value_or("");
  set_known(facts, "memory_total_bytes", bytes(meminfo, "MemTotal"));
  set_known(facts, "memory_available_bytes", bytes(meminfo, "MemAvailable"));
  const auto swap = bytes(meminfo, "SwapTotal");
  const auto unused = bytes(meminfo, "SwapFree");
  if (swap && unused) {
    facts.set("swap_used_bytes", *swap - *unused);
  }
}

}  // namespace moebench::harness
