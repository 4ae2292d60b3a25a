#include "v1_file.hpp"

#include <utility>

#include "metadata_map.hpp"

namespace moebench::apr {

core::Result<V1Parts> read_v1_parts(std::span<const std::byte> file, const Header& header, std::string_view subject) {
  V1Parts parts{.metadata = {}, .decompressed = {}, .payload = {{}, 0, subject}};
  if (header.metadata_size > 0) {
    auto metadata = parse_metadata({file.subspan(k_header_size, header.metadata_size), k_header_size, subject});
    if (!metadata) {
      return std::unexpected(std::move(metadata).error());
    }
    parts.metadata = *std::move(metadata);
  }
  const std::size_t offset = header.payload_offset();
  const Payload stored{file.subspan(offset, header.payload_size), offset, subject};
  if (header.compression == Compression::none) {
    parts.payload = stored;
    return parts;
  }
  auto decompressed = decompress(stored, header.compression, header.uncompressed_size);
  if (!decompressed) {
    return std::unexpected(std::move(decompressed).error());
  }
  parts.decompressed = *std::move(decompressed);
  parts.payload = {parts.decompressed.view(), 0, subject, true};
  return parts;
}

}  // namespace moebench::apr
