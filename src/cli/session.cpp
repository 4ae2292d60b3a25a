#include "session.hpp"

#include <ostream>

#include <fmt/format.h>

namespace moebench::cli {

void Session::note(std::string_view text) const {
  if (!quiet) {
    host.err << "moebench: " << text << '\n';
  }
}

void Session::progress(std::string_view text) const {
  if (host.show_progress && !quiet) {
    // Return to the line's beginning and clear it, so that a shorter text leaves nothing of a longer one.
    host.err << fmt::format("\r\x1b[K{}", text) << std::flush;
  }
}

}  // namespace moebench::cli
