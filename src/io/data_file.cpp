#include "moebench/io/data_file.hpp"

#include <cstddef>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "binary_refusal.hpp"
#include "moebench/io/atomic_file.hpp"
#include "moebench/io/idx.hpp"
#include "moebench/io/npy.hpp"
#include "moebench/io/samples_csv.hpp"

namespace moebench::io {
namespace {

/// A file's text with what it is.
struct Opened {
  std::string text;
  DataFormat format;

  std::span<const std::byte> bytes() const { return std::as_bytes(std::span{text}); }
};

core::Result<Opened> open(const std::filesystem::path& path) {
  auto text = read_text(path);
  if (!text) {
    return std::unexpected{std::move(text).error()};
  }
  Opened file{.text = *std::move(text), .format = DataFormat::csv};
  if (is_gzip(file.bytes())) {
    return refuse_gzip(path.string());
  }
  file.format = is_idx(file.bytes()) ? DataFormat::idx : is_npy(file.bytes()) ? DataFormat::npy : DataFormat::csv;
  return file;
}

core::Result<SampleMatrix> samples_of(const Opened& file, std::string_view subject) {
  switch (file.format) {
    case DataFormat::idx: return parse_idx_images(file.bytes(), subject);
    case DataFormat::npy: return parse_npy_samples(file.bytes(), subject);
    case DataFormat::csv: break;
  }
  return parse_samples_csv(file.text, subject);
}

}  // namespace

std::string_view description(DataFormat format) {
  switch (format) {
    case DataFormat::csv: return "comma-separated text";
    case DataFormat::idx: return "IDX, each pixel divided by 255";
    case DataFormat::npy: return "NumPy array";
  }
  return "";
}

core::Result<SampleFile> read_samples(const std::filesystem::path& path) {
  const auto file = open(path);
  if (!file) {
    return std::unexpected{file.error()};
  }
  auto samples = samples_of(*file, path.string());
  if (!samples) {
    return std::unexpected{std::move(samples).error()};
  }
  return SampleFile{.format = file->format, .samples = *std::move(samples)};
}

core::Result<std::vector<float>> read_labels(const std::filesystem::path& path) {
  const auto file = open(path);
  if (!file) {
    return std::unexpected{file.error()};
  }
  if (file->format == DataFormat::idx) {
    return parse_idx_labels(file->bytes(), path.string());
  }
  if (file->format == DataFormat::npy) {
    return parse_npy_labels(file->bytes(), path.string());
  }
  auto lines = parse_samples_csv(file->text, path.string());
  if (!lines) {
    return std::unexpected{std::move(lines).error()};
  }
  if (lines->columns != 1) {
    return core::input_error(path.string(),
                             fmt::format("its lines hold {} values; one label a line was expected", lines->columns));
  }
  return std::move(lines->values);
}

core::Result<LabelledFile> read_labelled(const std::filesystem::path& samples, const std::filesystem::path& labels,
                                         std::string_view label_column) {
  const auto file = open(samples);
  if (!file) {
    return std::unexpected{file.error()};
  }
  if (labels.empty()) {
    if (file->format != DataFormat::csv) {
      return core::input_error(samples.string(), fmt::format("the file ({}) holds samples without labels; give their "
                                                             "labels in a file of its own",
                                                             description(file->format)));
    }
    auto both = parse_labelled_csv(file->text, samples.string(), label_column);
    if (!both) {
      return std::unexpected{std::move(both).error()};
    }
    return LabelledFile{.format = file->format, .data = *std::move(both)};
  }
  auto matrix = samples_of(*file, samples.string());
  if (!matrix) {
    return std::unexpected{std::move(matrix).error()};
  }
  auto known = read_labels(labels);
  if (!known) {
    return std::unexpected{std::move(known).error()};
  }
  if (known->size() != matrix->rows()) {
    return core::input_error(labels.string(),
                             fmt::format("found {} labels; {} were expected, one for each sample of {}", known->size(),
                                         matrix->rows(), samples.string()));
  }
  return LabelledFile{.format = file->format, .data = {.samples = *std::move(matrix), .labels = *std::move(known)}};
}

}  // namespace moebench::io
