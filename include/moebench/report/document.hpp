// A report as a sequence of blocks, whatever it is shown in: Markdown with pictures, or a page. Pure. Included by cli.
#pragma once

#include <string>
#include <vector>

#include "moebench/charts/chart.hpp"

namespace moebench::report {

/// Text, and the charts that belong under it.
struct Block {
  std::string markdown = {};
  std::vector<charts::Chart> charts = {};
  std::string folded_under = {};  // in a page: shown once a reader opens this line; empty: always shown
};

struct Document {
  std::string title;
  std::vector<Block> blocks;
};

/// As Markdown. `chart_folder` is where "<id>.svg" of every chart lies, seen from the document; empty: no pictures.
std::string markdown_document(const Document& document, const std::string& chart_folder);

/// One HTML file that needs nothing else: styles, charts with their data, and the library that draws them. Draws in
/// light or dark as the reader's system asks; a button saves the data of all charts. Raw HTML in the Markdown is shown
/// as text, links that run code do nothing.
std::string html_document(const Document& document);

/// Every chart of the document with its specification and data, as JSON: {"schema": "moebench.charts/1", "charts":
/// [{"id", "title", "description", "spec"}]}.
std::string charts_json(const Document& document);

/// Every heading one level deeper.
std::string deeper(const std::string& markdown);

}  // namespace moebench::report
