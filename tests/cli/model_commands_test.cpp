// `moebench model inspect` and `model convert`: what a user reads, and files that other readers read.
#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <sstream>

#include <doctest/doctest.h>
#include <sys/wait.h>

#include "apr/apr_bytes.hpp"
#include "apr/tensor_files.hpp"
#include "cli/program.hpp"
#include "moebench/apr/benchmark_model.hpp"
#include "moebench/apr/reader.hpp"
#include "moebench/apr/writer.hpp"

using cli_test::contains;
using cli_test::Printed;
using cli_test::run;
using test::set_content;
using test::TemporaryFolder;
using namespace moebench::apr;

namespace {

std::string save(const TemporaryFolder& folder, const std::string& name, const Bytes& bytes) {
  return set_content(folder / name, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

LogisticRegression full_model() {
  return *LogisticRegression::create({0.5F, -1.25F, 3.0F}, 0.125F,
                                     {.learning_rate = 0.25F,
                                      .max_iter = 7,
                                      .tol = 0.5F,
                                      .class_weight = {ClassWeighting::manual, {0.25F, 0.75F}},
                                      .l2_penalty = 0.125F,
                                      .fit_mode = FitMode::mini_batch,
                                      .mini_batch_size = 32});
}

std::string full_file(const TemporaryFolder& folder) {
  return save(folder, "full.apr", write_v1(full_model(), {"1764278947", "0.11.0"}, {.layout = PayloadLayout::c}));
}

struct Shell {
  int status;
  std::vector<std::string> lines;
};

/// What a command writes to standard output, by lines.
Shell lines_of_shell(const std::string& command) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe{popen(command.c_str(), "r"), [](std::FILE*) { return 0; }};
  std::string text;
  std::array<char, 4096> block;
  for (std::size_t count = 0; (count = std::fread(block.data(), 1, block.size(), pipe.get())) > 0;) {
    text.append(block.data(), count);
  }
  const int status = pclose(pipe.get());
  Shell result{WIFEXITED(status) ? WEXITSTATUS(status) : -1, {}};
  std::istringstream stream{text};
  for (std::string line; std::getline(stream, line);) {
    result.lines.push_back(line);
  }
  return result;
}

}  // namespace

TEST_CASE("model inspect shows a model in all three forms") {
  const TemporaryFolder folder;
  const std::string file = save(folder, "m.apr", write_v1(benchmark_model(), {"1764278947", "0.11.0"}));
  const Printed markdown = run({"model", "inspect", file});
  CHECK(markdown.status == 0);
  CHECK(markdown.err.empty());
  CHECK(contains(markdown.out, "LogisticRegression"));
  CHECK(contains(markdown.out, "| Loads as a logistic regression | yes "));
  CHECK(contains(markdown.out, "| coefficients | f32  | [784]  |   784 |"));
  CHECK(contains(markdown.out, "0.0025542672, 0.005053022, 0.008666236"));
  CHECK(contains(markdown.out, "F38814FE, holds"));  // the reference's file, byte for byte
  CHECK(contains(markdown.out, "| created_at       | 1764278947 |"));
  CHECK_FALSE(contains(markdown.out, "Doubts"));

  const Printed inspected = run({"model", "inspect", file, "--format", "json"});
  CHECK(inspected.status == 0);
  CHECK(contains(inspected.out, R"("schema": "moebench.model/1")"));
  CHECK(contains(inspected.out, R"("served": true)"));
  CHECK(contains(inspected.out, R"("crc32": "F38814FE")"));
  CHECK(contains(inspected.out, R"("last": [0.008575272, 0.0031376604, 0.0057581053])"));
  CHECK(contains(inspected.out, R"("max_iter": 100)"));

  const Printed csv = run({"model", "inspect", file, "--format", "csv"});
  CHECK(csv.status == 0);
  CHECK(csv.out.starts_with("section,key,value\nfile,file,"));
  CHECK(contains(csv.out, "parameters,coefficients.count,784\n"));
  CHECK(contains(csv.out, "metadata,aprender_version,0.11.0\n"));
}

TEST_CASE("model inspect shows what is not served with its doubts") {
  const TemporaryFolder folder;
  const std::string other = save(folder, "n.apr", v1_file({}, bytes_of("anything"), 0x10));
  const Printed ngram = run({"model", "inspect", other});
  CHECK(ngram.status == 0);
  CHECK(contains(ngram.out, "NgramLm"));
  CHECK(contains(ngram.out, "**not_served**: the model type is NgramLm (0x10)"));
  CHECK(contains(ngram.out, "**metadata_missing**"));
  const Printed failing =
      run({"model", "inspect", save(folder, "q.apr", with(small_file(), 22, std::uint8_t{30})), "--format", "json"});
  CHECK(contains(failing.out, R"("code": "quality_failing")"));
  const Printed with_signature = run({"model", "inspect", save(folder, "s.apr", signed_file())});
  CHECK(with_signature.status == 0);
  CHECK(contains(with_signature.out, "**signature_not_verified**"));
}

TEST_CASE("model inspect refuses what is broken with status 3 and a place") {
  const TemporaryFolder folder;
  Bytes damaged = small_file();
  damaged[90] ^= std::byte{1};
  const std::string file = save(folder, "d.apr", damaged);
  const Printed printed = run({"model", "inspect", file});
  CHECK(printed.status == 3);
  CHECK(printed.out.empty());
  CHECK(contains(printed.err, "d.apr: byte 120: the stored CRC-32 is"));
  CHECK(run({"model", "inspect", (folder / "absent").string()}).status == 3);
  CHECK(run({"model"}).status == 2);
  CHECK(run({"model", "look"}).status == 2);
  CHECK(run({"model", "inspect"}).status == 2);
}

TEST_CASE("no escape sequence in a file's metadata reaches the terminal") {
  const TemporaryFolder folder;
  const std::string file = save(folder, "e.apr", write_v1(small_model(), {"1", "\x1b[31m|x\n## forged"}));
  const Printed printed = run({"model", "inspect", file});
  CHECK(printed.status == 0);
  CHECK_FALSE(contains(printed.out, "\x1b"));
  CHECK_FALSE(contains(printed.out, "\n## forged"));
}

TEST_CASE("infer serves every layout") {
  const TemporaryFolder folder;
  for (const std::string name : {"c.apr", "v2.apr", "m.safetensors"}) {
    const std::string in = save(folder, "in.apr", write_v1(benchmark_model(), {"1764278947", "0.11.0"}));
    std::vector<std::string> arguments{"model", "convert", in, (folder / name).string()};
    if (name == "v2.apr") {
      arguments.insert(arguments.end(), {"--to", "v2"});
    } else if (name == "c.apr") {
      arguments.insert(arguments.end(), {"--compression", "lz4", "--layout", "C"});
    }
    REQUIRE(run(arguments).status == 0);
    const Printed printed = run({"infer", (folder / name).string(), "--runs", "1", "--iterations", "20"});
    CHECK(printed.status == 0);
    CHECK(contains(printed.out, "logit 2.165476, probability 0.897106, class 1"));
  }
}

TEST_CASE("model convert loses nothing on the way through every layout and back") {
  const TemporaryFolder folder;
  std::string from = full_file(folder);
  const std::vector<std::vector<std::string>> steps{
      {"1.apr", "--layout", "C", "--compression", "zstd"},    {"2.safetensors"},
      {"3.apr", "--layout", "C", "--compression", "zstd-19"}, {"4.apr", "--to", "v2"},
      {"5.apr", "--layout", "C", "--compression", "lz4"},     {"6.apr", "--layout", "C"}};
  for (const auto& step : steps) {
    const std::string to = (folder / step.front()).string();
    std::vector<std::string> arguments{"model", "convert", from, to};
    arguments.insert(arguments.end(), step.begin() + 1, step.end());
    const Printed printed = run(arguments);
    CHECK(printed.status == 0);
    CHECK(printed.out.empty());
    CHECK(printed.err == "moebench: wrote " + to + ", " + std::to_string(std::filesystem::file_size(to)) + " bytes\n");
    from = to;
  }
  CHECK(test::content(folder / "6.apr") == test::content(folder / "full.apr"));
}

TEST_CASE("model convert says what the target cannot hold") {
  const TemporaryFolder folder;
  const std::string out = (folder / "out.apr").string();
  const Printed layout = run({"model", "convert", full_file(folder), out, "--layout", "A"});
  CHECK(layout.status == 0);
  CHECK(contains(layout.err, "payload layout A has no place for class_weight, l2_penalty, fit_mode; use --layout C"));

  const Printed chosen = run({"model", "convert", full_file(folder), out});
  CHECK(chosen.status == 0);
  CHECK(contains(chosen.err, "payload layout C was chosen, which keeps class_weight, l2_penalty, fit_mode; releases"));
  CHECK(load_model(out)->layout == PayloadLayout::c);
  CHECK(load_model(out)->model == full_model());

  const Printed bare = run({"model", "convert", save(folder, "b.safetensors", safetensors_file()), out});
  CHECK(bare.status == 0);
  CHECK(contains(bare.err, "holds no hyperparameters; learning_rate 0.01, max_iter 100 and tol 0.0001 were written"));
  CHECK(contains(bare.err, "holds no metadata"));
  CHECK(load_model(out)->layout == PayloadLayout::a);
  CHECK(load_model(out)->metadata->aprender_version == "unknown");

  Bytes flagged = with(small_file(), 21, std::uint8_t{0x44});
  flagged = with(flagged, 22, std::uint8_t{80});
  const std::string header = save(folder, "h.apr", flagged);
  const Printed tensors = run({"model", "convert", header, (folder / "h.safetensors").string()});
  CHECK(contains(tensors.err, "the header's flags are left out: STREAMING, HAS_MODEL_CARD"));
  CHECK(contains(tensors.err, "the quality score 80 is left out"));
  CHECK(run({"model", "convert", header, out}).err.starts_with("moebench: wrote"));
  CHECK(load_model(out)->header->quality_score == 80);
  CHECK(load_model(out)->header->flags == 0x44);

  // {"created_at": "1", "aprender_version": "2", "x": binary}
  const Bytes metadata = bytes_of(
      "\x83\xaa"
      "created_at\xa1"
      "1\xb0"
      "aprender_version\xa1"
      "2\xa1x\xc4\x01!");
  const std::string binary = save(folder, "x.apr", v1_file(metadata, small_payload()));
  CHECK(contains(run({"model", "convert", binary, out, "--to", "v2"}).err,
                 "JSON cannot hold these metadata values, which are left out: x"));
  CHECK(run({"model", "convert", binary, out, "--to", "v2", "--quiet"}).err.empty());
}

TEST_CASE("model convert refuses what it is not given the means for") {
  const TemporaryFolder folder;
  const std::string in = full_file(folder);
  const std::string out = (folder / "out.apr").string();
  CHECK(contains(run({"model", "convert", in, (folder / "out.bin").string()}).err, "give --to v1, v2 or safetensors"));
  CHECK(run({"model", "convert", in, (folder / "out.bin").string()}).status == 2);
  CHECK(run({"model", "convert", in, out, "--to", "v2", "--layout", "C"}).status == 2);
  CHECK(run({"model", "convert", in, out, "--layout", "B"}).status == 2);
  CHECK(run({"model", "convert", in, out, "--compression", "gzip"}).status == 2);
  CHECK(run({"model", "convert", in}).status == 2);
  CHECK(run({"model", "convert", (folder / "absent").string(), out}).status == 3);
  CHECK(run({"model", "convert", in, (folder / "full.apr" / "out.apr").string()}).status == 3);

  const std::string with_signature = save(folder, "s.apr", signed_file());
  const Printed refused = run({"model", "convert", with_signature, out});
  CHECK(refused.status == 3);
  CHECK(contains(refused.err, "--allow-unverified"));
  CHECK_FALSE(std::filesystem::exists(out));
  const Printed allowed = run({"model", "convert", with_signature, out, "--allow-unverified"});
  CHECK(allowed.status == 0);
  CHECK(contains(allowed.err, "the signature was not verified and is left out"));
  CHECK(run({"model", "convert", save(folder, "e.apr", with(small_file(), 21, std::uint8_t{1})), out,
             "--allow-unverified"})
            .status == 3);
}

TEST_CASE("a strict reader of another language reads what was converted") {
  const std::string python = "/usr/bin/python3";
  if (!std::filesystem::exists(python)) {
    MESSAGE("skipped: there is no ", python, "; install python3-minimal, python3-zstandard and python3-lz4");
    return;
  }
  const TemporaryFolder folder;
  const std::string in = full_file(folder);
  const std::string a = "n=3 coefficients=0.5,-1.25,3.0 intercept=0.125 learning_rate=0.25 max_iter=7 tol=0.5";
  const std::string c = a + " class_weight=2:0.25,0.75 l2_penalty=0.125 fit_mode=2:32";
  const std::string metadata = R"( metadata={"aprender_version": "0.11.0", "created_at": "1764278947"})";
  std::string files;
  std::vector<std::string> expected;
  const std::vector<std::string> compressions{"none", "zstd", "zstd-19", "lz4"};
  for (const std::string& layout : {std::string{"A"}, std::string{"C"}}) {
    for (std::size_t i = 0; i < compressions.size(); ++i) {
      const std::string out = (folder / (layout + compressions[i] + ".apr")).string();
      REQUIRE(run({"model", "convert", in, out, "--layout", layout, "--compression", compressions[i]}).status == 0);
      files += " '" + out + "'";
      expected.push_back("v1 compression=" + std::to_string(i) + " quality=0 flags=0 " + layout + " " +
                         (layout == "A" ? a : c) + metadata);
    }
  }
  const std::string kept =
      R"( metadata={"aprender_version": "0.11.0", "created_at": "1764278947", "logistic_regression": {"class_weight": [0.25, 0.75], "fit_mode": {"mini_batch": 32}, "l2_penalty": 0.125, "learning_rate": 0.25, "max_iter": 7, "tol": 0.5}, "model_type": "LogisticRegression"})";
  for (const std::string to : {"v2", "safetensors"}) {
    const std::string out = (folder / ("out." + to)).string();
    REQUIRE(run({"model", "convert", in, out, "--to", to}).status == 0);
    files += " '" + out + "'";
    expected.push_back(to + " n=3 coefficients=0.5,-1.25,3.0 intercept=0.125" + kept);
  }
  const Shell read = lines_of_shell(python + " " MOEBENCH_SOURCE_DIR "/tests/apr/strict_reader.py" + files);
  REQUIRE(read.lines.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (contains(read.lines[i], " skipped: ")) {
      MESSAGE(read.lines[i]);
    } else {
      CHECK(read.lines[i] == expected[i]);
    }
  }
  CHECK(read.status == 0);
}
