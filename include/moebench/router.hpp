// The router: requests to experts by gate scores, under a limit on every expert's queue.
#pragma once

#include "moebench/moe/router.hpp"
