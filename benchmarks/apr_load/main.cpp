// What loading a model costs beside reading its file and checksumming it, and which checksum implementation to use.
// results/apr_load.md keeps the output. Files are written to a temporary folder and are in the page cache.
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "moebench/apr/reader.hpp"
#include "moebench/apr/writer.hpp"
#include "moebench/core/rng.hpp"

namespace {

namespace apr = moebench::apr;
namespace fs = std::filesystem;

enum class Layout { plain, zstd, lz4, v2, safetensors };

std::vector<std::byte> file_bytes(std::size_t coefficients, Layout layout) {
  moebench::core::Rng rng{42};
  std::vector<float> values(coefficients);
  for (float& value : values) {
    value = static_cast<float>(rng.normal());
  }
  const auto model = *apr::LogisticRegression::create(std::move(values), 0.5F);
  const apr::Metadata metadata{"1764278947", "0.11.0"};
  switch (layout) {
    case Layout::plain: return apr::write_v1(model, metadata);
    case Layout::zstd: return apr::write_v1(model, metadata, {.compression = apr::Compression::zstd_3});
    case Layout::lz4: return apr::write_v1(model, metadata, {.compression = apr::Compression::lz4});
    case Layout::v2: return apr::write_v2(model, metadata).bytes;
    case Layout::safetensors: return apr::write_safetensors(model, metadata).bytes;
  }
  return {};
}

/// A file of its own folder, gone at the end.
class ModelOnDisk {
 public:
  ModelOnDisk(std::size_t coefficients, Layout layout)
      : path_{(fs::temp_directory_path() / ("apr_load_" + std::to_string(::getpid()))).string()} {
    const auto bytes = file_bytes(coefficients, layout);
    size_ = bytes.size();
    std::ofstream{path_, std::ios::binary}.write(reinterpret_cast<const char*>(bytes.data()),
                                                 static_cast<std::streamsize>(bytes.size()));
  }
  ModelOnDisk(const ModelOnDisk&) = delete;
  ModelOnDisk& operator=(const ModelOnDisk&) = delete;
  ~ModelOnDisk() { fs::remove(path_); }

  const std::string& path() const { return path_; }
  std::int64_t size() const { return static_cast<std::int64_t>(size_); }

 private:
  std::string path_;
  std::size_t size_ = 0;
};

std::uint32_t by_libdeflate(const unsigned char* bytes, std::size_t size) {
  return libdeflate_crc32(0, bytes, size);
}

std::uint32_t by_zlib(const unsigned char* bytes, std::size_t size) {
  return static_cast<std::uint32_t>(crc32_z(0, bytes, size));
}

std::uint32_t by_nothing(const unsigned char* bytes, std::size_t) {
  return *bytes;
}

/// The least that a reader has to do: open, fstat, read into fresh memory, checksum.
template <auto Checksum>
void read_and_checksum(benchmark::State& state) {
  const ModelOnDisk file{static_cast<std::size_t>(state.range(0)), Layout::plain};
  for (auto _ : state) {
    const int fd = ::open(file.path().c_str(), O_RDONLY | O_CLOEXEC);
    struct stat status {};
    ::fstat(fd, &status);
    const auto size = static_cast<std::size_t>(status.st_size);
    const auto bytes = std::make_unique_for_overwrite<unsigned char[]>(size);
    std::size_t done = 0;
    while (done < size) {
      done += static_cast<std::size_t>(::read(fd, bytes.get() + done, size - done));
    }
    ::close(fd);
    benchmark::DoNotOptimize(Checksum(bytes.get(), size));
  }
  state.SetBytesProcessed(state.iterations() * file.size());
}

template <auto Checksum>
void checksum_alone(benchmark::State& state) {
  const std::vector<unsigned char> bytes(static_cast<std::size_t>(state.range(0)), 7);
  for (auto _ : state) {
    benchmark::DoNotOptimize(Checksum(bytes.data(), bytes.size()));
  }
  state.SetBytesProcessed(state.iterations() * state.range(0));
}

template <Layout L>
void load(benchmark::State& state) {
  const ModelOnDisk file{static_cast<std::size_t>(state.range(0)), L};
  for (auto _ : state) {
    const auto model = apr::load_logistic_regression(file.path());
    if (!model) {
      state.SkipWithError(model.error().message.c_str());
      break;
    }
    benchmark::DoNotOptimize(model->coefficients().data());
  }
  state.SetBytesProcessed(state.iterations() * file.size());
}

// 3,248 bytes and 64 MiB.
constexpr std::int64_t k_small = 784;
constexpr std::int64_t k_large = 16 * 1024 * 1024;

}  // namespace

BENCHMARK(checksum_alone<by_zlib>)->Name("checksum/zlib")->Arg(3248)->Arg(4 * k_large)->Unit(benchmark::kMicrosecond);
BENCHMARK(checksum_alone<by_libdeflate>)
    ->Name("checksum/libdeflate")
    ->Arg(3248)
    ->Arg(4 * k_large)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(read_and_checksum<by_nothing>)->Name("read")->Arg(k_small)->Arg(k_large)->Unit(benchmark::kMicrosecond);
BENCHMARK(read_and_checksum<by_zlib>)
    ->Name("read, checksum/zlib")
    ->Arg(k_small)
    ->Arg(k_large)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(read_and_checksum<by_libdeflate>)
    ->Name("read, checksum/libdeflate")
    ->Arg(k_small)
    ->Arg(k_large)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(load<Layout::plain>)->Name("load/v1")->Arg(k_small)->Arg(k_large)->Unit(benchmark::kMicrosecond);
BENCHMARK(load<Layout::zstd>)->Name("load/v1 zstd")->Arg(k_small)->Arg(k_large)->Unit(benchmark::kMicrosecond);
BENCHMARK(load<Layout::lz4>)->Name("load/v1 lz4")->Arg(k_small)->Arg(k_large)->Unit(benchmark::kMicrosecond);
BENCHMARK(load<Layout::v2>)->Name("load/v2")->Arg(k_small)->Arg(k_large)->Unit(benchmark::kMicrosecond);
BENCHMARK(load<Layout::safetensors>)
    ->Name("load/safetensors")
    ->Arg(k_small)
    ->Arg(k_large)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_MAIN();
