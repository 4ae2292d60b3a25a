// The exponential of the gate's vector kernels. Compiled once for each instruction set, as Highway's own -inl.h headers
// are: the guard lets each of them in once. Private to moe.
#if defined(MOEBENCH_MOE_VECTOR_EXP_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef MOEBENCH_MOE_VECTOR_EXP_INL_H_
#undef MOEBENCH_MOE_VECTOR_EXP_INL_H_
#else
#define MOEBENCH_MOE_VECTOR_EXP_INL_H_
#endif

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace moebench::moe::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using Lanes = hn::ScalableTag<float>;
using Integers = hn::RebindToSigned<Lanes>;
using Vector = hn::Vec<Lanes>;

/// e^x for x <= 0, and 0 below -87.3, where the result would leave the normal range. At most 2 units in the last place
/// off (tests/moe/token_gate_test.cpp): x = n ln 2 + r, and e^r = 1 + r + r^2 q(r) with |r| <= ln 2 / 2, where q is the
/// polynomial of degree 4 of least relative error, 3.8e-9 (weighted least squares, iterated to equal ripple). Fewer
/// operations than Highway's Exp, which takes any x.
HWY_INLINE Vector exp_of(Vector x) {
  const Lanes lanes;
  const Integers integers;
  constexpr float log2_e = 0x1.715476p+0F;
  constexpr float ln2_high = 0x1.62e4p-1F;  // so short that n times it is exact
  constexpr float ln2_low = 0x1.7f7d1cp-20F;
  constexpr float to_integer = 0x1.8p23F;  // adding it rounds to a whole number, which the low bits then hold
  const Vector shifted = hn::MulAdd(x, hn::Set(lanes, log2_e), hn::Set(lanes, to_integer));
  const Vector n = hn::Sub(shifted, hn::Set(lanes, to_integer));
  const Vector r = hn::NegMulAdd(n, hn::Set(lanes, ln2_low), hn::NegMulAdd(n, hn::Set(lanes, ln2_high), x));
  const Vector r2 = hn::Mul(r, r);
  Vector q = hn::MulAdd(hn::Set(lanes, 0x1.6a2434p-10F), r, hn::Set(lanes, 0x1.1239e4p-7F));
  q = hn::MulAdd(q, r2, hn::MulAdd(hn::Set(lanes, 0x1.5558f2p-5F), r, hn::Set(lanes, 0x1.555492p-3F)));
  q = hn::MulAdd(q, r, hn::Set(lanes, 0x1.fffffcp-2F));
  const Vector e_r = hn::Add(hn::MulAdd(q, r2, r), hn::Set(lanes, 1.0F));
  const auto exponent = hn::ShiftLeft<23>(hn::BitCast(integers, shifted));
  const Vector scaled = hn::BitCast(lanes, hn::Add(hn::BitCast(integers, e_r), exponent));
  return hn::IfThenElseZero(hn::Ge(x, hn::Set(lanes, -87.3F)), scaled);
}

}  // namespace moebench::moe::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // MOEBENCH_MOE_VECTOR_EXP_INL_H_
