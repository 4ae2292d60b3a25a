#include "moebench/charts/library.hpp"

#include <fmt/format.h>

#include "palette.hpp"

// .incbin puts a file into the program as it is. The byte behind each ends the text for whoever prints it.
#define MOEBENCH_CARRY(symbol, file)                 \
  asm(".pushsection .rodata\n"                       \
      ".global moebench_carried_" #symbol            \
      "\n"                                           \
      "moebench_carried_" #symbol                    \
      ":\n"                                          \
      ".incbin \"" MOEBENCH_VEGA "/" file            \
      "\"\n"                                         \
      ".global moebench_carried_" #symbol            \
      "_end\n"                                       \
      "moebench_carried_" #symbol                    \
      "_end:\n"                                      \
      ".byte 0\n"                                    \
      ".popsection\n");                              \
  extern "C" const char moebench_carried_##symbol[]; \
  extern "C" const char moebench_carried_##symbol##_end[]

MOEBENCH_CARRY(vega, "vega.min.js");
MOEBENCH_CARRY(vega_lite, "vega-lite.min.js");
MOEBENCH_CARRY(vega_embed, "vega-embed.min.js");
MOEBENCH_CARRY(licences, "LICENSES.txt");
MOEBENCH_CARRY(draw, "draw.js");

namespace moebench::charts {

std::string_view vega() {
  return {moebench_carried_vega, moebench_carried_vega_end};
}

std::string_view vega_lite() {
  return {moebench_carried_vega_lite, moebench_carried_vega_lite_end};
}

std::string_view vega_embed() {
  return {moebench_carried_vega_embed, moebench_carried_vega_embed_end};
}

std::string_view licences() {
  return {moebench_carried_licences, moebench_carried_licences_end};
}

std::string_view drawing_program() {
  return {moebench_carried_draw, moebench_carried_draw_end};
}

std::string dark_rules() {
  std::string rules;
  for (const Colour& colour : k_palette) {
    rules += fmt::format("[fill='{0}']{{fill:{1}}}[stroke='{0}']{{stroke:{1}}}", colour.light, colour.dark);
  }
  return rules;
}

std::string with_dark_rules(const std::string& svg) {
  const std::size_t start = svg.find("<svg");
  const std::size_t end = start == std::string::npos ? start : svg.find('>', start);
  if (end == std::string::npos) {
    return svg;
  }
  return svg.substr(0, end + 1) + "<style>@media (prefers-color-scheme:dark){" + dark_rules() + "}</style>" +
         svg.substr(end + 1);
}

}  // namespace moebench::charts
