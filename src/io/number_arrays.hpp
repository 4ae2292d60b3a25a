// Owns the fast way for what fills a result file: arrays of numbers, read straight from the text by all cores, around
// the general parser. Accepts exactly what JSON allows and leaves everything doubtful in place, so that the general
// parser judges it. Included by json_document.cpp.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moebench::io {

struct NumberArray {
  std::size_t place;  // how many arrays start before it in the text
  std::vector<double> numbers;
};

/// A text with some of its arrays emptied, and what stood in them.
struct Skeleton {
  std::string text;
  std::vector<NumberArray> arrays;  // by ascending place
};

/// Takes the arrays that are the value of one of `keys` out of `text`, where they hold nothing but numbers that a
/// double holds. Short ones stay, and so do all behind the first of them that holds anything else. The skeleton is
/// valid JSON exactly when the text is. Linear.
Skeleton take_out_number_arrays(std::string_view text, std::span<const std::string_view> keys);

}  // namespace moebench::io
