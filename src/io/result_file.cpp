#include "moebench/io/result_file.hpp"

#include <fmt/format.h>

#include "json_document.hpp"
#include "json_field.hpp"
#include "moebench/io/atomic_file.hpp"
#include "moebench_layout.hpp"
#include "sample_list.hpp"

namespace moebench::io {

core::Result<core::ResultSet> parse_results(std::string_view text, std::string_view subject) {
  if (is_sample_list(text)) {
    return parse_sample_list(text, subject);
  }
  core::Result<Document> document = parse_document(text, subject, k_sample_keys);
  if (!document) {
    return std::unexpected{document.error()};
  }
  std::optional<Refusal> refusal;
  core::ResultSet set = read_moebench_layout(JsonField{*document, refusal});
  if (refusal) {
    const std::string_view place = refusal->path.empty() ? "top level" : std::string_view{refusal->path};
    return core::input_error(fmt::format("{}: {}", subject, place), std::move(refusal->message));
  }
  set.source = subject;
  return set;
}

core::Result<core::ResultSet> read_result_file(const std::filesystem::path& path) {
  const core::Result<std::string> text = read_text(path);
  if (!text) {
    return std::unexpected{text.error()};
  }
  return parse_results(*text, path.string());
}

}  // namespace moebench::io
