// How fast one thread of this machine reads memory that lies in its nearest cache: no inference is faster than reading
// its coefficients. Included by cli.
#pragma once

namespace moebench::harness {

/// Bytes per second of reading a buffer of 8 KiB again and again with the widest loads that this CPU has, the fastest
/// of many rounds: an upper bound for anything that reads as much. Takes some hundredths of a second.
double measure_read_bandwidth();

}  // namespace moebench::harness
