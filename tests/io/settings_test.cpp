// Settings in TOML: what is read of them, in which words a fault is refused.
#include "moebench/io/settings.hpp"

#include <doctest/doctest.h>

using moebench::io::parse_settings;
using moebench::io::Setting;
using moebench::io::setting_text;

namespace {

using Values = std::vector<std::string>;

std::string settings_refusal(std::string_view text) {
  const auto settings = parse_settings(text, "f");
  REQUIRE_FALSE(settings.has_value());
  CHECK(settings.error().kind == moebench::core::ErrorKind::input);
  return settings.error().subject + ": " + settings.error().message;
}

}  // namespace

TEST_CASE("sections, values, lists over lines, comments and texts with marks in them") {
  const auto settings = parse_settings(R"(# a comment
[suite]            # another
runs = 10
quick = true
only = [ "router" , "infer" ]

[model.train]
l2 = 0.001
label-column = "a # b, c"
[router]
threads = [
  1,
  2,  # two
  4,
]
)",
                                       "f")
                            .value();
  REQUIRE(settings.size() == 6);
  CHECK(settings[0].section == Values{"suite"});
  CHECK(settings[0].key == "runs");
  CHECK(settings[0].kind == Setting::Kind::value);
  CHECK(settings[0].values == Values{"10"});
  CHECK(settings[0].line == 3);
  CHECK(settings[1].kind == Setting::Kind::boolean);
  CHECK(settings[1].values == Values{"true"});
  CHECK(settings[2].kind == Setting::Kind::list);
  CHECK(settings[2].values == Values{"router", "infer"});
  CHECK(settings[3].section == Values{"model", "train"});
  CHECK(settings[3].values == Values{"0.001"});
  CHECK(settings[4].values == Values{"a # b, c"});
  CHECK(settings[5].values == Values{"1", "2", "4"});
  CHECK(settings[5].line == 11);
  CHECK(parse_settings("", "f").value().empty());
}

TEST_CASE("numbers are as a command line has them") {
  const auto settings =
      parse_settings("[a]\nx = 1_000\ny = 0x10\nz = 3.0\nw = [-1, 2.5, \"03\"]\nv = 1e-5\n", "f").value();
  CHECK(settings[0].values == Values{"1000"});
  CHECK(settings[1].values == Values{"16"});
  CHECK(settings[2].values == Values{"3"});
  CHECK(settings[3].values == Values{"-1", "2.5", "03"});
  CHECK(settings[4].values == Values{"1e-05"});
}

TEST_CASE("what is no TOML is refused with its line") {
  for (const auto& [text, line] :
       std::vector<std::pair<std::string, std::string>>{{"[router]\nthreads = [1, 2\n", "f: line 2"},
                                                        {"[%]\n", "f: line 1"},
                                                        {"[mod\xd2\x8bl]\n", "f: line 1"},
                                                        {"[router\n", "f: line 1"},
                                                        {"[a]\nx = \"open\n", "f: line 2"},
                                                        {"[a]\nx = 1\nx = 2\n", "f: line 3"},
                                                        {"[a]\n[a]\n", "f: line 2"},
                                                        {"[a]\nx\n", "f: line 2"},
                                                        {"[a]\nx = \n", "f: line 2"},
                                                        {"[a]\nx = \xff\n", "f: line 2"}}) {
    CAPTURE(text);
    CHECK(settings_refusal(text).starts_with(line));
  }
}

TEST_CASE("TOML that holds no settings is refused with its line") {
  CHECK(settings_refusal("\nruns = 1\n") ==
        "f: line 2: 'runs' stands outside a section; put it below one that is named like its command, [router]");
  CHECK(settings_refusal("[a]\nx = 2026-01-01\n").starts_with("f: line 2: 'x' is a date or a time"));
  CHECK(settings_refusal("[a]\nx = [1,\n[2]]\n") == "f: line 3: 'x' is a list; it may hold texts and numbers");
  CHECK(settings_refusal("[a]\nx = [true]\n").starts_with("f: line 2: 'x' is a list"));
  CHECK(settings_refusal("[[a]]\nx = 1\n").starts_with("f: line 1: 'a' stands outside a section"));
}

TEST_CASE("what is written reads back") {
  CHECK(setting_text({"10"}) == "10");
  CHECK(setting_text({"0.5"}) == "0.5");
  CHECK(setting_text({"1", "2"}) == "[1, 2]");
  CHECK(setting_text({}) == "[]");
  for (const std::string& value :
       std::vector<std::string>{"3%", "zipf", "", "a \"b\" \\ c", "05", ".5", "5.", "1e3", "nan", "inf", "-inf",
                                "infinity", "-1", "-01", "+1", "0.98,1.02", "l\nf", "true"}) {
    CAPTURE(value);
    const auto settings = parse_settings("[a]\nx = " + setting_text({value}) + "\n", "f");
    REQUIRE(settings.has_value());
    CHECK(settings->front().values == Values{value});
    CHECK(settings->front().kind == Setting::Kind::value);
  }
}
