#include "moebench/io/idx.hpp"

#include <doctest/doctest.h>

#include "io/data_bytes.hpp"

using namespace data_test;
using namespace moebench::io;

namespace {

std::string image_refusal(const std::string& file) {
  const auto samples = parse_idx_images(bytes_of(file), "images");
  return samples ? "" : samples.error().subject + ": " + samples.error().message;
}

std::string label_refusal(const std::string& file) {
  const auto labels = parse_idx_labels(bytes_of(file), "labels");
  return labels ? "" : labels.error().subject + ": " + labels.error().message;
}

const std::string k_six("\x00\x01\x7f\x80\xfe\xff", 6);

}  // namespace

TEST_CASE("images are rows of pixels divided by 255") {
  const auto samples = parse_idx_images(bytes_of(idx(0x803, {2, 1, 3}, k_six)), "images");
  REQUIRE(samples);
  CHECK(samples->columns == 3);
  CHECK(samples->rows() == 2);
  CHECK(samples->values == std::vector<float>{0, 1.0F / 255.0F, 127.0F / 255.0F, 128.0F / 255.0F, 254.0F / 255.0F, 1});
}

TEST_CASE("labels are bytes") {
  const auto labels = parse_idx_labels(bytes_of(idx(0x801, {6}, k_six)), "labels");
  REQUIRE(labels);
  CHECK(*labels == std::vector<float>{0, 1, 127, 128, 254, 255});
}

TEST_CASE("images and labels given for each other are refused by what they are") {
  CHECK(image_refusal(idx(0x801, {6}, k_six)) ==
        "images: byte 0: the file holds labels; images were expected; were the two files swapped?");
  CHECK(label_refusal(idx(0x803, {2, 1, 3}, k_six)) ==
        "labels: byte 0: the file holds images; labels were expected; were the two files swapped?");
}

TEST_CASE("other files are refused by their first bytes") {
  CHECK(
      image_refusal(std::string("\x1f\x8b\x08\x00", 4)).starts_with("images: byte 0: the file is compressed by gzip;"));
  CHECK(label_refusal(std::string("\x1f\x8b", 2)).find("unpack it with gunzip first") != std::string::npos);
  // 0x0d: elements of four bytes.
  CHECK(image_refusal(idx(0xd03, {2, 1, 3}, k_six))
            .starts_with("images: byte 0: the magic number is 0x00000d03; 0x00000803"));
  CHECK(image_refusal("").starts_with("images: byte 0: the file ends before its magic number"));
  CHECK(image_refusal(std::string(3, '\0')).starts_with("images: byte 3: the file ends before its magic number"));
}

TEST_CASE("a file that is not as long as its sizes make is refused") {
  const std::string whole = idx(0x803, {2, 1, 3}, k_six);
  CHECK(image_refusal(whole.substr(0, 15)).starts_with("images: byte 15: the file ends inside its header of 16 bytes"));
  CHECK(image_refusal(whole.substr(0, 21)).starts_with("images: byte 21: the file ends after 5 bytes of data;"));
  CHECK(image_refusal(whole + "x").starts_with("images: byte 22: 1 bytes are left over behind the 6"));
  CHECK(label_refusal(idx(0x801, {7}, k_six)).starts_with("labels: byte 14: the file ends after 6 bytes of data;"));
}

TEST_CASE("sizes of nothing and beyond all memory are refused without allocating") {
  CHECK(image_refusal(idx(0x803, {0, 28, 28}, "")).starts_with("images: byte 4: the size is 0;"));
  CHECK(image_refusal(idx(0x803, {2, 1, 0}, k_six)).starts_with("images: byte 12: the size is 0;"));
  // 2^96 pixels, which 64 bits do not hold.
  CHECK(image_refusal(idx(0x803, {~0U, ~0U, ~0U}, k_six)).starts_with("images: byte 22: the file ends after 6 bytes"));
  CHECK(image_refusal(idx(0x803, {0x80000000, 2, 0x80000000}, k_six)).starts_with("images: byte 22: the file ends"));
}

TEST_CASE("an IDX file of bytes is known by its magic") {
  CHECK(is_idx(bytes_of(idx(0x803, {}, ""))));
  CHECK(is_idx(bytes_of(idx(0x801, {}, ""))));
  CHECK_FALSE(is_idx(bytes_of(idx(0x802, {}, ""))));
  CHECK_FALSE(is_idx(bytes_of(std::string(3, '\0'))));
}
