#include "moebench/report/terminal_text.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

using moebench::report::terminal_text;
using moebench::report::TerminalOptions;

namespace {

std::string plain(std::string_view markdown, std::size_t width = 80) {
  return terminal_text(markdown, {.width = width, .colour = false});
}

std::string coloured(std::string_view markdown) {
  return terminal_text(markdown, {.width = 80, .colour = true});
}

std::size_t widest_terminal_line(const std::string& text) {
  std::size_t widest = 0;
  std::size_t columns = 0;
  for (const char c : text) {
    columns = c == '\n' ? 0 : columns + ((static_cast<unsigned char>(c) & 0xC0U) == 0x80U ? 0 : 1);
    widest = std::max(widest, columns);
  }
  return widest;
}

const std::string k_wide_table =
    "| Backend | Read     | Throughput (reads/s) |              95 % interval | Time per read (ns) | Success rate |\n"
    "|:------- |:-------- | --------------------:| --------------------------:| ------------------:| ------------:|\n"
    "| rcu     | borrowed |          247,000,000 | [184,000,000, 377,000,000] |               4.04 |        100 % |\n"
    "| rcu     | owned    |          189,000,000 | [143,000,000, 281,000,000] |               5.29 |        100 % |\n"
    "| mutex   | owned    |           10,100,000 |   [8,300,000, 12,800,000] |               99.2 |        100 % |\n";

}  // namespace

TEST_CASE("paragraphs and list items are joined and wrapped, and keep their indentation") {
  CHECK(plain("One line\nand the next one of the paragraph.\n\n- an item that goes on\n  and on and on\n- another\n",
              24) ==
        "One line and the next\n"
        "one of the paragraph.\n"
        "\n"
        "- an item that goes on\n"
        "  and on and on\n"
        "- another\n");
  CHECK(plain("1. first and more\n10. tenth\n", 20) == "1. first and more\n10. tenth\n");
  CHECK(plain("Candidate: a  \nBaseline: b\n") == "Candidate: a\nBaseline: b\n");
  CHECK(plain("").empty());
}

TEST_CASE("a word that is too long has a line of its own and is not broken") {
  CHECK(plain("see /a/path/that/is/longer/than/this here", 20) == "see\n/a/path/that/is/longer/than/this\nhere\n");
}

TEST_CASE("short brackets and percentages stay in one line where they can") {
  CHECK(plain("The interval is [1.25, 3.75] here", 22) == "The interval is\n[1.25, 3.75] here\n");
  CHECK(plain("An interval at the 95 % level", 21) == "An interval at the\n95 % level\n");
  CHECK(plain("[1,000,000, 2,000,000, 3,000,000]", 20) == "[1,000,000,\n2,000,000,\n3,000,000]\n");
}

TEST_CASE("headings are underlined without colour and bold with it") {
  CHECK(plain("# All\n\n## A part\n\n### Below\n") == "All\n===\n\nA part\n------\n\nBelow\n");
  CHECK(coloured("## A part\n") == "\x1b[1mA part\x1b[0m\n");
}

TEST_CASE("inline marks are taken away, and what only looks like one stays") {
  CHECK(plain("**bold** and *italic*, `--runs 5`, see [the page](https://example.org) [^1].") ==
        "bold and italic, `--runs 5`, see the page (https://example.org) [1].\n");
  CHECK(plain("[https://example.org](https://example.org)") == "https://example.org\n");
  CHECK(plain("2 * 3 * 4, router/*=5% and a*b*c, x_y_z, [1, 2] (3), **open, `open") ==
        "2 * 3 * 4, router/*=5% and a*b*c, x_y_z, [1, 2] (3), **open, `open\n");
  CHECK(plain("[^5]: Box, G. E. P., et al. (2005). Statistics for Experimenters.\nWiley.", 40) ==
        "[5] Box, G. E. P., et al. (2005).\n    Statistics for Experimenters. Wiley.\n");
}

TEST_CASE("code blocks stay as they are, without their fences") {
  const std::string line = "a line | that is **longer** than the terminal is wide  and has `marks`";
  CHECK(plain("Before:\n\n```text\n" + line + "\n\n  # no heading\n```\nafter", 30) ==
        "Before:\n\n" + line + "\n\n  # no heading\nafter\n");
}

TEST_CASE("a table that fits has its columns two blanks apart and no bars") {
  CHECK(plain("| Name  | Value |\n|:----- | -----:|\n| a\\|b  |  1.25 |\n| **c** |    10 |\n") ==
        "Name  Value\n"
        "----  -----\n"
        "a|b    1.25\n"
        "c        10\n");
  CHECK(plain("| µs  | x |\n|:--- | -:|\n| é   | 1 |\n") == "µs  x\n--  -\né   1\n");
}

TEST_CASE("titles are wrapped before anything else is") {
  CHECK(plain("| Backend | Throughput (reads/s) | Time per read (ns) |\n|:--- | ---:| ---:|\n| rcu | 247,000,000 | "
              "4.04 |\n",
              32) ==
        "Backend   Throughput   Time per\n"
        "           (reads/s)  read (ns)\n"
        "-------  -----------  ---------\n"
        "rcu      247,000,000       4.04\n");
}

TEST_CASE("a table that is too wide is split, and each part repeats what tells the rows apart") {
  CHECK(plain(k_wide_table, 60) ==
        "Backend  Read       Throughput               95 % interval\n"
        "                     (reads/s)\n"
        "-------  --------  -----------  --------------------------\n"
        "rcu      borrowed  247,000,000  [184,000,000, 377,000,000]\n"
        "rcu      owned     189,000,000  [143,000,000, 281,000,000]\n"
        "mutex    owned      10,100,000     [8,300,000, 12,800,000]\n"
        "\n"
        "Backend  Read      Time per read (ns)  Success rate\n"
        "-------  --------  ------------------  ------------\n"
        "rcu      borrowed                4.04         100 %\n"
        "rcu      owned                   5.29         100 %\n"
        "mutex    owned                   99.2         100 %\n");
}

TEST_CASE("names that are too long for the key of a split table are broken behind their slashes") {
  CHECK(plain("| Result | Mean of the runs | Interval of the mean |\n|:--- | ---:| ---:|\n"
              "| registry/unsynchronised/borrowed | 1,000,000,000 | [1,000,000, 2,000,000] |\n",
              40) ==
        "Result            Mean of the runs\n"
        "----------------  ----------------\n"
        "registry/            1,000,000,000\n"
        "unsynchronised/\n"
        "borrowed\n"
        "\n"
        "Result              Interval of the mean\n"
        "----------------  ----------------------\n"
        "registry/         [1,000,000, 2,000,000]\n"
        "unsynchronised/\n"
        "borrowed\n");
}

TEST_CASE("long texts in cells are wrapped where that takes fewer lines than splitting") {
  CHECK(plain("| Check | Seen | Verdict |\n|:--- | ---:|:--- |\n"
              "| a check with a name that is long | 20 | ok |\n| short | 5 | ok |\n",
              36) ==
        "Check                  Seen  Verdict\n"
        "---------------------  ----  -------\n"
        "a check with a name      20  ok\n"
        "that is long\n"
        "short                     5  ok\n");
}

TEST_CASE("groups of rows get a line of their own where the table is too wide") {
  const std::string table =
      "| Counted | Metric | Value |\n|:--- |:--- | ---:|\n"
      "| thread creation included | Duration | 0.604 |\n|  | Throughput | 16 |\n| makespan | Duration | 0.1 |\n";
  CHECK(plain(table, 40) ==
        "  Metric      Value\n"
        "  ----------  -----\n"
        "thread creation included\n"
        "  Duration    0.604\n"
        "  Throughput     16\n"
        "makespan\n"
        "  Duration      0.1\n");
  CHECK(plain(table, 80).starts_with("Counted                   Metric      Value\n"));
}

TEST_CASE("no width makes a line too long, nor one of 0 an endless loop") {
  for (std::size_t width = 32; width <= 120; ++width) {
    CAPTURE(width);
    CHECK(widest_terminal_line(plain(k_wide_table, width)) <= width);
  }
  CHECK(plain(k_wide_table, 0).find("377,000,000]") != std::string::npos);
}

TEST_CASE("verdicts, failures and doubts have the colours of what they mean") {
  CHECK(coloured("**REGRESSED**: 1 regressed, 0 improved") == "\x1b[1;31mREGRESSED\x1b[0m: 1 regressed, 0 improved\n");
  CHECK(coloured("**PASSED**: fine") == "\x1b[1;32mPASSED\x1b[0m: fine\n");
  CHECK(coloured("**NOT REPLICATED**: one process") == "\x1b[1;33mNOT REPLICATED\x1b[0m: one process\n");
  CHECK(coloured("a PASS and PASSING") == "a \x1b[1;32mPASS\x1b[0m and PASSING\n");
  CHECK(coloured("Doubts:\n\n- one\n") == "\x1b[1;33mDoubts:\x1b[0m\n\n\x1b[1;33m- \x1b[0mone\n");
  CHECK(coloured("- Doubt: no\n") == "- \x1b[1;33mDoubt:\x1b[0m no\n");
  CHECK(coloured("**other** `code`") == "\x1b[1mother\x1b[0m \x1b[36m`code`\x1b[0m\n");
}

TEST_CASE("a cell that is a verdict is coloured in any case, and a word in a sentence is not") {
  const std::string table = coloured("| A | B |\n|:--- |:--- |\n| x | improved |\n| y | INCONCLUSIVE |\n");
  CHECK(table.find("\x1b[1;32mimproved\x1b[0m") != std::string::npos);
  CHECK(table.find("\x1b[1;33mINCONCLUSIVE\x1b[0m") != std::string::npos);
  CHECK(coloured("it was not improved") == "it was not improved\n");
}

TEST_CASE("without colour there is no escape sequence") {
  CHECK(plain("# A\n\n**FAILED** `code`\n\n" + k_wide_table).find('\x1b') == std::string::npos);
}

TEST_CASE("what a page folds away stands open under its line") {
  const std::string shown =
      terminal_text("Above.\n\n<details><summary>All figures</summary>\n\nBelow.\n\n</details>\n", {.width = 80});
  CHECK(shown == "Above.\n\nAll figures\n\nBelow.\n\n");
}

TEST_CASE("what a page writes as entities in the line of what it folds is shown as it was") {
  CHECK(plain("<details><summary>Samples of beta &lt;two&gt; &amp; &quot;&amp;lt;&quot;</summary>\n\nBelow.\n") ==
        "Samples of beta <two> & \"&lt;\"\n\nBelow.\n");
}
