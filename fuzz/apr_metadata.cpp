// MessagePack metadata: the input is the metadata of a version 1 file that is otherwise valid.
#include "model_properties.hpp"

namespace {

/// A file of layout A around the metadata.
fuzz::Bytes file_with(std::span<const std::byte> metadata) {
  using namespace moebench;
  static const fuzz::Bytes valid = apr::write_v1(*apr::LogisticRegression::create({1.0F}, 2.0F), {"0", "0"});
  static const auto header = *apr::read_header(valid, "valid");
  fuzz::Bytes file{valid.begin(), valid.begin() + 32};
  fuzz::put_u32(file, 8, static_cast<std::uint32_t>(metadata.size()));
  file.insert(file.end(), metadata.begin(), metadata.end());
  file.insert(file.end(), valid.begin() + static_cast<std::ptrdiff_t>(header.payload_offset()), valid.end());
  fuzz::seal(file);
  return file;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::check_model_file(file_with(fuzz::view(data, size)));
  return 0;
}
