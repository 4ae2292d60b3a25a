// usage: fuzz_seeds FOLDER    Writes valid files of every kind into FOLDER/<target>/, for the fuzzers to start from.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "moebench/apr/writer.hpp"

namespace {

namespace apr = moebench::apr;
namespace fs = std::filesystem;

using Bytes = std::vector<std::byte>;

void save(const fs::path& path, const Bytes& bytes) {
  fs::create_directories(path.parent_path());
  std::ofstream{path, std::ios::binary}.write(reinterpret_cast<const char*>(bytes.data()),
                                              static_cast<std::streamsize>(bytes.size()));
}

void save(const fs::path& path, std::string_view text) {
  const auto raw = std::as_bytes(std::span{text});
  save(path, Bytes{raw.begin(), raw.end()});
}

/// {"model_name": "m", "training": {"samples": 1000}, "metrics": [0.5, -1, null, true]}
Bytes further() {
  using namespace std::string_view_literals;
  constexpr auto packed =
      "\x83\xaamodel_name\xa1m\xa8training\x81\xa7samples\xcd\x03\xe8\xa7metrics\x94\xca\x3f\x00\x00\x00\xff\xc0\xc3"sv;
  const auto raw = std::as_bytes(std::span{packed});
  return {raw.begin(), raw.end()};
}

apr::LogisticRegression model(bool full) {
  apr::Hyperparameters given;
  if (full) {
    given.class_weight = {apr::ClassWeighting::manual, {0.25F, 0.75F}};
    given.l2_penalty = 0.125F;
    given.fit_mode = apr::FitMode::mini_batch;
    given.mini_batch_size = 32;
  }
  return *apr::LogisticRegression::create({0.5F, -1.25F, 3.0F}, 0.125F, given);
}

void save_models(const fs::path& folder) {
  const apr::Metadata bare{"1764278947", "0.11.0"};
  for (const bool full : {false, true}) {
    const std::string suffix = full ? "full" : "plain";
    const apr::Metadata metadata = full ? apr::Metadata{"1764278947", "0.11.0", further()} : bare;
    for (const auto layout : {apr::PayloadLayout::a, apr::PayloadLayout::b, apr::PayloadLayout::c}) {
      for (const auto compression :
           {apr::Compression::none, apr::Compression::zstd_3, apr::Compression::zstd_19, apr::Compression::lz4}) {
        save(folder / "apr_v1" /
                 (suffix + std::string{apr::name(layout)} + std::to_string(static_cast<int>(compression))),
             apr::write_v1(model(full), metadata, {.layout = layout, .compression = compression}));
      }
    }
    save(folder / "apr_v2" / suffix, apr::write_v2(model(full), metadata).bytes);
    save(folder / "safetensors" / suffix, apr::write_safetensors(model(full), metadata).bytes);
    const Bytes file = apr::write_v1(model(false), metadata);
    save(folder / "apr_metadata" / suffix, Bytes{file.begin() + 32, file.end() - 4 - 41});
  }
  // A linear regression: its own type and payload in the plain file's header.
  Bytes linear = apr::write_v1(model(false), bare);
  linear[6] = std::byte{1};
  save(folder / "apr_v1" / "linear", linear);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: fuzz_seeds FOLDER\n";
    return 2;
  }
  const fs::path folder = argv[1];
  save_models(folder);
  save(folder / "samples_csv" / "plain", "# x\n1,2,3\r\n4.5,-6e-3,7\n");
  save(folder / "samples_csv" / "blanks", "0.1 , 1e38\n\n 3,\t4\n");
  return 0;
}
