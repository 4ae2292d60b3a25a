// What an audit is told beside the two files: what was computed and measured now, by whoever calls it. The audit itself
// touches no file and no clock. Included by audit.hpp and cli.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "moebench/core/audit.hpp"

namespace moebench::audit {

/// The benchmark's recipe carried out now: hashes as files record them (CRC-32 of little-endian f32, eight hexadecimal
/// digits).
struct Recipe {
  std::string model_crc32;     // of the trained coefficients, then the intercept
  std::string training_crc32;  // of the training set's features, row by row
  std::string labels_crc32;
  std::string input_crc32;  // of the sample input
};

/// The candidate's inference run again, by this program on this machine. Times are those of a quiet moment: a tenth of
/// the samples was faster.
struct Rerun {
  std::string model_crc32;  // of the model that was run
  double logit = 0;         // by the scalar kernel, as the probability and the label
  double probability = 0;
  std::int64_t label = 0;
  std::string kernel;           // the candidate's: what is timed
  double us_per_inference = 0;  // in batches of calls
  double growth = 0;            // time with eight times as many inputs / time with as many as the model has
  double us_in_a_batch = 0;     // of an input among a thousand in one call, by the vector kernel
};

/// The ratio baseline / candidate of a pair of files from another machine.
struct Elsewhere {
  std::string cpu;
  std::string candidate;  // the result's name
  double ratio = 0;
};

/// Statements about the comparison, and the file in which they stand.
struct Claims {
  std::string source;
  std::vector<core::Claim> all;
};

struct Evidence {
  std::optional<Recipe> recipe;
  std::optional<Rerun> rerun;
  std::string no_rerun;                       // why there is none
  std::optional<double> read_bytes_per_sec;   // from the first-level cache, one thread, measured now
  std::string boot_id;                        // of the machine on which that was measured
  std::vector<std::string> unstated_hazards;  // codes that the candidate's facts call for and its file does not state
  // Every figure that the files state, held against their samples.
  std::optional<core::Verification> candidate_figures, baseline_figures;
  std::optional<Claims> claims;
  std::optional<Elsewhere> elsewhere;
};

}  // namespace moebench::audit
