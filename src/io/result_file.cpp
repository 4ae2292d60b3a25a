#include "moebench/io/result_file.hpp"

#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "binary_refusal.hpp"
#include "criterion.hpp"
#include "gunzip.hpp"
#include "json_document.hpp"
#include "json_field.hpp"
#include "moebench/io/atomic_file.hpp"
#include "moebench_layout.hpp"
#include "refused_document.hpp"
#include "result_formats.hpp"

namespace moebench::io {
namespace {

/// A document that is JSON but for NaN and Infinity, which stand in it as texts, where another tool wrote it; otherwise
/// `strict`, the error of the strict parser.
core::Result<Document> parse_with_non_numbers(std::string_view text, std::string_view subject, core::Error strict) {
  auto document = parse_document(quote_non_numbers(text), subject, k_sample_keys);
  const JsonFormat* format = document ? json_format_of(document->root) : nullptr;
  if (format == nullptr || !format->is_foreign) {
    return std::unexpected{std::move(strict)};
  }
  return document;
}

/// The first character that says something, or a blank.
char first_character(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos ? ' ' : text[first];
}

core::Result<core::ResultSet> parse_json_results(std::string_view text, std::string_view subject) {
  auto document = parse_document(text, subject, k_sample_keys);
  const char first = first_character(text);
  if (!document && (first == '{' || first == '[')) {
    document = parse_with_non_numbers(text, subject, std::move(document).error());
  } else if (!document && first != ' ') {
    document.error().message += fmt::format("; known result files are: {}", known_formats());
  }
  if (!document) {
    return std::unexpected{std::move(document).error()};
  }
  std::optional<Refusal> refusal;
  const JsonField root{*document, refusal};
  const JsonFormat* format = json_format_of(document->root);
  if (format == nullptr) {
    if (is_criterion_sample(document->root)) {
      root.refuse("these are samples of Criterion.rs without their name; name the folder that holds them instead");
    } else {
      root.refuse_unless("one of the known result files: " + known_formats());
    }
    return refused_document(subject, *std::move(refusal));
  }
  core::ResultSet set = format->read(root);
  if (refusal) {
    return refused_document(subject, *std::move(refusal));
  }
  set.source = subject;
  if (format->is_foreign) {
    set.config.set("read_as", format->name);
  }
  return set;
}

core::Result<core::ResultSet> parse_plain_results(std::string_view text, std::string_view subject) {
  const TextFormat* format = text_format_of(text);
  if (format == nullptr) {
    return parse_json_results(text, subject);
  }
  auto set = format->read(text, subject);
  if (set && format->is_foreign) {
    set->config.set("read_as", format->name);
  }
  return set;
}

}  // namespace

core::Result<core::ResultSet> parse_results(std::string_view text, std::string_view subject) {
  if (!is_gzip(std::as_bytes(std::span{text}))) {
    return parse_plain_results(text, subject);
  }
  const auto unpacked = gunzip(text, subject);
  if (!unpacked) {
    return std::unexpected{unpacked.error()};
  }
  return parse_plain_results(*unpacked, subject);
}

core::Result<core::ResultSet> read_result_file(const std::filesystem::path& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    return read_criterion_folder(path);
  }
  const core::Result<std::string> text = read_text(path);
  if (!text) {
    return std::unexpected{text.error()};
  }
  return parse_results(*text, path.string());
}

}  // namespace moebench::io
