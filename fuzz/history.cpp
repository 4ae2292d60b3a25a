// Histories: whatever the bytes, a file is read or refused, and a refused file is left byte for byte as it was. To what
// is read can be added, and then one more is read.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "expect.hpp"
#include "history/measurements.hpp"
#include "moebench/history/history_file.hpp"
#include "temporary_folder.hpp"

namespace {

using namespace moebench;

void check_sound(const core::Measurement& one) {
  fuzz::expect(std::isfinite(one.mean) && !one.name.empty() && !one.commit.id.empty());
  for (const auto& figure : {one.sd_between_runs, one.p50, one.p95, one.p99, one.throughput_per_sec}) {
    fuzz::expect(!figure || std::isfinite(*figure));
  }
  for (const double mean : one.run_means) {
    fuzz::expect(std::isfinite(mean));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const test::TemporaryFolder folder;
  const std::filesystem::path file = folder / "history.sqlite";
  const std::string_view bytes = fuzz::text(data, size);
  test::set_content(file, bytes);

  const auto found = history::read(file);
  fuzz::expect_refusal(found, file.string(), size);
  fuzz::expect(test::content(file) == bytes);
  if (found) {
    std::ranges::for_each(*found, check_sound);
  }
  const auto added = history::add(file, history_test::measurements(-1, 0));
  fuzz::expect_refusal(added, file.string(), size);
  if (!added || added->added == 0) {
    fuzz::expect(test::content(file) == bytes);
  } else if (found) {
    const auto again = history::read(file);
    fuzz::expect(again && again->size() == found->size() + 1);
  }
  return 0;
}
