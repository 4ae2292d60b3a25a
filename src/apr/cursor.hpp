// Fields of a payload in their order, never beyond its end. Included by this module's sources only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include <fmt/format.h>

#include "little_endian.hpp"
#include "payload.hpp"

namespace moebench::apr {

class Cursor {
 public:
  explicit Cursor(const Payload& payload) : payload_{payload} {}

  std::size_t at() const { return at_; }
  std::size_t left() const { return payload_.bytes.size() - at_; }
  const Payload& payload() const { return payload_; }

  /// Precondition: `count` <= left().
  void skip(std::size_t count) { at_ += count; }

  /// Input error: fewer bytes left than a T has; `what` names the field.
  template <class T>
  requires std::is_arithmetic_v<T> core::Result<T> take(std::string_view what) {
    if (left() < sizeof(T)) {
      return refuse(payload_, payload_.bytes.size(),
                    fmt::format("the payload ends after {} bytes, within {} ({} of {} bytes); save the model again",
                                payload_.bytes.size(), what, left(), sizeof(T)));
    }
    const T value = load<T>(payload_.bytes, at_);
    at_ += sizeof(T);
    return value;
  }

  /// A byte that is 0 or 1. Input error: any other.
  core::Result<bool> take_bool(std::string_view what) {
    const auto value = take<std::uint8_t>(what);
    if (!value) {
      return std::unexpected(value.error());
    }
    if (*value > 1) {
      return refuse(payload_, at_ - 1,
                    fmt::format("{} is {}; 0 (absent, no) or 1 (present, yes) was expected; the payload is of another "
                                "kind or broken: save the model again",
                                what, *value));
    }
    return *value == 1;
  }

  /// A count of f32 that follow it, which all have room. Input error: more than what is left holds.
  core::Result<std::size_t> take_f32_count(std::string_view what) {
    const auto count = take<std::uint64_t>(what);
    if (!count) {
      return std::unexpected(count.error());
    }
    if (*count > left() / 4) {
      return refuse(payload_, at_ - 8,
                    fmt::format("{} is {}, but the payload of {} bytes has room for {}; save the model again", what,
                                *count, payload_.bytes.size(), left() / 4));
    }
    return static_cast<std::size_t>(*count);
  }

 private:
  const Payload& payload_;
  std::size_t at_ = 0;
};

}  // namespace moebench::apr
