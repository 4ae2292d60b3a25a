#include "moebench/core/utc_time.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

namespace moebench::core {
namespace {

using std::chrono::days;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

constexpr std::int64_t k_first = -62'167'219'200;  // 0000-01-01T00:00:00Z
constexpr std::int64_t k_last = 253'402'300'799;   // 9999-12-31T23:59:59Z

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Takes fields off the front of a text; once one does not fit, `ok` stays false.
class Fields {
 public:
  explicit Fields(std::string_view text) : left_{text} {}

  int number(std::size_t digits) {
    int value = 0;
    ok = ok && left_.size() >= digits && std::ranges::all_of(left_.substr(0, digits), is_digit);
    if (ok) {
      std::from_chars(left_.data(), left_.data() + digits, value);
      left_.remove_prefix(digits);
    }
    return value;
  }

  bool take(std::string_view any_of) {
    const bool there = ok && !left_.empty() && any_of.find(left_.front()) != std::string_view::npos;
    left_.remove_prefix(there ? 1 : 0);
    return there;
  }

  void expect(std::string_view any_of) { ok = take(any_of); }

  void skip_digits() {
    ok = ok && !left_.empty() && is_digit(left_.front());
    left_.remove_prefix(std::min(left_.find_first_not_of("0123456789"), left_.size()));
  }

  char front() const { return left_.empty() ? '\0' : left_.front(); }
  bool done() const { return ok && left_.empty(); }

  bool ok = true;

 private:
  std::string_view left_;
};

/// Hours and minutes in seconds.
std::int64_t clock_time(Fields& fields, int most_hours) {
  const int hours = fields.number(2);
  fields.expect(":");
  const int minutes = fields.number(2);
  fields.ok = fields.ok && hours <= most_hours && minutes < 60;
  return 60 * (60 * hours + minutes);
}

std::int64_t time_of_day(Fields& fields) {
  std::int64_t time = clock_time(fields, 23);
  if (fields.take(":")) {
    const int second = fields.number(2);
    fields.ok = fields.ok && second < 60;
    time += second;
    if (fields.take(".,")) {
      fields.skip_digits();
    }
  }
  return time;
}

std::int64_t offset(Fields& fields) {
  const bool behind = fields.front() == '-';
  if (fields.take("Zz") || !fields.take("+-")) {
    return 0;
  }
  return (behind ? -1 : 1) * clock_time(fields, 14);
}

}  // namespace

std::optional<std::int64_t> parse_utc_time(std::string_view text) {
  Fields fields{text};
  const int year = fields.number(4);
  fields.expect("-");
  const int month = fields.number(2);
  fields.expect("-");
  const int day = fields.number(2);
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  std::int64_t time = 0;
  if (fields.take("T t")) {
    time = time_of_day(fields);
    time -= offset(fields);
  }
  if (!fields.done() || !date.ok()) {
    return std::nullopt;
  }
  const std::int64_t found = sys_seconds{sys_days{date}}.time_since_epoch().count() + time;
  return is_utc_time(found) ? std::optional{found} : std::nullopt;
}

std::string utc_time_text(std::int64_t since_1970) {
  const sys_seconds time{seconds{since_1970}};
  const sys_days day = std::chrono::floor<days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{time - day};
  std::array<char, 32> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return buffer.data();
}

bool is_utc_time(std::int64_t seconds) {
  return seconds >= k_first && seconds <= k_last;
}

}  // namespace moebench::core
