// The program code that draws charts, carried inside this program: Vega, Vega-Lite and Vega-Embed as their makers
// publish them, but for the names of source maps (src/charts/vega). Included by report (in a page) and cli (for SVG files).
#pragma once

#include <string>
#include <string_view>

namespace moebench::charts {

std::string_view vega();
std::string_view vega_lite();
std::string_view vega_embed();

/// The licences of all three and of what they contain.
std::string_view licences();

/// The program for Node.js that draws a file of charts: see draw.js.
std::string_view drawing_program();

/// Style rules that turn the charts' colours, which are those for a light page, into those for a dark one.
std::string dark_rules();

/// `svg`, as drawn, with the dark rules for readers who prefer dark pages.
std::string with_dark_rules(const std::string& svg);

}  // namespace moebench::charts
