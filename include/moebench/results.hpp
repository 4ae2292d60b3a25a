// Result files: the value that they hold, writing one that the tool reads, reading what it and other tools write.
#pragma once

#include "moebench/core/result_set.hpp"
#include "moebench/io/atomic_file.hpp"
#include "moebench/io/result_file.hpp"
#include "moebench/io/result_json.hpp"
