#include "moebench/io/npy.hpp"

#include <cmath>
#include <limits>

#include <doctest/doctest.h>

#include "io/data_bytes.hpp"

using namespace data_test;
using namespace moebench::io;
using Values = std::vector<float>;

namespace {

std::string npy_refusal(const std::string& file) {
  const auto samples = parse_npy_samples(bytes_of(file), "x.npy");
  return samples ? "" : samples.error().subject + ": " + samples.error().message;
}

SampleMatrix npy_samples(const std::string& file) {
  auto samples = parse_npy_samples(bytes_of(file), "x.npy");
  REQUIRE_MESSAGE(samples, npy_refusal(file));
  return *std::move(samples);
}

template <std::size_t Size>
std::string literal(const char (&text)[Size]) {
  return {text, Size - 1};
}

const std::string k_six_f4 = raw<float>({1, 2.5F, -3, 4, 5, 6});

}  // namespace

// NumPy 1.24.2: numpy.lib.format.write_array(file, array, version), the array and version of each as named.

TEST_CASE("a file that NumPy wrote in version 1 is read") {
  // numpy.array([[1, 2.5, -3], [4, 5, 6]], dtype='<f4'), (1, 0)
  const std::string file =
      literal("\x93NUMPY\x01\x00v\x00{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }") +
      std::string(58, ' ') + literal("\n\x00\x00\x80?\x00\x00 @\x00\x00@\xc0\x00\x00\x80@\x00\x00\xa0@\x00\x00\xc0@");
  REQUIRE(file.size() == 152);
  const SampleMatrix samples = npy_samples(file);
  CHECK(samples.columns == 3);
  CHECK(samples.rows() == 2);
  CHECK(samples.values == Values{1, 2.5F, -3, 4, 5, 6});
}

TEST_CASE("a file that NumPy wrote in version 2 and Fortran order is read") {
  // numpy.asfortranarray(numpy.array([[1, 2.5, -3], [4, 5, 6]], dtype='<f8')), (2, 0)
  const std::string file =
      literal("\x93NUMPY\x02\x00t\x00\x00\x00{'descr': '<f8', 'fortran_order': True, 'shape': (2, 3), }") +
      std::string(57, ' ') +
      literal(
          "\n\x00\x00\x00\x00\x00\x00\xf0?\x00\x00\x00\x00\x00\x00\x10@\x00\x00\x00\x00\x00\x00\x04@\x00\x00\x00\x00"
          "\x00\x00\x14@\x00\x00\x00\x00\x00\x00\x08\xc0\x00\x00\x00\x00\x00\x00\x18@");
  REQUIRE(file.size() == 176);
  const SampleMatrix samples = npy_samples(file);
  CHECK(samples.columns == 3);
  CHECK(samples.values == Values{1, 2.5F, -3, 4, 5, 6});
}

TEST_CASE("a file that NumPy wrote in version 3 of images of bytes is read, one image a row, unscaled") {
  // numpy.arange(12, dtype='u1').reshape(2, 2, 3), (3, 0)
  const std::string file =
      literal("\x93NUMPY\x03\x00t\x00\x00\x00{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2, 3), }") +
      std::string(53, ' ') + literal("\n\x00\x01\x02\x03\x04\x05\x06\x07\x08\t\n\x0b");
  REQUIRE(file.size() == 140);
  const SampleMatrix samples = npy_samples(file);
  CHECK(samples.columns == 6);
  CHECK(samples.rows() == 2);
  CHECK(samples.values == Values{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
}

TEST_CASE("Fortran order of three dimensions is laid out as C does") {
  // numpy.arange(12).reshape(2, 2, 3).ravel(order='F') is 0 6 3 9 1 7 4 10 2 8 5 11.
  const SampleMatrix samples =
      npy_samples(npy("|u1", "True", "(2, 2, 3)", raw<std::uint8_t>({0, 6, 3, 9, 1, 7, 4, 10, 2, 8, 5, 11})));
  CHECK(samples.values == Values{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
}

TEST_CASE("one dimension is one sample, and one label a row") {
  const std::string file = npy("<f4", "False", "(6,)", k_six_f4);
  CHECK(npy_samples(file).columns == 6);
  CHECK(*parse_npy_labels(bytes_of(file), "y.npy") == Values{1, 2.5F, -3, 4, 5, 6});
  CHECK(parse_npy_labels(bytes_of(npy("<f4", "False", "(6, 1)", k_six_f4)), "y.npy")->size() == 6);
  const auto wide = parse_npy_labels(bytes_of(npy("<f4", "False", "(2, 3)", k_six_f4)), "y.npy");
  REQUIRE(!wide);
  CHECK(wide.error().message.starts_with("the array has 2 dimensions and 6 elements; one label a row"));
  CHECK(npy_refusal(npy("<f4", "False", "()", raw<float>({1}))).starts_with("x.npy: the array is a single number;"));
}

TEST_CASE("every number type is read in either byte order") {
  CHECK(npy_samples(npy("<f8", "False", "(2,)", raw<double>({0.5, -1e-300}))).values == Values{0.5F, 0});
  CHECK(npy_samples(npy("|b1", "False", "(2,)", literal("\x00\x01"))).values == Values{0, 1});
  CHECK(npy_samples(npy("|i1", "False", "(2,)", literal("\xff\x7f"))).values == Values{-1, 127});
  CHECK(npy_samples(npy("<i2", "False", "(2,)", raw<std::int16_t>({-300, 300}))).values == Values{-300, 300});
  CHECK(npy_samples(npy("<u2", "False", "(1,)", raw<std::uint16_t>({65535}))).values == Values{65535});
  CHECK(npy_samples(npy("<i4", "False", "(1,)", raw<std::int32_t>({-16777216}))).values == Values{-16777216});
  CHECK(npy_samples(npy("<u4", "False", "(1,)", raw<std::uint32_t>({0x80000000U}))).values == Values{0x1p31F});
  CHECK(npy_samples(npy("<i8", "False", "(2,)", raw<std::int64_t>({7, -9}))).values == Values{7, -9});
  CHECK(npy_samples(npy("<u8", "False", "(1,)", raw<std::uint64_t>({std::uint64_t{1} << 63U}))).values ==
        Values{0x1p63F});
  CHECK(npy_samples(npy(">f4", "False", "(1,)", literal("\x3f\x80\x00\x00"))).values == Values{1});
  CHECK(npy_samples(npy(">i2", "False", "(1,)", literal("\x01\x02"))).values == Values{258});
  CHECK(npy_samples(npy("=f4", "False", "(1,)", raw<float>({3}))).values == Values{3});
}

TEST_CASE("values that no finite float holds are refused with their byte") {
  const double inf = std::numeric_limits<double>::infinity();
  CHECK(npy_refusal(npy("<f4", "False", "(2,)", raw<float>({1, std::nanf("")})))
            .starts_with("x.npy: byte 132: element 1 is nan; a finite number"));
  CHECK(npy_refusal(npy("<f8", "False", "(2,)", raw<double>({1, inf})))
            .starts_with("x.npy: byte 136: element 1 is inf;"));
  CHECK(npy_refusal(npy("<f8", "False", "(1,)", raw<double>({1e39})))
            .starts_with("x.npy: byte 128: element 0 is 1e+39;"));
  CHECK(npy_refusal(npy("<i4", "False", "(1,)", raw<std::int32_t>({16777217})))
            .starts_with("x.npy: byte 128: element 0 is 16777217; an integer that a 32-bit float holds exactly"));
  CHECK(npy_refusal(npy("<i4", "False", "(1,)", raw<std::int32_t>({std::numeric_limits<std::int32_t>::max()})))
            .starts_with("x.npy: byte 128: element 0 is 2147483647;"));
  CHECK_FALSE(npy_refusal(npy("<u8", "False", "(1,)", raw<std::uint64_t>({~std::uint64_t{0}}))).empty());
}

TEST_CASE("types that are no plain numbers are refused by name") {
  for (const std::string type : {"<f2", "<c8", "<U5", "|S3", "|O", "<M8", "f4", "<f4x", "!f4", "<i3", "<f16"}) {
    const std::string message = npy_refusal(npy(type, "False", "(1,)", std::string(8, '\0')));
    CAPTURE(type);
    CHECK(message.find("the elements are of type \"" + type + "\"") != std::string::npos);
  }
  CHECK(npy_refusal(npy("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (1,), }", raw<float>({1})))
            .find("the type of plain numbers in quotes was expected") != std::string::npos);
}

TEST_CASE("a header that is not the literal that NumPy writes is refused at its byte") {
  const auto header = [](const std::string& dictionary) { return npy_refusal(npy(dictionary, raw<float>({1}))); };
  CHECK(header("{'shape': (1,), 'fortran_order': False, 'descr': '<f4'}").empty());
  CHECK(header("{\"shape\": (1L,), \"fortran_order\": False, \"descr\": \"<f4\"}").empty());
  CHECK(header("[1]").starts_with("x.npy: byte 10: the header has \"[1]"));
  CHECK(header("{'descr': '<f4', 'fortran_order': False, }").find("the key shape was expected") != std::string::npos);
  CHECK(header("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,), }")
            .starts_with("x.npy: byte 27: the header has \"'descr': '<f4', 'for\"; one each of the keys"));
  CHECK(header("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'more': 1}").find("one each") !=
        std::string::npos);
  CHECK(header("{'descr': '<f4', 'fortran_order': 0, 'shape': (1,), }").find("True or False was expected") !=
        std::string::npos);
  CHECK(header("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }").find("a whole number") !=
        std::string::npos);
  CHECK(header("{'descr': '<f4', 'fortran_order': False, 'shape': (1 1), }").find("a comma or a closing parenthesis") !=
        std::string::npos);
  CHECK(header("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }").find("64 bits") !=
        std::string::npos);
  CHECK(header("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), } x").find("nothing more") !=
        std::string::npos);
  CHECK(header("{'descr': '<f4', 'fortran_order': False, 'shape': (1,").find("was expected") != std::string::npos);
  CHECK(header("{'descr': '<f4").find("in quotes was expected") != std::string::npos);
}

TEST_CASE("files that are no .npy files are refused by their first bytes") {
  CHECK(npy_refusal("PK\x03\x04").starts_with("x.npy: byte 0: the file is an archive (.npz)"));
  CHECK(npy_refusal("\x1f\x8b").starts_with("x.npy: byte 0: the file is compressed by gzip"));
  CHECK(npy_refusal("1,2\n").starts_with("x.npy: byte 0: the file does not begin as a .npy file does"));
  std::string file = npy("<f4", "False", "(1,)", raw<float>({1}));
  file[6] = 4;
  CHECK(npy_refusal(file).starts_with("x.npy: byte 6: the format's version is 4;"));
}

TEST_CASE("a file cut at any byte is refused") {
  const std::string whole = npy("<f4", "False", "(2, 3)", k_six_f4);
  REQUIRE(npy_refusal(whole).empty());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    CHECK_FALSE(npy_refusal(whole.substr(0, size)).empty());
  }
  CHECK(npy_refusal(whole.substr(0, whole.size() - 1))
            .starts_with("x.npy: byte 151: the file ends after 23 bytes of data;"));
  CHECK(npy_refusal(whole + "x").starts_with("x.npy: byte 152: 1 bytes are left over"));
}

TEST_CASE("shapes of nothing and beyond all memory are refused without allocating") {
  const auto shape = [](const std::string& text) { return npy_refusal(npy("<f8", "False", text, raw<double>({1}))); };
  CHECK(shape("(0, 3)").find("a dimension of the array is 0") != std::string::npos);
  CHECK(shape("(18446744073709551615, 18446744073709551615)").find("its shape announces more") != std::string::npos);
  CHECK(shape("(4294967296, 4294967296)").find("its shape announces more") != std::string::npos);
  CHECK(shape("(9223372036854775808, 2)").find("its shape announces more") != std::string::npos);
  std::string many = "(1";
  for (int i = 0; i < 32; ++i) {
    many += ", 1";
  }
  CHECK(shape(many + ")").find("no more than 32 dimensions") != std::string::npos);
}
