#include "moebench/core/utc_time.hpp"

#include <doctest/doctest.h>

using moebench::core::is_utc_time;
using moebench::core::parse_utc_time;
using moebench::core::utc_time_text;

// date -u -d 2024-02-29T12:34:56Z +%s
constexpr std::int64_t k_leap_day = 1'709'210'096;

TEST_CASE("a time is read in every spelling that git and result files use") {
  CHECK(parse_utc_time("2024-02-29T12:34:56Z") == k_leap_day);
  CHECK(parse_utc_time("2024-02-29T12:34:56") == k_leap_day);
  CHECK(parse_utc_time("2024-02-29 12:34:56.789Z") == k_leap_day);
  CHECK(parse_utc_time("2024-02-29T14:34:56+02:00") == k_leap_day);
  CHECK(parse_utc_time("2024-02-28T23:04:56-13:30") == k_leap_day);
  CHECK(parse_utc_time("2024-02-29T12:34Z") == k_leap_day - 56);
  CHECK(parse_utc_time("2024-02-29") == k_leap_day - 56 - 34 * 60 - 12 * 3600);
  CHECK(parse_utc_time("1970-01-01T00:00:00Z") == 0);
}

TEST_CASE("what is not a time is refused") {
  for (const char* text :
       {"", "2024", "2023-02-29", "2024-13-01", "2024-00-10", "2024-02-29T", "2024-02-29T24:00:00Z",
        "2024-02-29T12:60Z", "2024-02-29T12:34:60Z", "2024-02-29T12:34:56.Z", "2024-02-29T12:34:56+0200",
        "2024-02-29T12:34:56+15:00", "2024-02-29T12:34:56Zx", "20240229", "+024-02-29", "0000-01-01T00:00:00+01:00"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_utc_time(text).has_value());
  }
}

TEST_CASE("a time is written as it was read") {
  for (const char* text :
       {"2024-02-29T12:34:56Z", "1969-12-31T23:59:59Z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z"}) {
    CHECK(utc_time_text(parse_utc_time(text).value()) == text);
  }
  CHECK_FALSE(is_utc_time(parse_utc_time("9999-12-31T23:59:59Z").value() + 1));
  CHECK_FALSE(is_utc_time(parse_utc_time("0000-01-01").value() - 1));
}
