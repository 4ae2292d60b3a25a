// usage: fuzz_seeds FOLDER    Writes valid files of every kind into FOLDER/<target>/, for the fuzzers to start from.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include <sqlite3.h>

#include "history/measurements.hpp"
#include "io/data_bytes.hpp"
#include "io/random_results.hpp"
#include "moebench/apr/writer.hpp"
#include "moebench/history/history_file.hpp"
#include "moebench/io/calibration_json.hpp"
#include "moebench/io/result_json.hpp"

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

/// {"x": an array inside an array ..}, as deep as metadata may be.
Bytes deep() {
  std::string packed = "\x81\xa1x";
  packed.append(62, '\x91');
  const auto raw = std::as_bytes(std::span{packed.append("\x90")});
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
  const Bytes nested = apr::write_v1(model(false), {"1764278947", "0.11.0", deep()});
  save(folder / "apr_v1" / "deep", nested);
  save(folder / "apr_metadata" / "deep", Bytes{nested.begin() + 32, nested.end() - 4 - 41});
  save(folder / "apr_v2" / "deep", apr::write_v2(model(false), apr::Metadata{"1764278947", "0.11.0", deep()}).bytes);
  save(folder / "safetensors" / "deep",
       apr::write_safetensors(model(false), apr::Metadata{"1764278947", "0.11.0", deep()}).bytes);
  // A linear regression: its own type and payload in the plain file's header.
  Bytes linear = apr::write_v1(model(false), bare);
  linear[6] = std::byte{1};
  save(folder / "apr_v1" / "linear", linear);
}

void save_data(const fs::path& folder) {
  using namespace data_test;
  save(folder / "idx" / "images", idx(0x803, {2, 2, 3}, "abcdefghijkl"));
  save(folder / "idx" / "labels", idx(0x801, {3}, std::string_view{"\0\1\x09", 3}));
  save(folder / "npy" / "f4", npy("<f4", "False", "(2, 3)", raw<float>({1, 2, 3, 4, 5, 6})));
  save(folder / "npy" / "f8", npy(">f8", "True", "(2, 1, 3)", raw<double>({0, 0, 0, 0, 0, 0})));
  save(folder / "npy" / "i8", npy("<i8", "False", "(3,)", raw<std::int64_t>({1, -2, 3})));
  save(folder / "npy" / "i4", npy("<i4", "False", "(1, 2)", raw<std::int32_t>({1, -2})));
  save(folder / "npy" / "u2", npy("=u2", "False", "(2, 1)", raw<std::uint16_t>({1, 2})));
  save(folder / "npy" / "u1", npy("|u1", "True", "(2, 2)", "abcd"));
  save(folder / "npy" / "b1", npy("|b1", "False", "(2L,)", std::string_view{"\0\1", 2}));
  save(folder / "samples_csv" / "plain", "# x\n1,2,3\r\n4.5,-6e-3,7\n");
  save(folder / "samples_csv" / "blanks", "0.1 , 1e38\n\n 3,\t4\n");
  save(folder / "samples_csv" / "labelled", "a,y,b\n1,0,2\n3,1,1e-50\n");
}

void save_documents(const fs::path& folder) {
  namespace io = moebench::io;
  constexpr std::size_t longest = 4096;  // scripts/fuzz has no longer inputs
  moebench::core::Rng rng{1};
  for (int i = 0; i < 20; ++i) {
    const auto set = io::test::random_result_set(rng);
    if (const std::string text = io::to_json(set, io::test::least_analysis(set)); text.size() <= longest) {
      save(folder / "result_file" / std::to_string(i), text);
    }
  }
  std::string many = "1";
  for (int i = 1; i < 100; ++i) {
    many += "," + std::to_string(i) + ".5";
  }
  save(folder / "result_file" / "many", R"({"results":[{"name":"a","samples_us":[)" + many + "]}]}");
  save(folder / "result_file" / "list", "a title\n12.5\n# x\n13,\r\n1e3\n");
  save(folder / "foreign_results" / "google_benchmark",
       R"({"context":{"num_cpus":2,"load_avg":[0.5]},"benchmarks":[{"run_name":"a/1","run_type":"iteration",)"
       R"("repetition_index":0,"iterations":8,"real_time":1.5,"cpu_time":1e0,"time_unit":"ns","hits":NaN,"x":3},)"
       R"({"name":"b","error_occurred":true,"error_message":"e"},{"run_type":"aggregate","cv":NaN}]})");
  save(folder / "foreign_results" / "pytest_benchmark",
       R"({"machine_info":{"cpu":{"brand":"c"}},"benchmarks":[{"fullname":"t::a","params":{"n":1},"stats":{"data":)"
       R"([1e-6,2e-6],"iterations":5}},{"name":"b","stats":{"mean":1,"rounds":3,"stddev":0.5}}]})");
  save(
      folder / "foreign_results" / "jmh",
      R"([{"benchmark":"a","mode":"thrpt","params":{"n":"1"},"primaryMetric":{"scoreUnit":"ops/s","rawData":[[1,2],[3]]},)"
      R"("secondaryMetrics":{"gc":{"scoreUnit":"B/op","rawData":[["NaN"]]}}},{"benchmark":"b","mode":"sample",)"
      R"("primaryMetric":{"scoreUnit":"ms/op","rawDataHistogram":[[[[0.5,2],[1,1]]]]}}])");
  save(folder / "number_arrays" / "numbers", "-0.5, 12e-3,18446744073709551616 , 0,1.7976931348623157e308,123.456");
  save(folder / "number_arrays" / "document", R"({"a":[1,"\"[",{}],"samples_us" : [)" + many + R"(],"b":[[2]]})");
  moebench::core::Calibration calibration{};
  calibration.gates = 2;
  calibration.blocks = 8;
  calibration.rows.push_back({.name = "bench",
                              .metric = moebench::core::GateMetric::p50,
                              .regressed = {0, 2, {0, 0.8}},
                              .changed_at_0 = {1, 2, {0.01, 0.99}}});
  save(folder / "calibration" / "one", moebench::io::to_json(calibration));
  save(folder / "settings" / "sections",
       "[suite]\nruns = 10\nquick = true\nonly = [\"router\", \"infer\"]\n[router]\nthreads = [1, 2,\n  "
       "4]\n[model.train]\n"
       "l2 = 0.001\nlabel-column = 'a # b'\n");
  save(folder / "claims" / "text",
       "## a\n- Welch's t-test (n = 5 against 5): t = -1.50, df = 8.20, p = 0.0026\n- Cohen's d: 2.91 (large)\n");
  save(folder / "claims" / "json",
       R"({"comparisons":[{"name":"a","welch":{"t":1.5,"df":8.2,"p_value":0.0026},"effect_size":{"magnitude":"large",)"
       R"("cohens_d_pooled":{"estimate":2.91}}}]})");
  save(folder / "calculation" / "p", R"({"p":[0.01,0.5,1]})");
  save(folder / "calculation" / "paired", R"({"samples_a":[1,2],"samples_b":[3,4.5],"confidence":0.9})");
  save(folder / "calculation" / "power",
       R"({"delta":1,"sd_a":2,"n_a":10,"sd_b":2,"n_b":1e1,"alpha":0.05,"target_power":0.8})");
  save(folder / "calculation" / "runs", R"({"runs":[[1,2],[3]],"confidence":0.95})");
  save(folder / "calculation" / "regression", R"({"x":[1,2,3],"y":[2,4,6],"through_origin":true})");
  save(folder / "calculation" / "throughput", R"({"n":[1,2],"throughput":[100,150.5]})");
  save(folder / "calculation" / "series", R"({"series":[1,2,3],"penalty":0,"min_segment":2})");
}

/// A history of two measurements in the smallest pages that there are.
bool save_history(const fs::path& folder) {
  const fs::path file = folder / "history" / "two";
  sqlite3* database = nullptr;
  const bool saved = moebench::history::add(file, history_test::measurements(0, 2)).has_value() &&
                     sqlite3_open(file.c_str(), &database) == SQLITE_OK &&
                     sqlite3_exec(database, "PRAGMA page_size = 512; VACUUM", nullptr, nullptr, nullptr) == SQLITE_OK;
  sqlite3_close(database);
  return saved;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: fuzz_seeds FOLDER\n";
    return 2;
  }
  const fs::path folder = argv[1];
  save_models(folder);
  save_data(folder);
  save_documents(folder);
  return save_history(folder) ? 0 : 1;
}
