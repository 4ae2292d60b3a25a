#include "file_kind.hpp"

#include <fmt/format.h>

#include "little_endian.hpp"
#include "refusal.hpp"

namespace moebench::apr {
namespace {

constexpr std::string_view k_remedy =
    "this program reads \"APRN\" (version 1), version 2 and SafeTensors; save the model in one of these";

std::string_view as_text(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string as_hex(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) {
    text += fmt::format("{}{:02X}", text.empty() ? "" : " ", static_cast<unsigned char>(byte));
  }
  return text;
}

bool looks_like_safetensors(std::span<const std::byte> file, std::string_view subject) {
  constexpr std::uint64_t longest_header = 100'000'000;
  return subject.ends_with(".safetensors") ||
         (file.size() > 8 && file[8] == std::byte{'{'} && load<std::uint64_t>(file, 0) <= longest_header);
}

/// What a file is that begins with "APR" and a zero byte and is no version 2, by the bytes that follow.
std::string describe_apr_zero(std::string_view rest) {
  using namespace std::string_view_literals;
  if (rest.starts_with("\1\0\0\0"sv)) {
    return fmt::format("this is {} (\"APR\" and a zero byte, version 1); {}",
                       rest.substr(4).starts_with("\0PST"sv) ? "a travelling-salesman solver's own layout"
                                                             : "another tool's private layout",
                       k_remedy);
  }
  return fmt::format("\"APR\" and a zero byte are followed by neither version 1 nor version 2; {}", k_remedy);
}

}  // namespace

std::string_view name(FileFormat format) {
  switch (format) {
    case FileFormat::apr_v1: return "apr v1";
    case FileFormat::apr_v2: return "apr v2";
    case FileFormat::safetensors: return "safetensors";
  }
  return {};
}

bool is_v1(std::span<const std::byte> file) {
  return std::string_view{"APRN"}.starts_with(as_text(file).substr(0, 4));
}

core::Result<FileFormat> identify(std::span<const std::byte> file, std::string_view subject) {
  using namespace std::string_view_literals;
  if (file.empty()) {
    return refuse(subject, 0,
                  "the file is empty; a model file has 10 bytes or more, an .apr file 36; fetch or save it again");
  }
  const std::string_view text = as_text(file);
  if (is_v1(file)) {
    return FileFormat::apr_v1;
  }
  if (text.starts_with("APR2") || text.starts_with("APR\0\2"sv)) {
    return FileFormat::apr_v2;
  }
  if (text.starts_with("APR\0"sv)) {
    return refuse(subject, 0, describe_apr_zero(text.substr(4)));
  }
  if (text.starts_with("APR1")) {
    return refuse(subject, 0, fmt::format("this is the old JSON form (\"APR1\"); {}", k_remedy));
  }
  if (looks_like_safetensors(file, subject)) {
    return FileFormat::safetensors;
  }
  return refuse(subject, 0, unknown_magic(file));
}

std::string unknown_magic(std::span<const std::byte> file) {
  return fmt::format("the file begins with the bytes {}, which no known layout has; {}",
                     as_hex(as_text(file).substr(0, 4)), k_remedy);
}

}  // namespace moebench::apr
