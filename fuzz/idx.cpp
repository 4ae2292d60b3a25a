// IDX files of images and of labels: what is read is, byte by byte, what the file holds.
#include "moebench/io/idx.hpp"

#include <cmath>

#include "expect.hpp"
#include "io/data_bytes.hpp"

namespace {

using namespace moebench;

/// The bytes that the values were read from.
std::string bytes_of(const std::vector<float>& values, float scale) {
  std::string bytes;
  for (const float value : values) {
    bytes += static_cast<char>(static_cast<unsigned char>(std::lround(value * scale)));
  }
  return bytes;
}

void check_images(std::string_view file, const io::SampleMatrix& images) {
  fuzz::expect(images.columns >= 1 && images.rows() >= 1);
  fuzz::expect(images.rows() * images.columns == images.values.size());
  fuzz::expect(file.substr(16) == bytes_of(images.values, 255.0F));
}

void check_labels(std::string_view file, const std::vector<float>& labels) {
  fuzz::expect(file == data_test::idx(0x801, {static_cast<std::uint32_t>(labels.size())}, bytes_of(labels, 1.0F)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = fuzz::view(data, size);
  const auto images = io::parse_idx_images(bytes, "f");
  const auto labels = io::parse_idx_labels(bytes, "f");
  fuzz::expect(!(images && labels));
  fuzz::expect(io::is_idx(bytes) || !(images || labels));
  fuzz::expect_refusal(images, "f", size);
  fuzz::expect_refusal(labels, "f", size);
  if (images) {
    check_images(fuzz::text(data, size), *images);
  }
  if (labels) {
    check_labels(fuzz::text(data, size), *labels);
  }
  return 0;
}
