// Owns reading NumPy's .npy files, format versions 1 to 3, of plain numbers. Records, text, objects, complex and half
// precision are refused by name, and so are .npz archives. Included by data_file.hpp and cli.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "moebench/core/error.hpp"
#include "moebench/io/sample_matrix.hpp"

namespace moebench::io {

/// Whether `file` begins as a .npy file does.
bool is_npy(std::span<const std::byte> file);

/// An array of two dimensions or more is rows of samples, the dimensions behind the first laid out one after another as
/// C does, whether the file is in C or in Fortran order; of one dimension, a single sample. Elements are f4, f8,
/// integers of 1 to 8 bytes or b1, of either byte order. Values stay as they are, bytes too: nothing is scaled. f8 is
/// rounded to f32. Allocates at most four bytes for each of the file's. Input errors, with the byte: another magic or
/// version; a header that is not a Python literal with just descr, fortran_order and shape; an element type not named
/// above; a dimension of 0; a length other than the shape makes; a value that is not finite, does not fit a 32-bit
/// float, or is an integer that no f32 equals.
core::Result<SampleMatrix> parse_npy_samples(std::span<const std::byte> file, std::string_view subject);

/// An array of one dimension, or of several of which all but the first are 1, as one label a row. Errors as above.
core::Result<std::vector<float>> parse_npy_labels(std::span<const std::byte> file, std::string_view subject);

}  // namespace moebench::io
