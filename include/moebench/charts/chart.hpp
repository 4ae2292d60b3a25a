// A chart as a Vega-Lite specification with its data. Owns no drawing: a browser or Node.js draws it with the library
// that library.hpp carries. Included by every chart, report and cli.
#pragma once

#include <string>

namespace moebench::charts {

struct Chart {
  std::string id;           // letters, digits and '-'; unique among the charts of a document
  std::string title;        // "How long calls take: distribution"
  std::string description;  // what there is to see, in words, for those who cannot
  std::string spec;         // Vega-Lite 6, JSON, data included
};

/// `text` as part of an id: "registry/rcu (owned)" -> "registry-rcu-owned". Never empty.
std::string id_of(const std::string& text);

}  // namespace moebench::charts
