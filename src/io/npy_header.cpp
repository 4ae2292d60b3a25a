#include "npy_header.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <optional>
#include <string>
#include <system_error>

#include <fmt/format.h>

#include "binary_refusal.hpp"
#include "moebench/io/npy.hpp"

namespace moebench::io {
namespace {

constexpr std::string_view k_magic = "\x93NUMPY";
constexpr std::size_t k_most_dimensions = 32;  // NumPy 1's own limit

std::string_view as_text(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Reads the dictionary of a header: a Python literal of which strings, True, False and tuples of whole numbers occur.
class Literal {
 public:
  Literal(std::string_view text, std::size_t begin, std::string_view subject)
      : text_{text}, begin_{begin}, subject_{subject} {}

  std::size_t byte() const { return begin_ + at_; }

  std::unexpected<core::Error> expected(std::string_view what) const {
    const std::string_view rest = text_.substr(at_, 20);
    return refuse_at(subject_, byte(),
                     fmt::format("the header has {}; {} was expected; save the array again with numpy.save",
                                 rest.empty() ? "ended" : fmt::format("\"{}\"", rest), what));
  }

  /// Whether `token` stands here; then it is passed.
  bool take(std::string_view token) {
    skip_blanks();
    if (!text_.substr(at_).starts_with(token)) {
      return false;
    }
    at_ += token.size();
    return true;
  }

  /// A string in single or double quotes, without escapes.
  std::optional<std::string_view> string() {
    skip_blanks();
    if (at_ == text_.size() || (text_[at_] != '\'' && text_[at_] != '"')) {
      return std::nullopt;
    }
    const std::size_t end = text_.find(text_[at_], at_ + 1);
    if (end == std::string_view::npos) {
      return std::nullopt;
    }
    const std::string_view content = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    return content;
  }

  std::optional<std::uint64_t> number() {
    skip_blanks();
    std::uint64_t value = 0;
    const char* const last = text_.data() + text_.size();
    const auto [end, error] = std::from_chars(text_.data() + at_, last, value);
    if (error != std::errc{}) {
      return std::nullopt;
    }
    at_ = static_cast<std::size_t>(end - text_.data());
    take("L");  // Python 2 wrote 784L
    return value;
  }

  bool at_end() {
    skip_blanks();
    return at_ == text_.size();
  }

 private:
  void skip_blanks() { at_ = std::min(text_.find_first_not_of(" \t\n\r", at_), text_.size()); }

  std::string_view text_;
  std::size_t begin_;
  std::string_view subject_;
  std::size_t at_ = 0;
};

/// "<f4" and the like.
core::Result<void> set_type(NpyHeader& header, std::string_view descr, std::size_t byte, std::string_view subject) {
  const auto refuse = [&] {
    return refuse_at(
        subject, byte,
        fmt::format("the elements are of type \"{}\"; f4, f8, b1 or integers of 1 to 8 bytes were expected; "
                    "save the array again as numpy.float32",
                    descr));
  };
  constexpr std::array<std::string_view, 11> known{"f4", "f8", "b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"};
  if (descr.size() != 3 || std::string_view{"<>|="}.find(descr[0]) == std::string_view::npos ||
      std::ranges::find(known, descr.substr(1)) == known.end()) {
    return refuse();
  }
  header.kind = NpyKind{descr[1]};
  header.item_size = static_cast<std::size_t>(descr[2] - '0');
  header.big_endian = descr[0] == '>' || (descr[0] == '=' && std::endian::native == std::endian::big);
  return {};
}

core::Result<void> set_shape(NpyHeader& header, Literal& literal) {
  if (!literal.take("(")) {
    return literal.expected("a shape in parentheses");
  }
  header.shape.clear();
  while (!literal.take(")")) {
    if (!header.shape.empty() && !literal.take(",")) {
      return literal.expected("a comma or a closing parenthesis");
    }
    if (!header.shape.empty() && literal.take(")")) {
      break;  // (784,)
    }
    const auto size = literal.number();
    if (!size) {
      return literal.expected("a whole number of 64 bits");
    }
    if (header.shape.size() == k_most_dimensions) {
      return literal.expected("no more than 32 dimensions");
    }
    header.shape.push_back(*size);
  }
  return {};
}

core::Result<void> set_value(NpyHeader& header, std::string_view key, Literal& literal, std::string_view subject) {
  if (key == "shape") {
    return set_shape(header, literal);
  }
  if (key == "descr") {
    const std::size_t byte = literal.byte();
    const auto descr = literal.string();
    return descr ? set_type(header, *descr, byte, subject)
                 : core::Result<void>{literal.expected("the type of plain numbers in quotes")};
  }
  header.fortran_order = literal.take("True");
  if (!header.fortran_order && !literal.take("False")) {
    return literal.expected("True or False");
  }
  return {};
}

core::Result<void> parse_dictionary(NpyHeader& header, Literal& literal, std::string_view subject) {
  if (!literal.take("{")) {
    return literal.expected("an opening brace");
  }
  std::vector<std::string_view> missing{"descr", "fortran_order", "shape"};
  while (!literal.take("}")) {
    if (missing.size() < 3 && !literal.take(",")) {
      return literal.expected("a comma or a closing brace");
    }
    if (literal.take("}")) {
      break;
    }
    const Literal before = literal;
    const auto key = literal.string();
    const auto found = key ? std::ranges::find(missing, *key) : missing.end();
    if (found == missing.end()) {
      return before.expected("one each of the keys descr, fortran_order and shape");
    }
    missing.erase(found);
    if (!literal.take(":")) {
      return literal.expected("a colon");
    }
    if (auto set = set_value(header, *key, literal, subject); !set) {
      return set;
    }
  }
  if (!missing.empty()) {
    return literal.expected(fmt::format("the key {}", missing.front()));
  }
  if (!literal.at_end()) {
    return literal.expected("nothing more");
  }
  return {};
}

}  // namespace

bool is_npy(std::span<const std::byte> file) {
  return as_text(file).starts_with(k_magic);
}

core::Result<NpyHeader> parse_npy_header(std::span<const std::byte> file, std::string_view subject) {
  if (is_gzip(file)) {
    return refuse_gzip(subject);
  }
  if (as_text(file).starts_with("PK")) {
    return refuse_at(subject, 0,
                     "the file is an archive (.npz); a .npy file was expected: save one array with numpy.save");
  }
  if (!is_npy(file)) {
    return refuse_at(subject, 0,
                     "the file does not begin as a .npy file does, with \\x93NUMPY; give one that numpy.save wrote");
  }
  constexpr std::size_t version_at = 6;
  constexpr std::size_t length_at = 8;
  const auto byte_at = [&](std::size_t at) { return std::to_integer<std::size_t>(file[at]); };
  const std::size_t major = file.size() > version_at ? byte_at(version_at) : 1;
  if (major < 1 || major > 3) {
    return refuse_at(subject, version_at,
                     fmt::format("the format's version is {}; 1, 2 or 3 was expected; save the array again", major));
  }
  const std::size_t length_size = major == 1 ? 2 : 4;
  if (file.size() < length_at + length_size) {
    return refuse_at(subject, file.size(), "the file ends inside its header; it was cut short: fetch it again");
  }
  std::size_t length = 0;
  for (std::size_t i = 0; i < length_size; ++i) {
    length |= byte_at(length_at + i) << (8 * i);
  }
  const std::size_t begin = length_at + length_size;
  if (length > file.size() - begin) {
    return refuse_at(subject, length_at,
                     fmt::format("the header is said to have {} bytes, but {} are left in the file; it was cut short: "
                                 "fetch it again",
                                 length, file.size() - begin));
  }
  NpyHeader header{.kind = NpyKind::floating,
                   .item_size = 4,
                   .big_endian = false,
                   .fortran_order = false,
                   .shape = {},
                   .data_at = begin + length};
  Literal literal{as_text(file.subspan(begin, length)), begin, subject};
  if (auto parsed = parse_dictionary(header, literal, subject); !parsed) {
    return std::unexpected{std::move(parsed).error()};
  }
  return header;
}

}  // namespace moebench::io
