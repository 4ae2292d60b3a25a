#include "moebench/io/npy.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <type_traits>

#include <fmt/format.h>

#include "binary_refusal.hpp"
#include "npy_header.hpp"

namespace moebench::io {
namespace {

/// How many elements the shape makes, held against the bytes that there are. At least 1.
core::Result<std::size_t> element_count(const NpyHeader& header, std::span<const std::byte> file,
                                        std::string_view subject) {
  const std::size_t left = file.size() - header.data_at;
  // Each factor is at least 1, so none overflows before it passes what is left.
  std::uint64_t count = 1;
  for (const std::uint64_t size : header.shape) {
    if (size == 0) {
      return refuse_at(subject, header.data_at,
                       "a dimension of the array is 0; it holds no data: save one with samples");
    }
    if (count > left / header.item_size / size) {
      return refuse_at(subject, file.size(),
                       fmt::format("the file ends after {} bytes of data; its shape announces more; it was cut short: "
                                   "fetch it again",
                                   left));
    }
    count *= size;
  }
  const std::uint64_t used = count * header.item_size;
  if (used > left) {
    return refuse_at(subject, file.size(),
                     fmt::format("the file ends after {} bytes of data; an element has {}", left, header.item_size));
  }
  if (used != left) {
    return refuse_at(
        subject, header.data_at + used,
        fmt::format("{} bytes are left over behind the array; save it again, one array in a file", left - used));
  }
  return count;
}

template <class T>
T load(std::span<const std::byte> bytes, bool big_endian) {
  std::array<std::byte, sizeof(T)> raw;
  std::ranges::copy(bytes.first<sizeof(T)>(), raw.begin());
  if (big_endian != (std::endian::native == std::endian::big)) {
    std::ranges::reverse(raw);
  }
  return std::bit_cast<T>(raw);
}

/// The f32 of `value`; empty where it is not finite, does not fit, or is an integer that no f32 equals.
template <class T>
std::optional<float> as_float(T value) {
  const auto single = static_cast<float>(value);
  if constexpr (std::is_floating_point_v<T>) {
    return std::isfinite(single) ? std::optional{single} : std::nullopt;
  } else {
    // In the integer's own type, where the bound itself is no value: 2^31 is beyond an i4.
    const bool held = static_cast<long double>(single) == static_cast<long double>(value);
    return held ? std::optional{single} : std::nullopt;
  }
}

template <class T>
core::Result<std::vector<float>> convert(const NpyHeader& header, std::span<const std::byte> file,
                                         std::string_view subject, std::size_t count) {
  std::vector<float> values;
  values.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = header.data_at + i * sizeof(T);
    const T value = load<T>(file.subspan(at), header.big_endian);
    const std::optional<float> single = as_float(value);
    if (!single) {
      return refuse_at(
          subject, at,
          fmt::format("element {} is {}; {} was expected; correct it, or save the array as numpy.float32", i, value,
                      std::is_floating_point_v<T> ? "a finite number that fits a 32-bit float"
                                                  : "an integer that a 32-bit float holds exactly"));
    }
    values.push_back(*single);
  }
  return values;
}

/// Every element, in the file's order.
core::Result<std::vector<float>> elements(const NpyHeader& header, std::span<const std::byte> file,
                                          std::string_view subject) {
  const auto count = element_count(header, file, subject);
  if (!count) {
    return std::unexpected{count.error()};
  }
  const auto as = [&]<class T>(T) { return convert<T>(header, file, subject, *count); };
  const std::size_t size = header.item_size;
  switch (header.kind) {
    case NpyKind::floating: return size == 4 ? as(float{}) : as(double{});
    case NpyKind::signed_integer:
      return size == 1   ? as(std::int8_t{})
             : size == 2 ? as(std::int16_t{})
             : size == 4 ? as(std::int32_t{})
                         : as(std::int64_t{});
    case NpyKind::unsigned_integer:
    case NpyKind::boolean:
      return size == 1   ? as(std::uint8_t{})
             : size == 2 ? as(std::uint16_t{})
             : size == 4 ? as(std::uint32_t{})
                         : as(std::uint64_t{});
  }
  return refuse_at(subject, header.data_at, "the elements are of an unknown type");
}

/// `values` in Fortran order, whose first index runs fastest, laid out as C does.
std::vector<float> in_c_order(const std::vector<float>& values, const std::vector<std::uint64_t>& shape) {
  std::vector<float> ordered;
  ordered.reserve(values.size());
  std::vector<std::uint64_t> index(shape.size());
  while (ordered.size() < values.size()) {
    std::uint64_t at = 0;
    for (std::size_t d = shape.size(); d-- > 0;) {
      at = at * shape[d] + index[d];
    }
    ordered.push_back(values[at]);
    for (std::size_t d = shape.size(); d-- > 0 && ++index[d] == shape[d];) {
      index[d] = 0;
    }
  }
  return ordered;
}

struct Array {
  std::vector<std::uint64_t> shape;
  std::vector<float> values;  // in C order
};

core::Result<Array> parse_array(std::span<const std::byte> file, std::string_view subject) {
  auto header = parse_npy_header(file, subject);
  if (!header) {
    return std::unexpected{std::move(header).error()};
  }
  auto values = elements(*header, file, subject);
  if (!values) {
    return std::unexpected{std::move(values).error()};
  }
  if (header->fortran_order && header->shape.size() > 1) {
    *values = in_c_order(*values, header->shape);
  }
  return Array{.shape = std::move(header->shape), .values = *std::move(values)};
}

}  // namespace

core::Result<SampleMatrix> parse_npy_samples(std::span<const std::byte> file, std::string_view subject) {
  auto array = parse_array(file, subject);
  if (!array) {
    return std::unexpected{std::move(array).error()};
  }
  if (array->shape.empty()) {
    return core::input_error(std::string{subject},
                             "the array is a single number; rows of samples were expected: save one of two dimensions");
  }
  const std::size_t rows = array->shape.size() == 1 ? 1 : array->shape.front();
  return SampleMatrix{.columns = array->values.size() / rows,
                      .values = std::move(array->values),
                      .innermost = array->shape.size() > 2 ? array->shape.back() : 0};
}

core::Result<std::vector<float>> parse_npy_labels(std::span<const std::byte> file, std::string_view subject) {
  auto array = parse_array(file, subject);
  if (!array) {
    return std::unexpected{std::move(array).error()};
  }
  if (array->shape.empty() || array->shape.front() != array->values.size()) {
    return core::input_error(std::string{subject},
                             fmt::format("the array has {} dimensions and {} elements; one label a row was expected: "
                                         "save the labels as an array of one dimension",
                                         array->shape.size(), array->values.size()));
  }
  return std::move(array->values);
}

}  // namespace moebench::io
