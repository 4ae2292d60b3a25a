#include "moebench/report/inline_text.hpp"

#include <string>

#include <doctest/doctest.h>

using moebench::report::inline_text;

TEST_CASE("a line break and an escape sequence become text") {
  CHECK(inline_text("a\n# Injected\n\x1b[31mred") == "a\\x0a# Injected\\x0a\\x1b[31mred");
  CHECK(inline_text("\r\t\x7f") == "\\x0d\\x09\\x7f");
  CHECK(inline_text(std::string{"a\0b", 3}) == "a\\x00b");
}

TEST_CASE("control characters of two bytes and stray bytes become text") {
  CHECK(inline_text("\u009b31m") == "\\xc2\\x9b31m");  // the one-character form of ESC [
  CHECK(inline_text("\x9b"
                    "31m\xff") == "\\x9b31m\\xff");
  CHECK(inline_text("cut \xe2\x82") == "cut \\xe2\\x82");
  CHECK(inline_text("\xc3(") == "\\xc3(");
}

TEST_CASE("other text stays as it is") {
  for (const char* text : {"", "PyTorch MLP (batched) | k=2", "C:\\results", "µs, 速度, 🚀, \u00a0", "~ !"}) {
    CHECK(inline_text(text) == text);
  }
}
