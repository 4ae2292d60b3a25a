// How fast one thread of this machine reads memory again and again: no inference is faster than reading its
// coefficients, no batch faster than reading its inputs. Included by cli.
#pragma once

#include <cstddef>

namespace moebench::harness {

/// Bytes that lie in the nearest cache of any processor.
inline constexpr std::size_t k_nearest_cache_bytes = 8192;

/// Bytes per second of reading a buffer of that many bytes, rounded up to whole blocks of 512, again and again with the
/// widest loads that this CPU has, the fastest of many rounds: an upper bound for anything that reads as much. Takes
/// some hundredths of a second up to a few megabytes.
double measure_read_bandwidth(std::size_t bytes = k_nearest_cache_bytes);

}  // namespace moebench::harness
