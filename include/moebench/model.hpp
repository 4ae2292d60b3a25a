// Models: reading `.apr` and SafeTensors files, and inference by the logistic regression in them.
#pragma once

#include "moebench/apr/logistic_regression.hpp"
#include "moebench/apr/reader.hpp"
