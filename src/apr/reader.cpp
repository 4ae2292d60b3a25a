#include "moebench/apr/reader.hpp"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "logistic_payload.hpp"
#include "refusal.hpp"

namespace moebench::apr {
namespace {

std::string_view describe(std::filesystem::file_type type) {
  return type == std::filesystem::file_type::directory ? "a directory" : "no regular file";
}

/// The size in bytes of the regular file at `path`.
core::Result<std::size_t> file_size(const std::string& path) {
  std::error_code error;
  const auto type = std::filesystem::status(path, error).type();
  if (type == std::filesystem::file_type::not_found) {
    return core::input_error(path, "there is no such file; check the path");
  }
  if (error) {
    return core::input_error(
        path, fmt::format("the file cannot be reached: {}; check the path and its permissions", error.message()));
  }
  if (type != std::filesystem::file_type::regular) {
    return core::input_error(path, fmt::format("this is {}; give an .apr file", describe(type)));
  }
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error) {
    return core::input_error(path, fmt::format("the file's size cannot be read: {}", error.message()));
  }
  if (size > k_max_file_size) {
    return core::input_error(
        path, fmt::format("the file has {} bytes; a model has at most {}; give an .apr file", size, k_max_file_size));
  }
  return size;
}

}  // namespace

core::Result<std::vector<std::byte>> read_file(const std::string& path) {
  const auto size = file_size(path);
  if (!size) {
    return std::unexpected(size.error());
  }
  std::ifstream stream{path, std::ios::binary};
  if (!stream) {
    return core::input_error(path, fmt::format("the file cannot be opened: {}; check its permissions",
                                               std::generic_category().message(errno)));
  }
  std::vector<std::byte> bytes(*size);
  stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  if (static_cast<std::size_t>(stream.gcount()) != bytes.size()) {
    return refuse(path, static_cast<std::size_t>(stream.gcount()),
                  fmt::format("reading stopped before the file's {} bytes; another program changed it or the disk "
                              "failed: try again",
                              bytes.size()));
  }
  return bytes;
}

core::Result<LogisticRegression> read_logistic_regression(std::span<const std::byte> file, std::string_view subject) {
  const auto header = read_header(file, subject);
  if (!header) {
    return std::unexpected(header.error());
  }
  if (header->model_type != ModelType::logistic_regression) {
    return refuse(subject, 6,
                  fmt::format("the model type is {} (0x{:02X}), which is not served; give a LogisticRegression (0x02)",
                              name(header->model_type), std::to_underlying(header->model_type)));
  }
  if (header->compression != Compression::none) {
    return refuse(subject, 20,
                  fmt::format("the payload is compressed with {} ({}); this program reads uncompressed payloads (0); "
                              "save the model again without compression",
                              name(header->compression), std::to_underlying(header->compression)));
  }
  const std::size_t offset = header->payload_offset();
  return parse_logistic_payload({file.subspan(offset, header->payload_size), offset, subject});
}

core::Result<LogisticRegression> load_logistic_regression(const std::string& path) {
  const auto file = read_file(path);
  if (!file) {
    return std::unexpected(file.error());
  }
  return read_logistic_regression(*file, path);
}

}  // namespace moebench::apr
