// SafeTensors files: length, JSON header, offsets.
#include "model_properties.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::check_model_file(fuzz::view(data, size));
  return 0;
}
