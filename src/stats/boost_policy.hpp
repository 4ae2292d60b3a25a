// How this module calls Boost.Math: bad arguments and overflow give NaN or infinity, nothing throws.
#pragma once

#include <boost/math/policies/policy.hpp>

namespace moebench::stats {

namespace bp = boost::math::policies;

using QuietPolicy = bp::policy<bp::domain_error<bp::ignore_error>, bp::pole_error<bp::ignore_error>,
                               bp::overflow_error<bp::ignore_error>, bp::underflow_error<bp::ignore_error>,
                               bp::denorm_error<bp::ignore_error>, bp::evaluation_error<bp::ignore_error>,
                               bp::rounding_error<bp::ignore_error>, bp::indeterminate_result_error<bp::ignore_error>>;

}  // namespace moebench::stats
