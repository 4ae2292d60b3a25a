#include "moebench/io/idx.hpp"

#include <cstdint>
#include <string>

#include <fmt/format.h>

#include "binary_refusal.hpp"

namespace moebench::io {
namespace {

constexpr std::uint32_t k_labels = 0x00000801;
constexpr std::uint32_t k_images = 0x00000803;

/// Precondition: at + 4 <= file.size().
std::uint32_t big_endian(std::span<const std::byte> file, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    value = value << 8U | std::to_integer<std::uint32_t>(file[at + i]);
  }
  return value;
}

std::string_view content_of(std::uint32_t magic) {
  return magic == k_images ? "images" : "labels";
}

core::Result<void> check_magic(std::span<const std::byte> file, std::string_view subject, std::uint32_t expected) {
  if (is_gzip(file)) {
    return refuse_gzip(subject);
  }
  if (file.size() < 4) {
    return refuse_at(subject, file.size(), "the file ends before its magic number of 4 bytes; fetch it again");
  }
  const std::uint32_t magic = big_endian(file, 0);
  if (magic == expected) {
    return {};
  }
  if (magic == k_images || magic == k_labels) {
    return refuse_at(subject, 0,
                     fmt::format("the file holds {}; {} were expected; were the two files swapped?", content_of(magic),
                                 content_of(expected)));
  }
  return refuse_at(subject, 0,
                   fmt::format("the magic number is 0x{:08x}; 0x{:08x} was expected, an IDX file of {} in unsigned "
                               "bytes; give such a file",
                               magic, expected, content_of(expected)));
}

/// The bytes behind a header of `sizes` sizes, of which there must be as many as the sizes make.
core::Result<std::span<const std::byte>> body(std::span<const std::byte> file, std::string_view subject,
                                              std::size_t sizes) {
  const std::size_t header = 4 + 4 * sizes;
  if (file.size() < header) {
    return refuse_at(subject, file.size(),
                     fmt::format("the file ends inside its header of {} bytes; fetch it again", header));
  }
  const std::size_t left = file.size() - header;
  // Each factor is at least 1, so a product beyond what is left needs no more factors, and none overflows.
  std::uint64_t product = 1;
  for (std::size_t i = 0; i < sizes; ++i) {
    const std::uint64_t size = big_endian(file, 4 + 4 * i);
    if (size == 0) {
      return refuse_at(subject, 4 + 4 * i, "the size is 0; 1 or more was expected; the file holds no data");
    }
    if (product > left / size) {
      return refuse_at(subject, file.size(),
                       fmt::format("the file ends after {} bytes of data; its header announces more; it was cut short: "
                                   "fetch it again",
                                   left));
    }
    product *= size;
  }
  if (product != left) {
    return refuse_at(subject, header + product,
                     fmt::format("{} bytes are left over behind the {} that the header announces; fetch the file again",
                                 left - product, product));
  }
  return file.subspan(header);
}

}  // namespace

bool is_idx(std::span<const std::byte> file) {
  return file.size() >= 4 && (big_endian(file, 0) == k_images || big_endian(file, 0) == k_labels);
}

core::Result<SampleMatrix> parse_idx_images(std::span<const std::byte> file, std::string_view subject) {
  if (auto checked = check_magic(file, subject, k_images); !checked) {
    return std::unexpected{std::move(checked).error()};
  }
  const auto pixels = body(file, subject, 3);
  if (!pixels) {
    return std::unexpected{pixels.error()};
  }
  SampleMatrix samples{.columns = std::size_t{big_endian(file, 8)} * big_endian(file, 12), .values = {}};
  samples.values.reserve(pixels->size());
  for (const std::byte pixel : *pixels) {
    samples.values.push_back(static_cast<float>(std::to_integer<std::uint8_t>(pixel)) / 255.0F);
  }
  return samples;
}

core::Result<std::vector<float>> parse_idx_labels(std::span<const std::byte> file, std::string_view subject) {
  if (auto checked = check_magic(file, subject, k_labels); !checked) {
    return std::unexpected{std::move(checked).error()};
  }
  const auto bytes = body(file, subject, 1);
  if (!bytes) {
    return std::unexpected{bytes.error()};
  }
  std::vector<float> labels;
  labels.reserve(bytes->size());
  for (const std::byte label : *bytes) {
    labels.push_back(static_cast<float>(std::to_integer<std::uint8_t>(label)));
  }
  return labels;
}

}  // namespace moebench::io
