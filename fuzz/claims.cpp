// Claims about a comparison, in JSON and in text: whatever is read is finite, and nothing is claimed of nothing.
#include "moebench/io/claims.hpp"

#include <cmath>

#include "expect.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace moebench;
  const auto claims = io::parse_claims(fuzz::text(data, size), "f");
  fuzz::expect_refusal(claims, "f", size);
  if (!claims) {
    return 0;
  }
  fuzz::expect(!claims->empty());
  for (const core::Claim& claim : *claims) {
    for (const auto& value : {claim.t, claim.df, claim.p_value, claim.cohens_d}) {
      fuzz::expect(!value || std::isfinite(*value));
    }
  }
  return 0;
}
