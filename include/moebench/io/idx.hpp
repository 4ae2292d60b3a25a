// Owns reading the IDX files of MNIST: images and labels of unsigned bytes. Other element types and dimensions of the
// format are refused, and so are compressed files. Included by data_file.hpp and cli.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "moebench/core/error.hpp"
#include "moebench/io/sample_matrix.hpp"

namespace moebench::io {

/// Whether `file` begins as an IDX file of unsigned bytes does, of images or of labels.
bool is_idx(std::span<const std::byte> file);

/// Images: the magic 0x00000803, three big-endian 32-bit sizes (images, rows, columns), one byte a pixel. Each image is
/// a sample of rows times columns values, each its pixel / 255 in f32, 0 .. 1. Allocates four bytes for each of the
/// file's. Input errors, with the byte: compressed by gzip; another magic, labels among them; a size of 0; a length
/// other than the sizes make.
core::Result<SampleMatrix> parse_idx_images(std::span<const std::byte> file, std::string_view subject);

/// Labels: the magic 0x00000801, a big-endian 32-bit number of labels, one byte a label, 0 .. 255. Errors as above.
core::Result<std::vector<float>> parse_idx_labels(std::span<const std::byte> file, std::string_view subject);

}  // namespace moebench::io
