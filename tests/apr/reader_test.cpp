#include "moebench/apr/reader.hpp"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <string>

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "apr/apr_bytes.hpp"
#include "temporary_folder.hpp"

using test::TemporaryFolder;
using namespace moebench::apr;
using moebench::core::ErrorKind;

namespace {

constexpr std::uint64_t k_one = 1;

void check_model_refused(const Bytes& file, std::string_view subject, std::string_view phrase) {
  const auto model = read_logistic_regression(file, "m.apr");
  REQUIRE(!model);
  CHECK(model.error().kind == ErrorKind::input);
  CHECK(model.error().subject == subject);
  CAPTURE(model.error().message);
  CHECK(model.error().message.find(phrase) != std::string::npos);
}

void save(const std::filesystem::path& path, const Bytes& bytes) {
  test::set_content(path, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

void check_unreadable(const std::string& path, std::string_view phrase) {
  const auto model = load_logistic_regression(path);
  REQUIRE(!model);
  CHECK(model.error().kind == ErrorKind::input);
  CHECK(model.error().subject == path);
  CAPTURE(model.error().message);
  CHECK(model.error().message.find(phrase) != std::string::npos);
}

}  // namespace

TEST_CASE("what was written reads back the same") {
  const auto model = read_logistic_regression(small_file(), "m.apr");
  REQUIRE(model);
  CHECK(*model == small_model());
  CHECK(model->hyperparameters().max_iter == 7);
}

TEST_CASE("metadata may be absent") {
  Bytes file = small_file();
  file.erase(file.begin() + 32, file.begin() + k_payload_at);
  put(file, 8, std::uint32_t{0});
  const auto bare = read_logistic_regression(sealed(file), "m.apr");
  REQUIRE(bare);
  CHECK(*bare == small_model());
}

TEST_CASE("minor version and reserved bytes and unnamed flag and quality score do not matter") {
  for (const std::size_t at : {5U, 22U, 23U, 31U}) {
    CAPTURE(at);
    CHECK(read_logistic_regression(with(small_file(), at, std::uint8_t{0xff}), "m.apr"));
  }
  CHECK(read_logistic_regression(with(small_file(), 21, std::uint8_t{0xfc}), "m.apr"));
}

TEST_CASE("another model type is refused by its name") {
  check_model_refused(with(small_file(), 6, std::uint16_t{0x10}), "m.apr: byte 6", "NgramLm (0x10)");
  check_model_refused(with(small_file(), 6, std::uint16_t{1}), "m.apr: byte 6", "LinearRegression (0x01)");
}

TEST_CASE("errors of the header come through") {
  check_model_refused({}, "m.apr: byte 0", "the file is empty");
  check_model_refused(with(small_file(), 4, std::uint8_t{3}), "m.apr: byte 4", "major version is 3");
}

TEST_CASE("an unfitted model is refused") {
  for (const std::uint32_t size : {21U, 29U, 33U}) {  // layouts A, B and C
    check_model_refused(with(with_payload_size(size), 79, Bytes(size)), "m.apr: byte 79", "before it was fitted");
  }
}

TEST_CASE("a tag over 1 is refused") {
  check_model_refused(with(small_file(), 79, std::uint8_t{2}), "m.apr: byte 79",
                      "the tag before the coefficients is 2");
}

TEST_CASE("every payload that ends early is refused at its place") {
  check_model_refused(with_payload_size(0), "m.apr: byte 79", "the payload is empty");
  check_model_refused(with_payload_size(1), "m.apr: byte 80",
                      "after 1 bytes, within the number of coefficients (0 of 8");
  check_model_refused(with_payload_size(24), "m.apr: byte 103", "after 24 bytes, within the intercept (3 of 4 bytes)");
  check_model_refused(with_payload_size(28), "m.apr: byte 107", "within the learning rate (3 of 4 bytes)");
  check_model_refused(with_payload_size(34), "m.apr: byte 113", "within max_iter (5 of 8 bytes)");
  check_model_refused(with_payload_size(40), "m.apr: byte 119", "within tol (3 of 4 bytes)");
  for (std::uint32_t size = 0; size < k_payload_size; ++size) {
    CAPTURE(size);
    CHECK(!read_logistic_regression(with_payload_size(size), "m.apr"));
  }
}

TEST_CASE("bytes left over in the payload are refused") {
  check_model_refused(with_payload_size(42), "m.apr: byte 121",
                      "within the tag of the class weights, which may follow tol");
  check_model_refused(with_payload_size(48), "m.apr: byte 127", "within the l2 penalty (3 of 4 bytes)");
  check_model_refused(with_payload_size(50), "m.apr: byte 129", "within the tag of the fit mode");
  check_model_refused(with_payload_size(54), "m.apr: byte 132", "1 bytes are left over after 3 coefficients");
  check_model_refused(with(small_file(), 80, std::uint64_t{2}), "m.apr: byte 116", "the tag of the class weights is");
}

TEST_CASE("no coefficients are refused") {
  check_model_refused(with(with_payload_size(29), 80, std::uint64_t{0}), "m.apr: byte 80", "0 coefficients");
}

TEST_CASE("more coefficients than the payload has room for are refused before anything is allocated") {
  // In 64 bits 4 (2^62 + 3) is 12, the size of the three coefficients that are there.
  for (const std::uint64_t n : {9 * k_one, k_one << 30U, (k_one << 62U) + 3, k_one << 63U, ~std::uint64_t{0}}) {
    check_model_refused(
        with(small_file(), 80, n), "m.apr: byte 80",
        "the number of coefficients is " + std::to_string(n) + ", but the payload of 41 bytes has room for 8");
  }
}

TEST_CASE("parameters that are NaN or infinite are refused with their place") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float inf = std::numeric_limits<float>::infinity();
  check_model_refused(with(small_file(), 88, nan), "m.apr: byte 88", "coefficient 0 of 3 is nan");
  check_model_refused(with(small_file(), 96, -inf), "m.apr: byte 96", "coefficient 2 of 3 is -inf");
  check_model_refused(with(small_file(), 100, inf), "m.apr: byte 100", "the intercept is inf");
  check_model_refused(with(small_file(), 104, nan), "m.apr: byte 104", "the learning rate is nan");
  check_model_refused(with(small_file(), 116, inf), "m.apr: byte 116", "tol is inf");
}

TEST_CASE("a model loads from its file") {
  const TemporaryFolder folder;
  save(folder / "model.apr", small_file());
  const auto model = load_logistic_regression((folder / "model.apr").string());
  REQUIRE(model);
  CHECK(*model == small_model());
  const auto bytes = FileBytes::read((folder / "model.apr").string());
  REQUIRE(bytes);
  CHECK(std::ranges::equal(bytes->view(), small_file()));
}

TEST_CASE("an error in a file names the file and the byte") {
  const TemporaryFolder folder;
  save(folder / "model.apr", with(small_file(), 79, std::uint8_t{2}));
  const auto model = load_logistic_regression((folder / "model.apr").string());
  REQUIRE(!model);
  CHECK(model.error().subject == (folder / "model.apr").string() + ": byte 79");
  save(folder / "empty.apr", {});
  CHECK(load_logistic_regression((folder / "empty.apr").string()).error().subject ==
        (folder / "empty.apr").string() + ": byte 0");
}

TEST_CASE("paths that lead to no readable file are refused") {
  const TemporaryFolder folder;
  check_unreadable("", "there is no such file");
  check_unreadable((folder / "absent.apr").string(), "there is no such file");
  check_unreadable((folder / "").string(), "this is a directory");
  std::filesystem::create_symlink(folder / "loop", folder / "loop");
  check_unreadable((folder / "loop").string(), "the file cannot be opened");
  REQUIRE(mkfifo((folder / "pipe").c_str(), 0600) == 0);
  check_unreadable((folder / "pipe").string(), "this is no regular file");
  save(folder / "closed", small_file());
  std::filesystem::permissions(folder / "closed", std::filesystem::perms::none);
  if (access((folder / "closed").c_str(), R_OK) != 0) {  // root may read it all the same
    check_unreadable((folder / "closed").string(), "the file cannot be opened");
  }
}

TEST_CASE("a file over the limit is refused unread and without memory for it") {
  const TemporaryFolder folder;
  save(folder / "huge", {});
  std::filesystem::resize_file(folder / "huge", k_max_file_size + 1);
  check_unreadable((folder / "huge").string(), "has 1090519041 bytes; a model has at most 1090519040");
}
