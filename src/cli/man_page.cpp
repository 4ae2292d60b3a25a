#include "man_page.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace moebench::cli {
namespace {

/// Text that roff prints as it is: a hyphen that can be copied, no character that its escapes or macros begin with.
std::string roff(std::string_view text) {
  std::string out;
  for (const char character : text) {
    switch (character) {
      case '\\': out += "\\e"; break;
      case '-': out += "\\-"; break;
      case '\'': out += "\\(aq"; break;
      case '`': out += "\\(ga"; break;
      case '^': out += "\\(ha"; break;
      case '~': out += "\\(ti"; break;
      default: out += character;
    }
  }
  return out.starts_with('.') ? "\\&" + out : out;
}

std::string bold(std::string_view text) {
  return "\\fB" + roff(text) + "\\fR";
}

std::string italic(std::string_view text) {
  return "\\fI" + roff(text) + "\\fR";
}

class Page {
 public:
  void section(std::string_view title) { line(fmt::format(".SH {}", title)); }
  void paragraph() { line(".PP"); }
  void entry(std::string_view head) { line(fmt::format(".TP\n{}", head)); }
  void line(std::string_view text) { text_.append(text).append("\n"); }

  /// Lines as they are, in the middle of a text.
  void verbatim(const std::vector<std::string>& lines) {
    line(".EX");
    for (const std::string& one : lines) {
      line(roff(one));
    }
    line(".EE");
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

void add_synopsis(Page& page, const CommandText& command) {
  page.section("SYNOPSIS");
  std::string line = bold(command.name()) + " [" + italic("OPTIONS") + "]";
  if (!command.commands.empty()) {
    line += " " + italic("COMMAND") + " ...";
  }
  for (const OptionText& argument : command.arguments) {
    const std::string name = italic(argument.names.front()) + (argument.repeats ? "..." : "");
    line += argument.required ? " " + name : " [" + name + "]";
  }
  page.line(line);
}

std::string roff_head_of(const OptionText& option) {
  std::string head;
  for (const std::string& name : option.names) {
    head += (head.empty() ? "" : ", ") + (name.starts_with('-') ? bold(name) : italic(name));
  }
  return option.value.empty() || !option.names.front().starts_with('-') ? head : head + " " + italic(option.value);
}

void add_options(Page& page, std::string_view title, const std::vector<OptionText>& options) {
  if (options.empty()) {
    return;
  }
  page.section(title);
  for (const OptionText& option : options) {
    page.entry(roff_head_of(option));
    page.line(roff(option.description));
    if (!option.choices.empty()) {
      page.line(roff(fmt::format("One of: {}.", fmt::join(option.choices, ", "))));
    }
    if (const std::string more = qualities(option); !more.empty()) {
      page.line(roff(more));
    }
  }
}

void add_notes(Page& page, const std::vector<std::string>& notes) {
  std::vector<std::string> table;
  for (const std::string& note : notes) {
    if (note.starts_with(' ')) {
      table.push_back(note);
    } else {
      page.paragraph();
      page.line(roff(note));
    }
  }
  if (!table.empty()) {
    page.verbatim(table);
  }
}

void add_commands(Page& page, const CommandText& command) {
  if (command.commands.empty()) {
    return;
  }
  page.section("COMMANDS");
  for (const CommandText& sub : command.commands) {
    page.entry(fmt::format("{} (see {}(1))", bold(sub.path.back()), bold(sub.name("-"))));
    page.line(roff(sub.summary));
  }
}

void add_exit_status(Page& page, const CommandText& command) {
  constexpr std::array<std::pair<int, const char*>, 6> meanings{
      {{0, "Done."},
       {1, "A check failed, a gate found a regression, or an audit rejected."},
       {2, "Wrong usage."},
       {3, "Unusable input; the message names the file, the place and the remedy."},
       {4, "A gate found no regression and not enough evidence, with --inconclusive fail."},
       {5, "A bug of this program."}}};
  page.section("EXIT STATUS");
  for (const auto& [status, meaning] : meanings) {
    page.entry(fmt::format("{}", status));
    page.line(roff(meaning));
  }
  if (!command.exit_status.empty() && command.path.size() > 1) {
    page.paragraph();
    page.line(roff(command.exit_status));
  }
}

/// The command above, and those beside or under it.
void add_see_also(Page& page, const CommandText& command) {
  std::vector<std::string> others;
  for (std::size_t parts = 1; parts < command.path.size(); ++parts) {
    others.push_back(fmt::format(
        "{}", fmt::join(command.path.begin(), command.path.begin() + static_cast<std::ptrdiff_t>(parts), "-")));
  }
  for (const CommandText& sub : command.commands) {
    others.push_back(sub.name("-"));
  }
  page.section("SEE ALSO");
  for (const std::string& other : others) {
    page.line(fmt::format(".BR {} (1){}", roff(other), other == others.back() ? "" : ","));
  }
}

}  // namespace

std::string man_page(const CommandText& command, std::string_view version, std::string_view date) {
  Page page;
  std::string title = roff(command.name("-"));
  std::ranges::transform(title, title.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  page.line(fmt::format(".TH {} 1 {} \"moebench {}\" \"User Commands\"", title, date, version));
  page.section("NAME");
  page.line(fmt::format("{} \\- {}", roff(command.name("-")), roff(command.summary)));
  add_synopsis(page, command);
  page.section("DESCRIPTION");
  page.line(roff(command.summary + "."));
  add_notes(page, command.notes);
  add_options(page, "ARGUMENTS", command.arguments);
  add_options(page, "OPTIONS", command.options);
  add_commands(page, command);
  add_exit_status(page, command);
  page.section(command.examples.size() == 1 ? "EXAMPLE" : "EXAMPLES");
  page.verbatim(command.examples);
  add_see_also(page, command);
  return page.text();
}

std::string man_file_name(const CommandText& command) {
  return command.name("-") + ".1";
}

}  // namespace moebench::cli
