#include "moebench/report/table.hpp"

#include <doctest/doctest.h>

using moebench::report::Align;
using moebench::report::Table;

TEST_CASE("columns line up and rules carry the alignment") {
  Table table{{{"Metric"}, {"Value", Align::right}}};
  table.add({"Duration", "5.86"});
  table.add({"Throughput", "1,707,894"});
  CHECK(table.markdown() ==
        "| Metric     |     Value |\n"
        "|:---------- | ---------:|\n"
        "| Duration   |      5.86 |\n"
        "| Throughput | 1,707,894 |\n");
}

TEST_CASE("missing cells are empty and bars and control characters do not break the table") {
  Table table{{{"A|\n"}, {"B"}}};
  table.add({"x|y\n\x1b[31mz"});
  CHECK(table.markdown() ==
        "| A\\|\\x0a           | B   |\n"
        "|:----------------- |:--- |\n"
        "| x\\|y\\x0a\\x1b[31mz |     |\n");
}

TEST_CASE("characters of several bytes are one cell wide") {
  Table table{{{"Unit"}}};
  table.add({"µs"});
  table.add({"abcd"});
  CHECK(table.markdown().find("| µs   |\n") != std::string::npos);
}

TEST_CASE("a table without rows is empty") {
  Table table{{{"A"}}};
  CHECK(table.empty());
  table.add({"1"});
  CHECK_FALSE(table.empty());
}
