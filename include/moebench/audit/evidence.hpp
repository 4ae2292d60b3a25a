// What an audit is told beside the two files: what was computed and measured now, by whoever calls it. The audit itself
// touches no file and no clock. Included by audit.hpp and cli.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace moebench::audit {

/// The benchmark's recipe carried out now: hashes as files record them (CRC-32 of little-endian f32, eight hexadecimal
/// digits).
struct Recipe {
  std::string model_crc32;     // of the trained coefficients, then the intercept
  std::string training_crc32;  // of the training set's features, row by row
  std::string labels_crc32;
  std::string input_crc32;  // of the sample input
};

/// The candidate's inference run again, by this program on this machine.
struct Rerun {
  std::string model_crc32;  // of the model that was run
  double logit = 0;
  double probability = 0;
  std::int64_t label = 0;
  double us_per_inference = 0;  // mean over batches
  double growth = 0;            // time with eight times as many inputs / time with as many as the model has
};

/// The ratio baseline / candidate of a pair of files from another machine.
struct Elsewhere {
  std::string cpu;
  std::string candidate;  // the result's name
  double ratio = 0;
};

struct Evidence {
  std::optional<Recipe> recipe;
  std::optional<Rerun> rerun;
  std::string no_rerun;                       // why there is none
  std::optional<double> read_bytes_per_sec;   // from the first-level cache, one thread, measured now
  std::string boot_id;                        // of the machine on which that was measured
  std::vector<std::string> unstated_hazards;  // codes that the candidate's facts call for and its file does not state
  std::string comparison_report;              // the Markdown that `compare` prints of the two files
  std::optional<Elsewhere> elsewhere;
};

}  // namespace moebench::audit
