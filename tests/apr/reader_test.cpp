#include "moebench/apr/reader.hpp"

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

void check_refused(const Bytes& file, std::string_view subject, std::string_view phrase) {
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

TEST_CASE("metadata is skipped whatever its size and content") {
  Bytes file = small_file();
  file.erase(file.begin() + 32, file.begin() + k_payload_at);
  put(file, 8, std::uint32_t{0});
  const auto bare = read_logistic_regression(sealed(file), "m.apr");
  REQUIRE(bare);
  CHECK(*bare == small_model());
  const auto odd = read_logistic_regression(with(small_file(), 32, std::uint64_t{0}), "m.apr");
  REQUIRE(odd);
  CHECK(*odd == small_model());
}

TEST_CASE("minor version and reserved bytes and unnamed flag and quality score do not matter") {
  for (const std::size_t at : {5U, 22U, 23U, 31U}) {
    CAPTURE(at);
    CHECK(read_logistic_regression(with(small_file(), at, std::uint8_t{0xff}), "m.apr"));
  }
  CHECK(read_logistic_regression(with(small_file(), 21, std::uint8_t{0xfc}), "m.apr"));
}

TEST_CASE("another model type is refused by its name") {
  check_refused(with(small_file(), 6, std::uint16_t{0x10}), "m.apr: byte 6", "NgramLm (0x10)");
  check_refused(with(small_file(), 6, std::uint16_t{1}), "m.apr: byte 6", "LinearRegression (0x01)");
}

TEST_CASE("a compressed payload is refused by the name of its compression") {
  check_refused(with(small_file(), 20, std::uint8_t{1}), "m.apr: byte 20", "zstd level 3 (1)");
  check_refused(with(small_file(), 20, std::uint8_t{2}), "m.apr: byte 20", "zstd level 19 (2)");
  check_refused(with(small_file(), 20, std::uint8_t{3}), "m.apr: byte 20", "LZ4 (3)");
}

TEST_CASE("errors of the header come through") {
  check_refused({}, "m.apr: byte 0", "the file is empty");
  check_refused(with(small_file(), 4, std::uint8_t{3}), "m.apr: byte 4", "major version is 3");
}

TEST_CASE("an unfitted model is refused") {
  check_refused(with(small_file(), 79, std::uint8_t{0}), "m.apr: byte 79", "before it was fitted");
  check_refused(with(with_payload_size(21), 79, std::uint8_t{0}), "m.apr: byte 79", "before it was fitted");
}

TEST_CASE("a tag over 1 is refused") {
  check_refused(with(small_file(), 79, std::uint8_t{2}), "m.apr: byte 79", "the tag before the coefficients is 2");
}

TEST_CASE("every payload that ends early is refused at its place") {
  check_refused(with_payload_size(0), "m.apr: byte 79", "the payload is empty");
  check_refused(with_payload_size(1), "m.apr: byte 80", "the payload ends after 1 bytes");
  check_refused(with_payload_size(28), "m.apr: byte 107", "the payload ends after 28 bytes");
  check_refused(with_payload_size(29), "m.apr: byte 80", "3 coefficients are announced");
  check_refused(with_payload_size(40), "m.apr: byte 80", "payload of 40 bytes has room for 2");
  for (std::uint32_t size = 0; size < k_payload_size; ++size) {
    CAPTURE(size);
    CHECK(!read_logistic_regression(with_payload_size(size), "m.apr"));
  }
}

TEST_CASE("bytes left over in the payload are refused") {
  check_refused(with_payload_size(42), "m.apr: byte 120", "1 bytes are left over after 3 coefficients");
  check_refused(with_payload_size(49), "m.apr: byte 120", "8 bytes are left over");
  check_refused(with_payload_size(53), "m.apr: byte 120", "12 bytes are left over");
  check_refused(with(small_file(), 80, std::uint64_t{2}), "m.apr: byte 116", "4 bytes are left over");
}

TEST_CASE("no coefficients are refused") {
  check_refused(with(small_file(), 80, std::uint64_t{0}), "m.apr: byte 80", "0 coefficients");
  check_refused(with(with_payload_size(29), 80, std::uint64_t{0}), "m.apr: byte 80", "0 coefficients");
}

TEST_CASE("more coefficients than the payload has room for are refused before anything is allocated") {
  // In 64 bits 4 (2^62 + 3) is 12, the size of the three coefficients that are there.
  for (const std::uint64_t n : {4 * k_one, k_one << 30U, (k_one << 62U) + 3, k_one << 63U, ~std::uint64_t{0}}) {
    check_refused(with(small_file(), 80, n), "m.apr: byte 80", std::to_string(n) + " coefficients are announced");
  }
}

TEST_CASE("parameters that are NaN or infinite are refused with their place") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float inf = std::numeric_limits<float>::infinity();
  check_refused(with(small_file(), 88, nan), "m.apr: byte 88", "coefficient 0 of 3 is nan");
  check_refused(with(small_file(), 96, -inf), "m.apr: byte 96", "coefficient 2 of 3 is -inf");
  check_refused(with(small_file(), 100, inf), "m.apr: byte 100", "the intercept is inf");
  check_refused(with(small_file(), 104, nan), "m.apr: byte 104", "the learning rate is nan");
  check_refused(with(small_file(), 116, inf), "m.apr: byte 116", "tol is inf");
}

TEST_CASE("a model loads from its file") {
  const TemporaryFolder folder;
  save(folder / "model.apr", small_file());
  const auto model = load_logistic_regression((folder / "model.apr").string());
  REQUIRE(model);
  CHECK(*model == small_model());
  CHECK(*read_file((folder / "model.apr").string()) == small_file());
}

TEST_CASE("an error in a file names the file and the byte") {
  const TemporaryFolder folder;
  save(folder / "model.apr", with(small_file(), 79, std::uint8_t{0}));
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
  check_unreadable((folder / "loop").string(), "the file cannot be reached");
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
