#include "result_formats.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "go_benchmark.hpp"
#include "google_benchmark.hpp"
#include "hyperfine.hpp"
#include "jmh.hpp"
#include "moebench_layout.hpp"
#include "nanobench.hpp"
#include "pyperf.hpp"
#include "pytest_benchmark.hpp"
#include "sample_list.hpp"

namespace moebench::io {
namespace {

constexpr std::array<TextFormat, 2> k_text_formats{{
    {"Go benchmark text", is_go_benchmark, parse_go_benchmark, true},
    {"text with a number on each line", is_sample_list, parse_sample_list, false},
}};

/// Ours comes last: it is known by the least.
constexpr std::array<JsonFormat, 7> k_json_formats{{
    {"Google Benchmark JSON", is_google_benchmark, read_google_benchmark, true},
    {"hyperfine JSON", is_hyperfine, read_hyperfine, true},
    {"pytest-benchmark JSON", is_pytest_benchmark, read_pytest_benchmark, true},
    {"pyperf JSON", is_pyperf, read_pyperf, true},
    {"JMH JSON", is_jmh, read_jmh, true},
    {"nanobench JSON", is_nanobench, read_nanobench, true},
    {"moebench/1 or PyTorch layout", is_moebench_layout, read_moebench_layout, false},
}};

template <class Formats, class Content>
auto first_like(const Formats& formats, const Content& content) {
  const auto at = std::ranges::find_if(formats, [&](const auto& format) { return format.looks_like(content); });
  return at == formats.end() ? nullptr : &*at;
}

}  // namespace

const TextFormat* text_format_of(std::string_view text) {
  return first_like(k_text_formats, text);
}

const JsonFormat* json_format_of(const Json& document) {
  return first_like(k_json_formats, document);
}

std::string known_formats() {
  std::vector<std::string_view> names;
  std::ranges::transform(k_json_formats, std::back_inserter(names), &JsonFormat::name);
  std::ranges::transform(k_text_formats, std::back_inserter(names), &TextFormat::name);
  return fmt::format("{}, Criterion.rs folder", fmt::join(names, ", "));
}

}  // namespace moebench::io
