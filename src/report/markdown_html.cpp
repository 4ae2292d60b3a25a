#include "markdown_html.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <md4c-html.h>

#include "moebench/charts/chart.hpp"

namespace moebench::report {
namespace {

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

void append(const MD_CHAR* text, MD_SIZE size, void* out) {
  static_cast<std::string*>(out)->append(text, size);
}

std::string rendered(const std::string& markdown) {
  std::string html;
  const int failed = md_html(markdown.data(), static_cast<MD_SIZE>(markdown.size()), append, &html,
                             MD_FLAG_TABLES | MD_FLAG_NOHTML, 0);
  if (failed != 0) {
    throw std::runtime_error{"md4c could not render a report"};
  }
  return html;
}

/// "[^3]" as a link, and as its target where a paragraph begins with "[^3]: ".
void link_footnotes(std::string& html) {
  for (std::size_t at = html.find("[^"); at != std::string::npos; at = html.find("[^", at + 1)) {
    const std::size_t end = html.find(']', at);
    if (end == std::string::npos || end - at > 4 || end == at + 2) {
      continue;
    }
    const std::string number = html.substr(at + 2, end - at - 2);
    const bool target = html.compare(end + 1, 1, ":") == 0 && at > 0 && html[at - 1] == '>';
    const std::string by = target ? fmt::format("<span id=\"ref-{0}\">{0}.</span>", number)
                                  : fmt::format("<sup><a href=\"#ref-{0}\">{0}</a></sup>", number);
    html.replace(at, end + (target ? 2 : 1) - at, by);
  }
}

struct Word {
  std::string_view text;
  std::string_view css_class;
};

constexpr std::array k_words{
    Word{"improved", "improved"},         Word{"equivalent", "equivalent"},     Word{"regressed", "regressed"},
    Word{"inconclusive", "inconclusive"}, Word{"Improved", "improved"},         Word{"Equivalent", "equivalent"},
    Word{"Regressed", "regressed"},       Word{"Inconclusive", "inconclusive"}, Word{"NOT REPLICATED", "doubt"},
    Word{"not replicated", "doubt"},      Word{"FAILED", "regressed"}};

/// Where a cell or emphasised text begins with such a word.
void mark_verdicts(std::string& html) {
  for (const Word& word : k_words) {
    const std::string badge = fmt::format("<span class=\"verdict {}\">{}</span>", word.css_class, word.text);
    for (const std::string_view before : {"<td>", "<td align=\"left\">", "<strong>"}) {
      replace_all(html, fmt::format("{}{}", before, word.text), fmt::format("{}{}", before, badge));
    }
  }
}

void name_headings(std::string& html, std::vector<Heading>& headings) {
  for (std::size_t at = html.find("<h2>"); at != std::string::npos; at = html.find("<h2>", at + 1)) {
    const std::size_t start = at + 4;
    const std::string text = html.substr(start, html.find("</h2>", start) - start);
    const std::string wanted = charts::id_of(text);
    std::string id = wanted;
    for (int copy = 2; std::ranges::find(headings, id, &Heading::id) != headings.end(); ++copy) {
      id = fmt::format("{}-{}", wanted, copy);
    }
    html.replace(at, 4, fmt::format("<h2 id=\"{}\">", id));
    headings.push_back({id, text});
  }
}

/// The text between the tags of an element's content.
std::string without_tags(std::string_view html) {
  std::string text;
  bool in_tag = false;
  for (const char character : html) {
    in_tag = character == '<' || (in_tag && character != '>');
    if (!in_tag && character != '>') {
      text += character;
    }
  }
  return text;
}

/// The titles of the columns of the table that `html` begins with.
std::vector<std::string> titles_of(std::string_view html) {
  html = html.substr(0, html.find("</thead>"));
  std::vector<std::string> titles;
  for (std::size_t at = html.find("<th"); at != std::string_view::npos; at = html.find("<th", at + 1)) {
    const std::size_t start = html.find('>', at) + 1;
    if (html[at + 3] == '>' || html[at + 3] == ' ') {
      titles.push_back(without_tags(html.substr(start, html.find("</th>", start) - start)));
    }
  }
  return titles;
}

/// How the rows of the table that `html` begins with are shown on a narrow screen: as they are where there are few
/// columns; as groups, each under its first cell, where this stands only once for several rows of a FigureTable;
/// otherwise as cards, whose cells show their columns' titles.
std::string_view narrow_class(std::string_view html, std::size_t columns) {
  constexpr std::size_t fewest_of_cards = 3;
  constexpr std::size_t of_groups = 5;
  const std::string_view rows = html.substr(0, html.find("</table>"));
  const bool grouped = rows.find("<tr>\n<td align=\"left\"></td>") != std::string_view::npos;
  return columns < fewest_of_cards ? "" : grouped && columns == of_groups ? "cards groups" : "cards";
}

/// Tables inside of what scrolls sideways where they are wider than the page.
void frame_tables(std::string& html) {
  constexpr std::string_view table = "<table>";
  std::vector<std::string> titles;
  std::size_t column = 0;
  for (std::size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
    const std::string_view rest = std::string_view{html}.substr(at);
    if (rest.starts_with(table)) {
      titles = titles_of(rest);
      const std::string framed =
          fmt::format("<div class=\"table\" tabindex=\"0\"><table class=\"{}\">", narrow_class(rest, titles.size()));
      html.replace(at, table.size(), framed);
      at += framed.size() - 1;
    } else if (rest.starts_with("<tr>")) {
      column = 0;
    } else if ((rest.starts_with("<td>") || rest.starts_with("<td ")) && !titles.empty()) {
      html.insert(at + 3, fmt::format(" data-label=\"{}\"", titles[std::min(column, titles.size() - 1)]));
      ++column;
    }
  }
  replace_all(html, "</table>", "</table></div>");
}

}  // namespace

std::string html_text(const std::string& text) {
  std::string out = text;
  replace_all(out, "&", "&amp;");
  replace_all(out, "<", "&lt;");
  replace_all(out, ">", "&gt;");
  replace_all(out, "\"", "&quot;");
  return out;
}

std::string html_of(const std::string& markdown, std::vector<Heading>& headings) {
  std::string html = rendered(markdown);
  link_footnotes(html);
  mark_verdicts(html);
  name_headings(html, headings);
  frame_tables(html);
  return html;
}

}  // namespace moebench::report
