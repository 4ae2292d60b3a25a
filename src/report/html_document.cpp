#include <string>
#include <vector>

#include <fmt/format.h>

#include "markdown_html.hpp"
#include "moebench/charts/library.hpp"
#include "moebench/report/document.hpp"
#include "page_parts.hpp"

namespace moebench::report {
namespace {

/// JSON inside a script element: no "</script>" or "<!--" in a name may end it.
std::string inside_script(const std::string& json) {
  std::string out;
  for (const char character : json) {
    out += character == '<' ? "\\u003c" : std::string(1, character);
  }
  return out;
}

std::string figure_html(const charts::Chart& chart) {
  return fmt::format(
      "<figure><h4>{0}</h4><div class=\"chart\" data-chart=\"{1}\" role=\"img\" aria-label=\"{2}\"></div>"
      "<figcaption>{2}</figcaption></figure>\n",
      html_text(chart.title), html_text(chart.id), html_text(chart.description));
}

std::string block_html(const Block& block, std::vector<Heading>& headings) {
  std::string html = html_of(block.markdown, headings);
  std::string figures;
  for (const charts::Chart& chart : block.charts) {
    figures += figure_html(chart);
  }
  if (!figures.empty()) {
    figures = "<div class=\"charts\">\n" + figures + "</div>\n";
  }
  html += figures;
  return block.folded_under.empty()
             ? html
             : fmt::format("<details><summary>{}</summary>\n{}</details>\n", html_text(block.folded_under), html);
}

std::string contents_html(const std::vector<Heading>& headings) {
  std::string html = "<nav aria-label=\"Contents\"><ul>";
  for (const Heading& heading : headings) {
    html += fmt::format("<li><a href=\"#{}\">{}</a></li>", heading.id, heading.html);
  }
  return html + "</ul></nav>\n";
}

std::string script(std::string_view code) {
  return fmt::format("<script nonce=\"{}\">\n{}\n</script>\n", k_nonce, code);
}

}  // namespace

std::string html_document(const Document& document) {
  std::vector<Heading> headings;
  std::string body;
  for (const Block& block : document.blocks) {
    body += block_html(block, headings);
  }
  const std::string title = html_text(document.title);
  std::string page = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n<style>\n{}\n"
      "@media screen and (prefers-color-scheme: dark) {{\n{}\n}}\n</style>\n</head>\n<body>\n",
      k_content_policy, title, k_style, charts::dark_rules());
  page += fmt::format("<header><h1>{}</h1>\n", title);
  page +=
      "<p class=\"tools\"><button type=\"button\" id=\"open-all\">Open all charts</button> <button type=\"button\" "
      "id=\"save-data\">Save the charts' data (JSON)</button></p>\n";
  page += "<p class=\"printed\">Parts of the page that were folded when it was printed are not on paper.</p>\n";
  page += contents_html(headings);
  page +=
      "</header>\n<noscript><p>The charts of this page are drawn by a script in it, which this browser does not "
      "run. The tables hold the same figures.</p></noscript>\n<main>\n";
  page += body;
  page += "</main>\n<footer><details><summary>Licences of the drawing library in this page</summary>\n<pre>";
  page += html_text(std::string{charts::licences()});
  page += "</pre></details></footer>\n";
  page += fmt::format("<script nonce=\"{}\" type=\"application/json\" id=\"charts\">{}</script>\n", k_nonce,
                      inside_script(charts_json(document)));
  page += script(charts::vega()) + script(charts::vega_lite()) + script(charts::vega_embed()) + script(k_program);
  return page + "</body>\n</html>\n";
}

}  // namespace moebench::report
