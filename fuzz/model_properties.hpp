// What holds for the bytes of any model file. Included by the targets of the model readers.
#pragma once

#include <span>

#include "expect.hpp"
#include "moebench/apr/describe.hpp"
#include "moebench/apr/reader.hpp"
#include "moebench/apr/writer.hpp"

namespace fuzz {

/// Refused with a place and a message, or a model that every writer writes so that it reads back the same; what is
/// served can be described, and is described as served.
inline void check_model_file(std::span<const std::byte> bytes) {
  using namespace moebench;
  const auto description = apr::describe(bytes, "f");
  const auto file = apr::read_model(bytes, "f", {.accept_unverified_signature = true});
  expect_refusal(description, "f", bytes.size());
  expect_refusal(file, "f", bytes.size());
  if (!file) {
    expect(!description || !description->served);
    return;
  }
  expect(description && !description->parameters.empty());
  expect(description->served || file->header->has(apr::Flag::is_signed));
  expect(file->model.input_size() * 4 <= bytes.size() * 32768);  // what zstd can hold at most

  const apr::Metadata metadata = file->metadata.value_or(apr::Metadata{"0", "0"});
  for (const auto compression : {apr::Compression::none, apr::Compression::zstd_3, apr::Compression::lz4}) {
    const auto again = apr::read_model(
        apr::write_v1(file->model, metadata, {.layout = apr::PayloadLayout::c, .compression = compression}), "v1");
    expect(again && again->model == file->model && again->metadata == metadata);
  }
  for (const auto& write : {apr::write_v2, apr::write_safetensors}) {
    const auto written = write(file->model, file->metadata);
    const auto again = apr::read_model(written.bytes, "tensors");
    expect(again && again->model == file->model && again->has_hyperparameters);
    expect(!written.left_out.empty() || again->metadata == file->metadata);
  }
}

}  // namespace fuzz
