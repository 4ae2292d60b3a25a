// What the texts in a file must be to count as the record that they are said to be: commands that can be repeated,
// versions, names of libraries, sentences. Private to audit.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moebench::audit {

/// A command line by its words, without quotes: a program, for moebench a command, and options with their values.
struct Command {
  std::string program;     // "moebench", "benchmark.py": the name without its folder
  std::string subcommand;  // the first word behind it that is no option; empty where there is none
  std::vector<std::string> options;

  /// The value of "--name value" or "--name=value", the last one; empty where it is not given.
  std::optional<std::string> value(std::string_view option) const;
  bool has(std::string_view option) const;
};

Command parse_command(std::string_view text);

/// Begins with digits, a dot and digits: "2.9.1+cu128", "12.2".
bool is_version(std::string_view text);

/// The entries of "fmt 9.1.0, Boost 1.81.0", each a name and a version; empty where one of them is not.
std::vector<std::string> libraries_in(std::string_view text);

/// A library of linear algebra that is known by name, in lower case ("openblas"), or what PyTorch's own configuration
/// says that it was built for; empty where the text names neither.
std::string blas_in(std::string_view text);

/// How many sentences of three words or more the text has.
std::size_t sentences_in(std::string_view text);

/// The flag of optimisation that counts, the last one: "-O3"; empty without one.
std::string optimisation_in(std::string_view compiler_flags);

}  // namespace moebench::audit
