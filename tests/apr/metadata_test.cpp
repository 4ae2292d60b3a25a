// Metadata: MessagePack written by nlohmann_json or by hand, in files that are otherwise valid.
#include <limits>
#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "apr/apr_bytes.hpp"
#include "moebench/apr/describe.hpp"
#include "moebench/apr/reader.hpp"

using namespace moebench::apr;
using namespace std::string_view_literals;
using Json = nlohmann::ordered_json;

namespace {

const Json k_required{{"created_at", "1764278947"}, {"aprender_version", "0.11.0"}};

Bytes packed(const Json& json) {
  const auto bytes = Json::to_msgpack(json);
  const auto raw = std::as_bytes(std::span{bytes});
  return {raw.begin(), raw.end()};
}

Bytes file_with(const Bytes& metadata) {
  return v1_file(metadata, small_payload());
}

void check_metadata_refused(const Bytes& metadata, std::size_t at, std::string_view phrase) {
  const auto model = read_model(file_with(metadata), "m.apr");
  REQUIRE(!model);
  CAPTURE(model.error().message);
  CHECK(model.error().subject == "m.apr: byte " + std::to_string(32 + at));
  CHECK(model.error().message.find(phrase) != std::string::npos);
}

/// {"created_at": "1", "aprender_version": "2", "x": value}
Bytes with_value(std::string_view value) {
  const std::string map =
      "\x83\xaa"
      "created_at\xa1"
      "1\xb0"
      "aprender_version\xa1"
      "2\xa1x";
  return bytes_of(map + std::string{value});
}

}  // namespace

TEST_CASE("metadata of any keys is kept and comes back from a round trip the same") {
  Json json = k_required;
  json["model_name"] = "a model";
  json["training"] = {{"samples", 1000}, {"duration_ms", 12}, {"source", nullptr}};
  json["custom"] = {{"unknown", {1, -2, 2.5, true, "x"}}, {"deep", {{"deeper", {{"deepest", 1}}}}}};
  json["bytes"] = Json::binary({1, 2, 3}, 7);
  json["nan"] = std::numeric_limits<double>::quiet_NaN();
  const auto read = read_model(file_with(packed(json)), "m.apr");
  REQUIRE(read);
  REQUIRE(read->metadata);
  CHECK(read->metadata->created_at == "1764278947");
  CHECK(read->metadata->aprender_version == "0.11.0");
  const auto again = read_model(write_v1(read->model, *read->metadata), "again");
  REQUIRE(again);
  CHECK(again->metadata == read->metadata);
  CHECK(write_v1(again->model, *again->metadata) == write_v1(read->model, *read->metadata));
}

TEST_CASE("the required keys may stand anywhere in the map") {
  Json json{{"z", 1}};
  json.update(k_required);
  const auto read = read_model(file_with(packed(json)), "m.apr");
  REQUIRE(read);
  CHECK(read->metadata->created_at == "1764278947");
}

TEST_CASE("every width of number is read") {
  const auto shown = [](std::string_view value) {
    const auto description = describe(file_with(with_value(value)), "m.apr");
    REQUIRE(description);
    return description->metadata.text("x");
  };
  CHECK(shown("\x7f"sv) == "127");
  CHECK(shown("\xe0"sv) == "-32");
  CHECK(shown("\xcc\xff"sv) == "255");
  CHECK(shown("\xcd\x01\x00"sv) == "256");
  CHECK(shown("\xce\x00\x01\x00\x00"sv) == "65536");
  CHECK(shown("\xcf\xff\xff\xff\xff\xff\xff\xff\xff"sv) == "18446744073709551615");
  CHECK(shown("\xd0\x80"sv) == "-128");
  CHECK(shown("\xd1\x80\x00"sv) == "-32768");
  CHECK(shown("\xd2\x80\x00\x00\x00"sv) == "-2147483648");
  CHECK(shown("\xd3\x80\x00\x00\x00\x00\x00\x00\x00"sv) == "-9223372036854775808");
  CHECK(shown("\xca\x3f\x00\x00\x00"sv) == "0.5");
  CHECK(shown("\xcb\x3f\xd0\x00\x00\x00\x00\x00\x00"sv) == "0.25");
  CHECK(shown("\xc0"sv) == "null");
  CHECK(shown("\xc3"sv) == "true");
  CHECK(shown("\xc4\x02\x01\x02"sv) == "<2 bytes>");
}

TEST_CASE("the early array form has the required values in front") {
  const auto read = read_model(file_with(packed(Json{"1700000000", "0.9.0", "a name", nullptr})), "m.apr");
  REQUIRE(read);
  CHECK(read->metadata->created_at == "1700000000");
  CHECK(read->metadata->aprender_version == "0.9.0");
  const auto description = describe(file_with(packed(Json{"1700000000", "0.9.0", "a name"})), "m.apr");
  REQUIRE(description);
  CHECK(description->metadata.text("field_2") == "a name");
  check_metadata_refused(packed(Json{"1700000000"}), 0, "lacks the required key \"aprender_version\"");
}

TEST_CASE("metadata that lacks a required key or has it as no string is refused") {
  check_metadata_refused(packed(Json{{"created_at", "1"}}), 0, "lacks the required key \"aprender_version\"");
  check_metadata_refused(packed(Json{{"aprender_version", "1"}}), 0, "lacks the required key \"created_at\"");
  check_metadata_refused(packed(Json::object()), 0, "lacks the required key \"created_at\"");
  check_metadata_refused(packed(Json{{"created_at", 5}, {"aprender_version", "1"}}), 0, "\"created_at\" is an integer");
  check_metadata_refused(packed(Json(7)), 0,
                         "the metadata is an integer; a map, or the early form's array, was expected");
}

TEST_CASE("metadata that is no MessagePack is refused") {
  check_metadata_refused(bytes_of("\xc1"), 0,
                         "is no valid MessagePack: syntax error while parsing MessagePack value: invalid byte");
  check_metadata_refused(with_value("\xc1"sv), 35, "invalid byte: 0xC1");
  check_metadata_refused(bytes_of("\x81\x01\x02"), 1, "is no valid MessagePack");  // a key that is no string
}

TEST_CASE("every truncation of metadata is refused") {
  const Bytes whole = packed(k_required);
  for (std::size_t size = 1; size < whole.size(); ++size) {
    CAPTURE(size);
    const auto model = read_model(file_with({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)}), "m");
    REQUIRE(!model);
    CHECK(model.error().message.find("unexpected end of input") != std::string::npos);
  }
}

TEST_CASE("bytes after the metadata are refused") {
  Bytes metadata = packed(k_required);
  const std::size_t end = metadata.size();
  metadata.push_back(std::byte{0xc0});
  check_metadata_refused(metadata, end, "expected end of input");
}

TEST_CASE("text that is not UTF-8 is refused") {
  for (const std::string_view text :
       {"\xa1\x80"sv, "\xa1\xff"sv, "\xa2\xc0\x80"sv, "\xa2\xc3\x28"sv, "\xa3\xed\xa0\x80"sv, "\xa4\xf4\x90\x80\x80"sv,
        "\xa3\xe0\x80\x80"sv, "\xa4\xf0\x80\x80\x80"sv, "\xa2\xe2\x82"sv}) {
    check_metadata_refused(with_value(text), 35 + text.size() - 1, "text that ends here is not UTF-8");
  }
  CHECK(read_model(file_with(with_value("\xac\x24\xc2\xa2\xe2\x82\xac\xf0\x9f\x98\x80\xc3\xbf"sv)), "m.apr"));
  Json key = k_required;
  Bytes bad = packed(key);
  bad[2] = std::byte{0xff};
  check_metadata_refused(bad, 11, "text that ends here is not UTF-8");
}

TEST_CASE("nesting over 64 is refused and 64 is read") {
  // The map is the first level.
  const std::string inside(63, '\x91');
  CHECK(read_model(file_with(with_value(inside + "\x01")), "m.apr"));
  check_metadata_refused(with_value("\x91" + inside + "\x01"), 35 + 63,
                         "more than 64 arrays and maps stand inside one another");
  check_metadata_refused(with_value(std::string(100'000, '\x91') + "\x01"), 35 + 63, "more than 64");
}

TEST_CASE("metadata as deep as is read comes back from every layout") {
  const auto deep = read_model(file_with(with_value(std::string(63, '\x91') + "\x01")), "m.apr");
  REQUIRE(deep);
  for (const auto& write : {write_v2, write_safetensors}) {
    const auto tensors = read_model(write(deep->model, deep->metadata).bytes, "m");
    REQUIRE(tensors);
    CHECK(tensors->metadata == deep->metadata);
    const auto again = read_model(write_v1(tensors->model, *tensors->metadata), "again");
    REQUIRE(again);
    CHECK(again->metadata == deep->metadata);
  }
}

TEST_CASE("a key that stands twice is refused") {
  const std::string map =
      "\x83\xaa"
      "created_at\xa1"
      "1\xb0"
      "aprender_version\xa1"
      "2\xaa"
      "created_at\xa1"
      "3";
  check_metadata_refused(bytes_of(map), map.size() - 1, "the key \"created_at\" stands twice");
}

TEST_CASE("announced lengths take no memory") {
  check_metadata_refused(with_value("\xdf\xff\xff\xff\xff"sv), 40, "unexpected end of input");
  check_metadata_refused(with_value("\xdd\xff\xff\xff\xff"sv), 40, "unexpected end of input");
  check_metadata_refused(with_value("\xdb\xff\xff\xff\xff"
                                    "x"sv),
                         41, "unexpected end of input");
  check_metadata_refused(with_value("\xc6\xff\xff\xff\xff"
                                    "x"sv),
                         41, "unexpected end of input");
}
