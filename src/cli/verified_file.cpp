#include "verified_file.hpp"

#include <utility>

#include "measuring.hpp"
#include "moebench/audit/verify.hpp"
#include "moebench/io/atomic_file.hpp"
#include "moebench/io/audit_json.hpp"
#include "moebench/io/result_file.hpp"
#include "moebench/io/result_json.hpp"

namespace moebench::cli {

core::Result<VerifiedFile> verify_file(const std::string& path) {
  const auto text = io::read_text(path);
  if (!text) {
    return std::unexpected(text.error());
  }
  auto set = io::parse_results(*text, path);
  if (!set) {
    return std::unexpected(set.error());
  }
  const auto stated = io::stated_figures(*text, path);
  if (!stated) {
    return std::unexpected(stated.error());
  }
  report::Measured measured = analysed(std::move(*set));
  const auto anew = io::stated_figures(io::to_json(measured.set, measured.analysis), "the document made anew");
  if (!anew) {
    return std::unexpected(anew.error());
  }
  core::Verification figures = audit::verify(measured.set, *stated, *anew);
  return VerifiedFile{.set = std::move(measured.set), .figures = std::move(figures)};
}

}  // namespace moebench::cli
