// Owns telling data files apart, by their first bytes and not by their names, and reading them whole. What each format
// means is its own reader's: samples_csv.hpp, idx.hpp, npy.hpp. Included by cli.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "moebench/core/error.hpp"
#include "moebench/io/sample_matrix.hpp"

namespace moebench::io {

enum class DataFormat : std::uint8_t { csv, idx, npy };

/// "comma-separated text", "IDX, each pixel divided by 255", "NumPy array".
std::string_view description(DataFormat format);

struct SampleFile {
  DataFormat format;
  SampleMatrix samples;
};

/// The samples of a file: IDX images, a NumPy array, and whatever is neither as comma-separated text without labels.
/// Input errors: those of read_text() and of the format's reader; a file that gzip compressed.
core::Result<SampleFile> read_samples(const std::filesystem::path& path);

/// The labels of a file: IDX labels, a NumPy array, or text with one number a line. Input errors as above; lines of
/// text with several numbers.
core::Result<std::vector<float>> read_labels(const std::filesystem::path& path);

/// Samples with their labels: of one comma-separated file when `labels` is empty, whose labels stand in `label_column`
/// (see parse_labelled_csv()); otherwise of two files of any format. Input errors: as above; samples without labels
/// that are not text; another number of labels than of samples.
struct LabelledFile {
  DataFormat format;
  LabelledSamples data;
};
core::Result<LabelledFile> read_labelled(const std::filesystem::path& samples, const std::filesystem::path& labels,
                                         std::string_view label_column);

}  // namespace moebench::io
