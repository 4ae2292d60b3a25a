#include "v2_file.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "checksum.hpp"
#include "little_endian.hpp"
#include "refusal.hpp"

namespace moebench::apr {
namespace {

constexpr std::size_t k_v2_header_size = 64;
constexpr std::size_t k_alignment = 64;
constexpr std::size_t k_longest_name = 256;
constexpr std::size_t k_most_dimensions = 8;
constexpr std::uint16_t k_row_major = 0x400;

// Where the fields stand.
constexpr std::size_t k_v2_major_at = 4;
constexpr std::size_t k_v2_flags_at = 6;
constexpr std::size_t k_tensor_count_at = 8;
constexpr std::size_t k_metadata_offset_at = 12;
constexpr std::size_t k_v2_metadata_size_at = 20;
constexpr std::size_t k_index_offset_at = 24;
constexpr std::size_t k_data_offset_at = 32;
constexpr std::size_t k_header_checksum_at = 40;

struct FlagName {
  std::uint16_t bit;
  std::string_view name;
  std::string_view refusal;  // empty: read
};

constexpr std::array<FlagName, 6> k_v2_flags{{
    {0x1, "LZ4", "is compressed with LZ4 (writers of version 2 disagree on what that means)"},
    {0x2, "ZSTD", "is compressed with zstd (writers of version 2 disagree on what that means)"},
    {0x4, "ENCRYPTED", "is encrypted"},
    {0x10, "SHARDED", "is one of several shards"},
    {0x400, "ROW_MAJOR", ""},
    {0x800, "COLUMN_MAJOR", "stores its tensors column by column"},
}};

struct TypeName {
  std::uint8_t number;
  std::string_view name;
  std::size_t item_size;
};

constexpr std::array<TypeName, 7> k_v2_types{
    {{0, "f32", 4}, {1, "f16", 2}, {3, "f64", 8}, {4, "i32", 4}, {5, "i64", 8}, {6, "i8", 1}, {7, "u8", 1}}};

/// CRC-32 of the header without its own field.
std::uint32_t header_checksum(std::span<const std::byte> file) {
  std::array<std::byte, k_v2_header_size - 4> covered;
  std::ranges::copy(file.first(k_header_checksum_at), covered.begin());
  std::ranges::copy(file.subspan(k_header_checksum_at + 4, covered.size() - k_header_checksum_at),
                    covered.begin() + k_header_checksum_at);
  return checksum(covered);
}

std::unexpected<core::Error> damaged(std::string_view subject, std::size_t at, std::string_view what,
                                     std::uint32_t stored, std::uint32_t computed) {
  return refuse(
      subject, at,
      fmt::format("the stored CRC-32 of the {} is {:08X}, that of its bytes {:08X}: the file is damaged or cut "
                  "short; fetch or save it again",
                  what, stored, computed));
}

/// Sections in the order in which the format has them, each inside the file.
core::Result<void> check_sections(const V2Header& header, std::uint64_t end, std::string_view subject) {
  if (header.metadata_offset != k_v2_header_size) {
    return refuse(subject, k_metadata_offset_at,
                  fmt::format("the metadata is said to start at byte {}; it follows the header, at 64; save the model "
                              "again",
                              header.metadata_offset));
  }
  const std::uint64_t metadata_end = k_v2_header_size + std::uint64_t{header.metadata_size};
  if (metadata_end > end) {
    return refuse(subject, k_v2_metadata_size_at,
                  fmt::format("the metadata is said to have {} bytes, but the file has room for {}; save the model "
                              "again",
                              header.metadata_size, end - k_v2_header_size));
  }
  if (header.index_offset < metadata_end || header.index_offset > end) {
    return refuse(subject, k_index_offset_at,
                  fmt::format("the tensor index is said to start at byte {}; between {} and {} was expected; save the "
                              "model again",
                              header.index_offset, metadata_end, end));
  }
  if (header.data_offset < header.index_offset || header.data_offset > end) {
    return refuse(subject, k_data_offset_at,
                  fmt::format("the data is said to start at byte {}; between {} and {} was expected; save the model "
                              "again",
                              header.data_offset, header.index_offset, end));
  }
  return {};
}

core::Result<Json> read_json_metadata(std::span<const std::byte> file, const V2Header& header,
                                      std::string_view subject) {
  auto bytes = file.subspan(header.metadata_offset, header.metadata_size);
  while (!bytes.empty() && bytes.back() == std::byte{0}) {  // padding, where a writer counts it
    bytes = bytes.first(bytes.size() - 1);
  }
  if (bytes.empty()) {
    return Json::object();
  }
  const Payload part{bytes, header.metadata_offset, subject};
  // Version 1's metadata, which may be as deep as any, stands one level down in it.
  auto metadata = parse_json(part, "the metadata", k_max_depth + 1);
  if (metadata && !metadata->is_object()) {
    return refuse(part, 0,
                  fmt::format("the metadata is {}; an object was expected; save the model again", kind(*metadata)));
  }
  return metadata;
}

/// Reads entries of the index, one after the other.
class IndexReader {
 public:
  IndexReader(std::span<const std::byte> file, const V2Header& header, std::string_view subject)
      : file_{file}, header_{header}, subject_{subject}, at_{header.index_offset} {}

  core::Result<Tensor> next(std::uint32_t number) {
    start_ = at_;
    number_ = number;
    if (!has(2)) {
      return ends_early();
    }
    const auto name_length = load<std::uint16_t>(file_, at_);
    if (name_length > k_longest_name) {
      return refuse(subject_, at_,
                    fmt::format("the name of tensor {} has {} bytes; at most 256 were expected; save the "
                                "model again",
                                number_, name_length));
    }
    if (!has(std::size_t{name_length} + 4)) {
      return ends_early();
    }
    Tensor tensor{.name = {reinterpret_cast<const char*>(file_.data()) + at_ + 2, name_length},
                  .type = {},
                  .is_f32 = false,
                  .shape = {},
                  .data = {{}, 0, subject_},
                  .entry_at = start_};
    at_ += 2 + std::size_t{name_length};
    const auto type = load<std::uint8_t>(file_, at_);
    const auto dimensions = load<std::uint8_t>(file_, at_ + 1);
    const auto* const known = std::ranges::find(k_v2_types, type, &TypeName::number);
    if (known == k_v2_types.end()) {
      return refuse(
          subject_, at_,
          fmt::format("the type of tensor {} is {}, which is unknown; 0 (f32), 1 (f16) or 3 to 7 was expected; "
                      "save the model in f32",
                      number_, type));
    }
    if (dimensions > k_most_dimensions) {
      return refuse(subject_, at_ + 1,
                    fmt::format("tensor {} has {} dimensions; at most 8 were expected; save the model "
                                "again",
                                number_, dimensions));
    }
    at_ += 2;
    if (!has(8 * std::size_t{dimensions} + 16)) {
      return ends_early();
    }
    for (unsigned i = 0; i < dimensions; ++i, at_ += 8) {
      tensor.shape.push_back(load<std::uint64_t>(file_, at_));
    }
    tensor.type = known->name;
    tensor.is_f32 = known->number == 0;
    return with_data(std::move(tensor), known->item_size);
  }

 private:
  bool has(std::size_t count) const { return count <= header_.data_offset - at_; }

  std::unexpected<core::Error> ends_early() const {
    return refuse(subject_, start_,
                  fmt::format("the index ends within tensor {} of {}, before the data at byte {}; save the model again",
                              number_, header_.tensor_count, header_.data_offset));
  }

  core::Result<Tensor> with_data(Tensor tensor, std::size_t item_size) {
    const auto offset = load<std::uint64_t>(file_, at_);
    const auto size = load<std::uint64_t>(file_, at_ + 8);
    if (const auto expected = array_size(tensor.shape, item_size); !expected || *expected != size) {
      return refuse(
          subject_, at_ + 8,
          fmt::format("tensor {} is said to have {} bytes; its shape and type ({}) make {}; save the model "
                      "again",
                      number_, size, tensor.type, expected ? std::to_string(*expected) : "more than 64 bits hold"));
    }
    const std::uint64_t room = file_.size() - 4 - header_.data_offset;
    if (offset > room || size > room - offset) {
      return refuse(subject_, at_,
                    fmt::format("the data of tensor {} ({} bytes from {} on) reaches beyond the data section of {} "
                                "bytes; save the model again",
                                number_, size, offset, room));
    }
    tensor.data = {file_.subspan(header_.data_offset + offset, size), header_.data_offset + offset, subject_};
    at_ += 16;
    return tensor;
  }

  std::span<const std::byte> file_;
  const V2Header& header_;
  std::string_view subject_;
  std::size_t at_;
  std::size_t start_ = 0;
  std::uint32_t number_ = 0;
};

void pad(std::vector<std::byte>& file) {
  file.resize((file.size() + k_alignment - 1) / k_alignment * k_alignment);
}

void append_text(std::vector<std::byte>& file, std::string_view text) {
  const auto bytes = std::as_bytes(std::span{text});
  file.insert(file.end(), bytes.begin(), bytes.end());
}

template <class T>
void store(std::vector<std::byte>& file, std::size_t at, T value) {
  std::vector<std::byte> raw;
  append(raw, value);
  std::ranges::copy(raw, file.begin() + static_cast<std::ptrdiff_t>(at));
}

}  // namespace

core::Result<V2Header> read_v2_header(std::span<const std::byte> file, std::string_view subject) {
  constexpr std::size_t smallest = k_v2_header_size + 4;
  if (file.size() < smallest) {
    return refuse(
        subject, file.size(),
        fmt::format("the file ends after {} bytes; the header and the checksum of version 2 alone have {}; it "
                    "was cut short: fetch or save it again",
                    file.size(), smallest));
  }
  const std::size_t footer_at = file.size() - 4;
  const V2Header header{
      .early_magic = file[3] != std::byte{0},
      .major = load<std::uint8_t>(file, k_v2_major_at),
      .minor = load<std::uint8_t>(file, k_v2_major_at + 1),
      .flags = load<std::uint16_t>(file, k_v2_flags_at),
      .tensor_count = load<std::uint32_t>(file, k_tensor_count_at),
      .metadata_offset = load<std::uint64_t>(file, k_metadata_offset_at),
      .metadata_size = load<std::uint32_t>(file, k_v2_metadata_size_at),
      .index_offset = load<std::uint64_t>(file, k_index_offset_at),
      .data_offset = load<std::uint64_t>(file, k_data_offset_at),
      .header_checksum = load<std::uint32_t>(file, k_header_checksum_at),
      .file_checksum = load<std::uint32_t>(file, footer_at),
  };
  if (header.major != 2) {
    return refuse(subject, k_v2_major_at,
                  fmt::format("the format's major version is {}; 2 was expected after this magic; save the model again",
                              header.major));
  }
  if (const std::uint32_t computed = header_checksum(file); computed != header.header_checksum) {
    return damaged(subject, k_header_checksum_at, "header", header.header_checksum, computed);
  }
  if (const std::uint32_t computed = checksum(file.first(footer_at)); computed != header.file_checksum) {
    return damaged(subject, footer_at, "file", header.file_checksum, computed);
  }
  if (auto checked = check_sections(header, footer_at, subject); !checked) {
    return std::unexpected(std::move(checked).error());
  }
  return header;
}

core::Result<void> check_v2_readable(const V2Header& header, std::string_view subject) {
  for (const FlagName& flag : k_v2_flags) {
    if ((header.flags & flag.bit) != 0 && !flag.refusal.empty()) {
      return refuse(subject, k_v2_flags_at,
                    fmt::format("the model {} (flag 0x{:X}, {}); this program reads plain row-major files of one part; "
                                "save the model as such",
                                flag.refusal, flag.bit, flag.name));
    }
  }
  return {};
}

std::vector<std::string_view> v2_flag_names(std::uint16_t flags) {
  std::vector<std::string_view> names;
  for (const FlagName& flag : k_v2_flags) {
    if ((flags & flag.bit) != 0) {
      names.push_back(flag.name);
    }
  }
  return names;
}

core::Result<TensorFile> read_v2_tensors(std::span<const std::byte> file, const V2Header& header,
                                         std::string_view subject) {
  auto metadata = read_json_metadata(file, header, subject);
  if (!metadata) {
    return std::unexpected(std::move(metadata).error());
  }
  TensorFile contents{.tensors = {}, .metadata = *std::move(metadata)};
  IndexReader index{file, header, subject};
  for (std::uint32_t i = 0; i < header.tensor_count; ++i) {
    auto tensor = index.next(i);
    if (!tensor) {
      return std::unexpected(std::move(tensor).error());
    }
    if (!is_utf8(tensor->name)) {
      return refuse(subject, tensor->entry_at,
                    fmt::format("the name of tensor {} is not UTF-8; save the model again", i));
    }
    if (!contents.tensors.empty() && contents.tensors.back().name >= tensor->name) {
      return refuse(
          subject, tensor->entry_at,
          fmt::format("tensor \"{}\" follows \"{}\"; names sorted byte by byte, each once, were expected; save "
                      "the model again",
                      tensor->name, contents.tensors.back().name));
    }
    contents.tensors.push_back(*std::move(tensor));
  }
  return contents;
}

std::vector<std::byte> write_v2_tensors(std::span<const F32Array> arrays, const Json& metadata) {
  const std::string text = metadata.dump(-1, ' ', false, Json::error_handler_t::replace);
  std::vector<std::byte> file(k_v2_header_size);
  append_text(file, text);
  pad(file);
  const std::size_t index_at = file.size();
  std::uint64_t offset = 0;
  for (const F32Array& array : arrays) {
    append(file, static_cast<std::uint16_t>(array.name.size()));
    append_text(file, array.name);
    append(file, std::uint8_t{0});
    append(file, static_cast<std::uint8_t>(array.shape.size()));
    for (const std::uint64_t extent : array.shape) {
      append(file, extent);
    }
    const std::uint64_t size = array.values.size_bytes();
    append(file, offset);
    append(file, size);
    offset += (size + k_alignment - 1) / k_alignment * k_alignment;
  }
  pad(file);
  const std::size_t data_at = file.size();
  file.reserve(file.size() + offset + 4);
  for (const F32Array& array : arrays) {
    append(file, array.values);
    pad(file);
  }
  std::ranges::copy(std::as_bytes(std::span{std::string_view{"APR"}}), file.begin());
  store(file, k_v2_major_at, std::uint8_t{2});
  store(file, k_v2_flags_at, k_row_major);
  store(file, k_tensor_count_at, static_cast<std::uint32_t>(arrays.size()));
  store(file, k_metadata_offset_at, std::uint64_t{k_v2_header_size});
  store(file, k_v2_metadata_size_at, static_cast<std::uint32_t>(text.size()));
  store(file, k_index_offset_at, std::uint64_t{index_at});
  store(file, k_data_offset_at, std::uint64_t{data_at});
  store(file, k_header_checksum_at, header_checksum(file));
  append(file, checksum(file));
  return file;
}

}  // namespace moebench::apr
