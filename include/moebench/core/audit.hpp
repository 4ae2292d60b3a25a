// What an audit says: each point of the checklist with its finding and the evidence for it. Made by audit; written by
// io, rendered by report; cli chooses the exit status from `accepted`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moebench::core {

/// A skipped point could not be judged from what was given; it earns nothing.
enum class Finding : std::uint8_t { pass, fail, skip };

/// "PASS", "FAIL" or "SKIP".
std::string_view name(Finding finding);

struct AuditPoint {
  int number;  // 1 .. 100
  std::string title;
  Finding finding;
  std::string evidence;  // a sentence with the figures on which the finding rests; of a skip, what is missing
  std::string remedy;    // what must change for the point to pass; empty where it does
};

struct AuditCategory {
  std::string name;
  std::vector<AuditPoint> points;

  std::size_t count(Finding finding) const;
};

struct AuditReport {
  std::string candidate;  // the two results that were held against each other
  std::string baseline;
  std::vector<AuditCategory> categories;  // eight
  std::vector<std::string> objections;    // each rule of acceptance that is broken, as a sentence; empty: accepted

  std::size_t count(Finding finding) const;
  bool accepted() const { return objections.empty(); }

  /// The point of that number, or null.
  const AuditPoint* point(int number) const;
};

/// What someone says of the comparison of two results. Empty where nothing is said of it.
struct Claim {
  std::string about;  // the title under which it stands, or the name of the comparison
  std::optional<double> t, df, p_value;
  std::optional<double> cohens_d;
  std::string effect_word;  // "large"
};

/// A number that a result file states, and its place: "results[0].between_runs.mean_us". Empty where it states null.
struct StatedFigure {
  std::string place;
  std::optional<double> value;
};

enum class Agreement : std::uint8_t {
  agrees,
  differs,
  unproven,  // rests on samples that the file does not hold, or on a rule that this version does not know
};

/// "agrees", "differs" or "unproven".
std::string_view name(Agreement agreement);

struct VerifiedFigure {
  std::string result;  // its name; empty for figures of the whole file
  StatedFigure stated;
  std::optional<double> recomputed;
  Agreement agreement;
  std::string remark;  // why it is unproven, or by which other usual definition it agrees
};

struct Verification {
  std::vector<VerifiedFigure> figures;

  std::size_t count(Agreement agreement) const;
};

}  // namespace moebench::core
