// SafeTensors files, packed by hand from the format's description.
#include <limits>
#include <string>

#include <doctest/doctest.h>

#include "apr/tensor_files.hpp"
#include "moebench/apr/reader.hpp"

using namespace moebench::apr;

namespace {

void check_safetensors_refused(const Bytes& file, std::string_view subject, std::string_view phrase) {
  const auto model = read_model(file, "m.safetensors");
  REQUIRE(!model);
  CAPTURE(model.error().message);
  CHECK(model.error().kind == moebench::core::ErrorKind::input);
  CHECK(model.error().subject == subject);
  CHECK(model.error().message.find(phrase) != std::string::npos);
}

void check_header_refused(const std::string& header, std::string_view phrase) {
  check_safetensors_refused(safetensors_file(header), "m.safetensors: byte 8", phrase);
}

/// The small header with one piece of text replaced.
std::string replaced(std::string_view from, std::string_view to) {
  std::string header = k_small_header;
  header.replace(header.find(from), from.size(), to);
  return header;
}

}  // namespace

TEST_CASE("a SafeTensors file of the upstream form is read whatever its name") {
  for (const char* name : {"m.safetensors", "m.apr", "model"}) {
    const auto read = read_model(safetensors_file(), name);
    REQUIRE(read);
    CHECK(read->format == FileFormat::safetensors);
    CHECK(read->model.coefficients() == small_model().coefficients());
    CHECK(read->model.intercept() == small_model().intercept());
    CHECK_FALSE(read->has_hyperparameters);
  }
}

TEST_CASE("padding and foreign metadata and any order of keys are read") {
  CHECK(read_model(safetensors_file(k_small_header + "     "), "m"));
  CHECK(read_model(safetensors_file(replaced("{\"coefficients", R"({"__metadata__":{"format":"pt"},"coefficients)")),
                   "m"));
  const std::string reversed =
      R"({"intercept":{"shape":[1],"data_offsets":[12,16],"dtype":"F32"},"coefficients":{"data_offsets":[0,12],"dtype":"F32","shape":[3]}})";
  const auto read = read_model(safetensors_file(reversed), "m");
  REQUIRE(read);
  CHECK(read->model.coefficients() == small_model().coefficients());
}

TEST_CASE("lengths that the file does not bear out are refused") {
  check_safetensors_refused(bytes_of("123456789"), "m.safetensors: byte 9", "the file ends after 9 bytes");
  Bytes file = safetensors_file();
  put(file, 0, std::uint64_t{100'000'001});
  check_safetensors_refused(file, "m.safetensors: byte 0", "100000001 bytes; the format allows 100000000");
  put(file, 0, std::uint64_t{100'000'000});
  check_safetensors_refused(file, "m.safetensors: byte 0", "100000000 bytes, but the file has room for");
}

TEST_CASE("every truncation of a SafeTensors file is refused") {
  const Bytes file = safetensors_file();
  for (std::size_t size = 0; size < file.size(); ++size) {
    CHECK(!read_model(std::span{file}.first(size), "m.safetensors"));
  }
}

TEST_CASE("a header that is no object of entries is refused") {
  check_safetensors_refused(safetensors_file("[]"), "m.safetensors: byte 8",
                            "is no JSON object that starts at its first byte");
  check_safetensors_refused(safetensors_file(" " + k_small_header), "m.safetensors: byte 8",
                            "starts at its first byte");
  check_safetensors_refused(safetensors_file("{\"a\" 1}"), "m.safetensors: byte 13", "the header is no valid JSON");
  check_header_refused(R"({"a":1})", "\"a\" is an integer; an object was expected");
  check_header_refused(replaced("\"dtype\":\"F32\",", ""), "has no dtype that is a string");
  check_header_refused(replaced("F32", "F33"), "the unknown dtype \"F33\"");
  check_header_refused(replaced("\"shape\":[3],", ""), "has no shape that is a list of whole numbers");
  check_header_refused(replaced("[3]", "[-3]"), "has no shape that is a list of whole numbers");
  check_header_refused(replaced("[3]", "[3.0]"), "has no shape that is a list of whole numbers");
  check_header_refused(replaced(",\"data_offsets\":[0,12]", ""), "has no data_offsets");
  check_header_refused(replaced("[0,12]", "[0,12,16]"), "has 3 data_offsets; 2 were expected");
  check_header_refused(replaced("{\"coefficients", R"({"__metadata__":{"a":1},"coefficients)"),
                       "has an integer as \"a\"");
  check_header_refused(replaced("{\"coefficients", R"({"__metadata__":[],"coefficients)"), "is an array; an object of");
}

TEST_CASE("a key that stands twice is refused in a SafeTensors header") {
  const std::string header = replaced("intercept", "coefficients");
  check_safetensors_refused(safetensors_file(header), "m.safetensors: byte " + std::to_string(8 + header.size() - 1),
                            "\"coefficients\" stands twice");
}

TEST_CASE("offsets that disagree with shapes or leave gaps or overlap are refused") {
  check_header_refused(replaced("[3]", "[4]"), "has the data_offsets [0, 12]; its shape and dtype (F32) make 16 bytes");
  check_header_refused(replaced("[12,16]", "[16,12]"), "has the data_offsets [16, 12]");
  check_header_refused(replaced("[3]", "[4611686018427387904,4]"), "make more than 64 bits hold bytes");
  check_header_refused(replaced("[12,16]", "[13,17]"), "starts at 13 of the data; the end of what is before it, 12");
  check_header_refused(replaced("[12,16]", "[8,12]"), "starts at 8 of the data");
  check_header_refused(replaced("[0,12]", "[4,16]"), "starts at 4 of the data; the end of what is before it, 0");
  Bytes file = safetensors_file();
  file.resize(file.size() + 1);
  check_safetensors_refused(file, "m.safetensors: byte " + std::to_string(file.size() - 1),
                            "1 bytes follow the last tensor");
  file.resize(file.size() - 2);
  check_safetensors_refused(file, "m.safetensors: byte 8", "ends at 16 of the data, which has 15 bytes");
}

TEST_CASE("SafeTensors files of other models and types are refused by name") {
  check_safetensors_refused(safetensors_file(replaced("intercept", "bias")), "m.safetensors",
                            "\"coefficients\", \"bias\"; exactly");
  check_header_refused(replaced("F32", "I32"), "\"coefficients\" is of type I32");
  check_header_refused(replaced("[3]", "[1,3]"), "shape [1, 3]");
  Bytes file = safetensors_file();
  put(file, file.size() - 4, std::numeric_limits<float>::quiet_NaN());
  check_safetensors_refused(file, "m.safetensors: byte " + std::to_string(file.size() - 4),
                            "the tensor \"intercept\" is nan");
}

TEST_CASE("hyperparameters that are kept as text are read or refused") {
  const auto file = [](const std::string& text) {
    return safetensors_file(
        replaced("{\"coefficients", R"({"__metadata__":{"logistic_regression":")" + text + R"("},"coefficients)"));
  };
  const auto read = read_model(file(R"({\"learning_rate\":0.5,\"fit_mode\":{\"mini_batch\":8},\"later\":1})"), "m");
  REQUIRE(read);
  CHECK(read->has_hyperparameters);
  CHECK(read->model.hyperparameters().learning_rate == 0.5F);
  CHECK(read->model.hyperparameters().max_iter == 100);
  CHECK(read->model.hyperparameters().mini_batch_size == 8);
  check_safetensors_refused(file("{"), "m.safetensors", "the text of \"logistic_regression\" is no valid JSON");
  check_safetensors_refused(file("1"), "m.safetensors",
                            "\"logistic_regression\" is an integer; an object was expected");
  check_safetensors_refused(file(R"({\"tol\":\"x\"})"), "m.safetensors",
                            "\"tol\" is a string; a finite number was expected");
  check_safetensors_refused(file(R"({\"tol\":1e300})"), "m.safetensors", "\"tol\"");
  check_safetensors_refused(file(R"({\"max_iter\":-1})"), "m.safetensors",
                            "\"max_iter\" is an integer; a whole number");
  check_safetensors_refused(file(R"({\"class_weight\":\"x\"})"), "m.safetensors",
                            "\"uniform\", \"balanced\" or a list of numbers");
  check_safetensors_refused(file(R"({\"fit_mode\":3})"), "m.safetensors", "\"batch\", \"stochastic\" or");
}
