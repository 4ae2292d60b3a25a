// What the tool says of results and of two of them: summaries with intervals, speedups between the arms of one file,
// comparisons with a verdict.
#pragma once

#include "moebench/stats/analyse.hpp"
#include "moebench/stats/compare.hpp"
#include "moebench/stats/summarize.hpp"
