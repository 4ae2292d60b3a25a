#include "moebench/io/claims.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include "json_document.hpp"
#include "moebench/io/atomic_file.hpp"

namespace moebench::io {
namespace {

// ---- JSON ----

/// The member of that name, or null where `object` is no object or has none.
const Json* member(const Json* object, const char* key) {
  if (object == nullptr || !object->is_object()) {
    return nullptr;
  }
  const auto at = object->find(key);
  return at == object->end() ? nullptr : &*at;
}

std::optional<double> number(const Json* object, const char* key) {
  const Json* value = member(object, key);
  return value != nullptr && value->is_number() ? std::optional{value->get<double>()} : std::nullopt;
}

std::string text(const Json* object, const char* key) {
  const Json* value = member(object, key);
  return value != nullptr && value->is_string() ? value->get<std::string>() : "";
}

void add_test(std::vector<core::Claim>& claims, const std::string& about, const Json* welch) {
  if (welch != nullptr && welch->is_object()) {
    claims.push_back({.about = about,
                      .t = number(welch, "t"),
                      .df = number(welch, "df"),
                      .p_value = number(welch, "p_value"),
                      .cohens_d = {},
                      .effect_word = ""});
  }
}

std::vector<core::Claim> claims_of(const Json& document) {
  std::vector<core::Claim> claims;
  const Json* comparisons = member(&document, "comparisons");
  if (comparisons == nullptr || !comparisons->is_array()) {
    return claims;
  }
  for (const Json& comparison : *comparisons) {
    const std::string about = text(&comparison, "name");
    add_test(claims, about, member(member(&comparison, "between_runs"), "welch"));
    add_test(claims, about, member(&comparison, "welch"));
    const Json* effect = member(&comparison, "effect_size");
    if (const auto d = number(member(effect, "cohens_d_pooled"), "estimate")) {
      claims.push_back(
          {.about = about, .t = {}, .df = {}, .p_value = {}, .cohens_d = d, .effect_word = text(effect, "magnitude")});
    }
  }
  return claims;
}

// ---- Text ----

/// The number behind `label`, where `line` has both.
std::optional<double> number_behind(std::string_view line, std::string_view label) {
  const std::size_t at = line.find(label);
  if (at == std::string_view::npos) {
    return std::nullopt;
  }
  double value = 0;
  const char* const begin = line.data() + at + label.size();
  const auto [end, error] = std::from_chars(begin, line.data() + line.size(), value);
  const bool is_power = end != line.data() + line.size() && *end == '^';  // "10^-325.40"
  return error == std::errc{} && std::isfinite(value) && !is_power ? std::optional{value} : std::nullopt;
}

/// The first word in the first parentheses: "large" of "2.91 (large effect)".
std::string first_word_in_parentheses(std::string_view line) {
  const std::size_t open = line.find('(');
  if (open == std::string_view::npos) {
    return "";
  }
  const std::string_view rest = line.substr(open + 1);
  return std::string{rest.substr(0, rest.find_first_of(" ),;"))};
}

std::vector<core::Claim> claims_of(std::string_view document) {
  std::vector<core::Claim> claims;
  std::string about;
  while (!document.empty()) {
    const std::size_t end = std::min(document.find('\n'), document.size());
    const std::string_view line = document.substr(0, end);
    document.remove_prefix(std::min(end + 1, document.size()));
    if (line.starts_with("## ")) {
      about = line.substr(3);
    }
    core::Claim claim{.about = about, .t = {}, .df = {}, .p_value = {}, .cohens_d = {}, .effect_word = ""};
    if (line.find("Welch's t-test") != std::string_view::npos) {
      claim.t = number_behind(line, " t = ");
      claim.df = number_behind(line, " df = ");
      claim.p_value = number_behind(line, " p = ");
    }
    if (const std::size_t d = line.find("Cohen's d: "); d != std::string_view::npos) {
      claim.cohens_d = number_behind(line, "Cohen's d: ");
      claim.effect_word = first_word_in_parentheses(line.substr(d));
    }
    if (claim.t || claim.df || claim.p_value || claim.cohens_d) {
      claims.push_back(std::move(claim));
    }
  }
  return claims;
}

}  // namespace

core::Result<std::vector<core::Claim>> parse_claims(std::string_view text, std::string_view subject) {
  std::vector<core::Claim> claims;
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && text[first] == '{') {
    const core::Result<Json> document = parse_json(text, subject);
    if (!document) {
      return std::unexpected{document.error()};
    }
    claims = claims_of(*document);
  } else {
    claims = claims_of(text);
  }
  if (claims.empty()) {
    return core::input_error(
        std::string{subject},
        "states neither a Welch's t-test nor a Cohen's d; give what `moebench compare` printed, as "
        "text or with --format json, or results/report.md");
  }
  return claims;
}

core::Result<std::vector<core::Claim>> read_claims(const std::string& path) {
  const auto text = read_text(path);
  if (!text) {
    return std::unexpected{text.error()};
  }
  return parse_claims(*text, path);
}

}  // namespace moebench::io
