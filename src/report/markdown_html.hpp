// Our own Markdown as HTML, by md4c. Private to report.
#pragma once

#include <string>
#include <vector>

namespace moebench::report {

struct Heading {
  std::string id;
  std::string html;  // its text
};

/// Raw HTML becomes text. Tables scroll in a frame of their own, second-level headings get ids that are unlike those in
/// `headings` and are added there, footnotes become links to their text, verdicts get a class to colour them by.
std::string html_of(const std::string& markdown, std::vector<Heading>& headings);

/// Text between tags or in an attribute's quotes.
std::string html_text(const std::string& text);

}  // namespace moebench::report
