#include "moebench/report/document.hpp"

#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "markdown_html.hpp"
#include "moebench/report/inline_text.hpp"

namespace moebench::report {
namespace {

/// The alternative text of a picture ends at a bracket.
std::string alternative_text(std::string text) {
  for (char& character : text) {
    character = character == '[' ? '(' : character == ']' ? ')' : character;
  }
  return inline_text(text);
}

/// Whether a block is a heading over its charts alone.
bool heads_charts(const Block& block) {
  return !block.charts.empty() && block.markdown.starts_with('#') &&
         block.markdown.find('\n') >= block.markdown.size() - 1;
}

}  // namespace

std::string markdown_document(const Document& document, const std::string& chart_folder) {
  std::string out = "# " + inline_text(document.title) + "\n";
  for (const Block& block : document.blocks) {
    std::string text = block.markdown;
    for (const charts::Chart& chart : block.charts) {
      if (!chart_folder.empty()) {
        text += fmt::format("\n![{}](<{}/{}.svg>)\n\n*{}*: {}\n", alternative_text(chart.description), chart_folder,
                            chart.id, inline_text(chart.title), inline_text(chart.description));
      }
    }
    if (text.empty() || (chart_folder.empty() && heads_charts(block))) {
      continue;
    }
    text += text.ends_with('\n') ? "" : "\n";
    // GitHub folds this; a terminal shows it as it is.
    out += block.folded_under.empty() ? "\n" + text
                                      : fmt::format("\n<details><summary>{}</summary>\n\n{}\n</details>\n",
                                                    html_text(inline_text(block.folded_under)), text);
  }
  return out;
}

std::string charts_json(const Document& document) {
  using Json = nlohmann::ordered_json;
  Json all = Json::array();
  for (const Block& block : document.blocks) {
    for (const charts::Chart& chart : block.charts) {
      all.push_back({{"id", chart.id},
                     {"title", chart.title},
                     {"description", chart.description},
                     {"spec", Json::parse(chart.spec)}});
    }
  }
  return Json{{"schema", "moebench.charts/1"}, {"charts", std::move(all)}}.dump(-1, ' ', false,
                                                                                Json::error_handler_t::replace) +
         "\n";
}

std::string deeper(const std::string& markdown) {
  std::string out;
  bool code = false;
  std::string_view rest = markdown;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    code = line.starts_with("```") ? !code : code;
    out += !code && line.starts_with('#') ? "#" : "";
    out += line;
    out += end == std::string_view::npos ? "" : "\n";
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  return out;
}

}  // namespace moebench::report
