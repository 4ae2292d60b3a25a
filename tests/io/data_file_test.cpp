#include "moebench/io/data_file.hpp"

#include <doctest/doctest.h>

#include "io/data_bytes.hpp"
#include "moebench/io/samples_csv.hpp"
#include "temporary_folder.hpp"

using namespace data_test;
using namespace moebench::io;
using ::test::set_content;
using ::test::TemporaryFolder;
using Values = std::vector<float>;

namespace {

LabelledSamples labelled(std::string_view text, std::string_view column = "") {
  auto data = parse_labelled_csv(text, "d.csv", column);
  REQUIRE(data);
  return *std::move(data);
}

std::string csv_refusal(std::string_view text, std::string_view column = "") {
  const auto data = parse_labelled_csv(text, "d.csv", column);
  return data ? "" : data.error().subject + ": " + data.error().message;
}

}  // namespace

TEST_CASE("the label is the last column unless another is named or counted") {
  const std::string text = "a,y,b\n1,0,2\n3,1,4\n";
  const LabelledSamples last = labelled(text);
  CHECK(last.samples.columns == 2);
  CHECK(last.samples.values == Values{1, 0, 3, 1});
  CHECK(last.labels == Values{2, 4});
  const LabelledSamples named = labelled(text, "y");
  CHECK(named.samples.values == Values{1, 2, 3, 4});
  CHECK(named.labels == Values{0, 1});
  CHECK(labelled(text, "2").labels == named.labels);
  CHECK(labelled("1,0,2\n3,1,4\n", "1").labels == Values{1, 3});
}

TEST_CASE("a header has no number at all") {
  CHECK(csv_refusal("a,1\n2,3\n").starts_with("d.csv: line 1, value 1: found \"a\";"));
  CHECK(csv_refusal("a,1\n2,3\n").find("a header holds no number at all") != std::string::npos);
  CHECK(csv_refusal("a,b\nc,d\n").starts_with("d.csv: line 2, value 1: found \"c\";"));
  CHECK(csv_refusal("a,b\n") == "d.csv: holds no samples; expected one line of comma-separated numbers each");
  CHECK(csv_refusal("a,b\n1,2,3\n").starts_with("d.csv: line 2: found 3 values; expected 2"));
}

TEST_CASE("a label column that is not there or is not one is refused") {
  CHECK(csv_refusal("a,b\n1,2\n", "c") ==
        "d.csv: there is no column \"c\"; name the column that holds the labels as its header does, or by its number "
        "from 1 to 2");
  CHECK(
      csv_refusal("1,2\n", "c").starts_with("d.csv: there is no column \"c\", and no header that would give columns"));
  CHECK(csv_refusal("1,2\n", "0").starts_with("d.csv: there is no column \"0\""));
  CHECK(csv_refusal("1,2\n", "3").starts_with("d.csv: there is no column \"3\""));
  CHECK(csv_refusal("a,a\n1,2\n", "a").starts_with("d.csv: 2 columns are called \"a\""));
  CHECK(
      csv_refusal("1\n2\n").starts_with("d.csv: its lines hold one value; expected one feature or more, and a label"));
}

TEST_CASE("the formats are told apart by their first bytes") {
  const TemporaryFolder folder;
  // Names say nothing.
  const auto text = read_samples(set_content(folder / "a.npy", "1,2\n"));
  const auto images = read_samples(set_content(folder / "b.csv", idx(0x803, {1, 1, 2}, "\xff\xff")));
  const auto array = read_samples(set_content(folder / "c", npy("<f4", "False", "(1, 2)", raw<float>({1, 2}))));
  REQUIRE(text);
  REQUIRE(images);
  REQUIRE(array);
  CHECK(text->format == DataFormat::csv);
  CHECK(images->format == DataFormat::idx);
  CHECK(array->format == DataFormat::npy);
  CHECK(images->samples.values == Values{1, 1});
  CHECK(array->samples.values == Values{1, 2});
  CHECK(description(images->format) == "IDX, each pixel divided by 255");
}

TEST_CASE("compressed and missing files are refused with their path") {
  const TemporaryFolder folder;
  const std::string packed = set_content(folder / "x.gz", "\x1f\x8b\x08");
  CHECK(read_samples(packed).error().subject == packed + ": byte 0");
  CHECK(read_labels(packed).error().message.starts_with("the file is compressed by gzip"));
  CHECK(read_samples(folder / "none").error().subject == (folder / "none").string());
  const std::string labels = set_content(folder / "labels", idx(0x801, {1}, "\x01"));
  CHECK(read_samples(labels).error().message.starts_with("the file holds labels; images were expected"));
}

TEST_CASE("labels come from every format") {
  const TemporaryFolder folder;
  CHECK(*read_labels(set_content(folder / "a", idx(0x801, {2}, "\x03\x07"))) == Values{3, 7});
  CHECK(*read_labels(set_content(folder / "b", npy("<i8", "False", "(2,)", raw<std::int64_t>({3, 7})))) ==
        Values{3, 7});
  CHECK(*read_labels(set_content(folder / "c", "3\n7\n")) == Values{3, 7});
  CHECK(read_labels(set_content(folder / "d", "3,7\n"))
            .error()
            .message.starts_with("its lines hold 2 values; one label"));
}

TEST_CASE("samples and labels of two files belong together") {
  const TemporaryFolder folder;
  const std::string images = set_content(folder / "images", idx(0x803, {2, 1, 2}, "\x01\xff\xff\xff"));
  const std::string labels = set_content(folder / "labels", idx(0x801, {2}, "\x03\x07"));
  const auto both = read_labelled(images, labels, "");
  REQUIRE(both);
  CHECK(both->format == DataFormat::idx);
  CHECK(both->data.samples.rows() == 2);
  CHECK(both->data.labels == Values{3, 7});
  const std::string one = set_content(folder / "one", idx(0x801, {1}, "\x03"));
  CHECK(read_labelled(images, one, "").error().message.starts_with("found 1 labels; 2 were expected"));
  CHECK(read_labelled(images, "", "")
            .error()
            .message.starts_with("the file (IDX, each pixel divided by 255) holds samples without labels"));
  const auto text = read_labelled(set_content(folder / "t.csv", "1,2,0\n3,4,1\n"), "", "");
  REQUIRE(text);
  CHECK(text->data.labels == Values{0, 1});
}
