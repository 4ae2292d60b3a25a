// Version 1 files: header, compression, payload layouts. The checksum is made anew, otherwise nothing else is reached.
#include "model_properties.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = fuzz::view(data, size);
  fuzz::check_model_file(bytes);
  fuzz::Bytes file{bytes.begin(), bytes.end()};
  fuzz::seal(file);
  fuzz::check_model_file(file);
  (void)moebench::apr::read_linear_regression(file, "f");
  return 0;
}
