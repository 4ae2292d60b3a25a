// The failures that a caller must expect: a closed list of kinds, each with the thing at fault and the remedy.
// Doubts about a result are warnings (warning.hpp); bugs are assertions. Included everywhere.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <utility>

namespace moebench::core {

/// Whose fault it is.
enum class ErrorKind : std::uint8_t {
  usage,  // an option or a combination of options: exit status 2
  input,  // a file or its content, read or written: exit status 3
  bug,    // a fault of this program in another process of its own: exit status 5
};

/// Why something failed.
struct Error {
  ErrorKind kind;       // whose fault
  std::string subject;  // the option, or the file with its place: "model.apr: byte 20"
  std::string message;  // what was found, what was expected, what to do
};

/// What was asked for, or why there is none.
template <class T>
using Result = std::expected<T, Error>;

/// An error of kind usage, to return.
inline std::unexpected<Error> usage_error(std::string subject, std::string message) {
  return std::unexpected(Error{ErrorKind::usage, std::move(subject), std::move(message)});
}

/// An error of kind input, to return.
inline std::unexpected<Error> input_error(std::string subject, std::string message) {
  return std::unexpected(Error{ErrorKind::input, std::move(subject), std::move(message)});
}

}  // namespace moebench::core
