#include "safetensors.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "little_endian.hpp"
#include "refusal.hpp"

namespace moebench::apr {
namespace {

using core::Result;

constexpr std::size_t k_length_size = 8;
constexpr std::uint64_t k_longest_header = 100'000'000;
constexpr std::string_view k_metadata_key = "__metadata__";

constexpr std::array<std::pair<std::string_view, std::size_t>, 15> k_types{{{"F64", 8},
                                                                            {"F32", 4},
                                                                            {"F16", 2},
                                                                            {"BF16", 2},
                                                                            {"F8_E4M3", 1},
                                                                            {"F8_E5M2", 1},
                                                                            {"I64", 8},
                                                                            {"I32", 4},
                                                                            {"I16", 2},
                                                                            {"I8", 1},
                                                                            {"U64", 8},
                                                                            {"U32", 4},
                                                                            {"U16", 2},
                                                                            {"U8", 1},
                                                                            {"BOOL", 1}}};

/// The header's bytes. Input errors: a length that the file does not bear out.
Result<Payload> header_part(std::span<const std::byte> file, std::string_view subject) {
  if (file.size() < k_length_size + 2) {
    return refuse(subject, file.size(),
                  fmt::format("the file ends after {} bytes; a SafeTensors file has a length of 8 and a header of 2 or "
                              "more; fetch or save it again",
                              file.size()));
  }
  const auto length = load<std::uint64_t>(file, 0);
  if (length > k_longest_header) {
    return refuse(subject, 0,
                  fmt::format("the header is said to have {} bytes; the format allows {}; the file is broken or no "
                              "SafeTensors file",
                              length, k_longest_header));
  }
  if (length > file.size() - k_length_size) {
    return refuse(subject, 0,
                  fmt::format("the header is said to have {} bytes, but the file has room for {}; it was probably cut "
                              "short: fetch or save it again",
                              length, file.size() - k_length_size));
  }
  return Payload{file.subspan(k_length_size, length), k_length_size, subject};
}

std::unexpected<core::Error> broken_entry(std::string_view subject, std::string_view name, std::string_view found) {
  return refuse(subject, k_length_size, fmt::format("in the header, \"{}\" {}; save the model again", name, found));
}

Result<void> check_metadata(const Json& metadata, std::string_view subject) {
  if (!metadata.is_object()) {
    return broken_entry(subject, k_metadata_key,
                        fmt::format("is {}; an object of strings was expected", kind(metadata)));
  }
  for (const auto& [key, value] : metadata.items()) {
    if (!value.is_string()) {
      return broken_entry(subject, k_metadata_key,
                          fmt::format("has {} as \"{}\"; strings were expected", kind(value), key));
    }
  }
  return {};
}

/// The list of whole numbers that is called `key` in `entry`.
Result<std::vector<std::uint64_t>> whole_numbers(const Json& entry, const char* key, std::string_view name,
                                                 std::string_view subject) {
  const auto list = entry.find(key);
  if (list == entry.end() || !list->is_array() ||
      !std::ranges::all_of(*list, [](const Json& number) { return number.is_number_unsigned(); })) {
    return broken_entry(subject, name, fmt::format("has no {} that is a list of whole numbers, as was expected", key));
  }
  return list->get<std::vector<std::uint64_t>>();
}

struct Entry {
  Tensor tensor;
  std::uint64_t begin;
  std::uint64_t end;
};

Result<Entry> read_entry(const std::string& name, const Json& described, std::string_view subject) {
  if (!described.is_object()) {
    return broken_entry(subject, name, fmt::format("is {}; an object was expected", kind(described)));
  }
  const auto type = described.find("dtype");
  if (type == described.end() || !type->is_string()) {
    return broken_entry(subject, name, "has no dtype that is a string, as was expected");
  }
  const auto& type_name = type->get_ref<const std::string&>();
  const auto* const known = std::ranges::find(k_types, type_name, [](const auto& entry) { return entry.first; });
  if (known == k_types.end()) {
    return broken_entry(subject, name, fmt::format("has the unknown dtype \"{}\"; \"F32\" was expected", type_name));
  }
  auto shape = whole_numbers(described, "shape", name, subject);
  if (!shape) {
    return std::unexpected(std::move(shape).error());
  }
  const auto offsets = whole_numbers(described, "data_offsets", name, subject);
  if (!offsets) {
    return std::unexpected(offsets.error());
  }
  if (offsets->size() != 2) {
    return broken_entry(subject, name, fmt::format("has {} data_offsets; 2 were expected", offsets->size()));
  }
  const std::uint64_t begin = (*offsets)[0];
  const std::uint64_t end = (*offsets)[1];
  const auto expected = array_size(*shape, known->second);
  if (end < begin || !expected || *expected != end - begin) {
    return broken_entry(subject, name,
                        fmt::format("has the data_offsets [{}, {}]; its shape and dtype ({}) make {} bytes", begin, end,
                                    type_name, expected ? std::to_string(*expected) : "more than 64 bits hold"));
  }
  return Entry{.tensor = {.name = name,
                          .type = type_name,
                          .is_f32 = type_name == "F32",
                          .shape = *std::move(shape),
                          .data = {{}, 0, subject},
                          .entry_at = k_length_size},
               .begin = begin,
               .end = end};
}

/// Gives every tensor its bytes. Input errors: gaps, overlaps, an end that is not the data's.
Result<void> place_data(std::vector<Entry>& entries, const Payload& data) {
  std::ranges::stable_sort(entries, {}, [](const Entry& entry) { return std::pair{entry.begin, entry.end}; });
  std::uint64_t previous_end = 0;
  for (Entry& entry : entries) {
    if (entry.begin != previous_end) {
      return broken_entry(data.file, entry.tensor.name,
                          fmt::format("starts at {} of the data; the end of what is before it, {}, was expected",
                                      entry.begin, previous_end));
    }
    if (entry.end > data.bytes.size()) {
      return broken_entry(data.file, entry.tensor.name,
                          fmt::format("ends at {} of the data, which has {} bytes; the file was probably cut short",
                                      entry.end, data.bytes.size()));
    }
    entry.tensor.data = {data.bytes.subspan(entry.begin, entry.end - entry.begin), data.offset + entry.begin,
                         data.file};
    previous_end = entry.end;
  }
  if (previous_end != data.bytes.size()) {
    return refuse(data, previous_end,
                  fmt::format("{} bytes follow the last tensor; the file should end there; fetch or save it again",
                              data.bytes.size() - previous_end));
  }
  return {};
}

}  // namespace

Result<TensorFile> read_safetensors(std::span<const std::byte> file, std::string_view subject) {
  const auto part = header_part(file, subject);
  if (!part) {
    return std::unexpected(part.error());
  }
  auto header = parse_json(*part, "the header");
  if (!header) {
    return std::unexpected(std::move(header).error());
  }
  if (!header->is_object() || part->bytes.front() != std::byte{'{'}) {
    return refuse(*part, 0, "the header is no JSON object that starts at its first byte; save the model again");
  }
  TensorFile contents{.tensors = {}, .metadata = Json::object()};
  std::vector<Entry> entries;
  for (const auto& [name, described] : header->items()) {
    if (name == k_metadata_key) {
      if (auto checked = check_metadata(described, subject); !checked) {
        return std::unexpected(std::move(checked).error());
      }
      contents.metadata = described;
      continue;
    }
    auto entry = read_entry(name, described, subject);
    if (!entry) {
      return std::unexpected(std::move(entry).error());
    }
    entries.push_back(*std::move(entry));
  }
  const std::size_t data_at = k_length_size + part->bytes.size();
  if (auto placed = place_data(entries, {file.subspan(data_at), data_at, subject}); !placed) {
    return std::unexpected(std::move(placed).error());
  }
  for (Entry& entry : entries) {
    contents.tensors.push_back(std::move(entry.tensor));
  }
  return contents;
}

std::vector<std::byte> write_safetensors_arrays(std::span<const F32Array> arrays, const Json& metadata) {
  constexpr std::size_t alignment = 8;
  Json header = Json::object();
  if (!metadata.empty()) {
    header[std::string{k_metadata_key}] = metadata;
  }
  std::uint64_t offset = 0;
  for (const F32Array& array : arrays) {
    const std::uint64_t end = offset + array.values.size_bytes();
    header[std::string{array.name}] = {{"dtype", "F32"}, {"shape", array.shape}, {"data_offsets", {offset, end}}};
    offset = end;
  }
  std::string text = header.dump(-1, ' ', false, Json::error_handler_t::replace);
  text.resize((text.size() + alignment - 1) / alignment * alignment, ' ');
  std::vector<std::byte> file;
  file.reserve(k_length_size + text.size() + offset);
  append(file, std::uint64_t{text.size()});
  const auto bytes = std::as_bytes(std::span{text});
  file.insert(file.end(), bytes.begin(), bytes.end());
  for (const F32Array& array : arrays) {
    append(file, array.values);
  }
  return file;
}

}  // namespace moebench::apr
