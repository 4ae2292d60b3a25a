// Version 2 files: header, JSON metadata, tensor index. Both checksums are made anew.
#include "model_properties.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = fuzz::view(data, size);
  fuzz::Bytes file{bytes.begin(), bytes.end()};
  fuzz::seal_v2(file);
  fuzz::check_model_file(file);
  return 0;
}
