#include "json_text.hpp"

#include <algorithm>
#include <cmath>

#include "number_text.hpp"

namespace moebench::io {
namespace {

bool is_scalar(const Json& value) {
  return !value.is_structured();
}

bool holds_numbers_only(const Json& array) {
  return std::ranges::all_of(array, [](const Json& element) { return element.is_number(); });
}

bool holds_scalars_only(const Json& container) {
  return std::ranges::all_of(container, is_scalar);
}

class Printer {
 public:
  void print(const Json& value, std::size_t depth, bool is_element = false) {
    if (value.is_object()) {
      const bool one_line = is_element && holds_scalars_only(value);
      print_object(value, depth, one_line);
    } else if (value.is_array()) {
      print_array(value, depth, holds_numbers_only(value));
    } else {
      print_scalar(value);
    }
  }

  std::string take() && { return std::move(out_); }

 private:
  void print_object(const Json& object, std::size_t depth, bool one_line) {
    Members members{*this, '{', '}', depth, one_line};
    for (const auto& [key, value] : object.get_ref<const Json::object_t&>()) {
      members.next();
      print_string(key);
      out_ += ": ";
      print(value, depth + 1);
    }
  }

  void print_array(const Json& array, std::size_t depth, bool one_line) {
    Members members{*this, '[', ']', depth, one_line};
    for (const Json& element : array.get_ref<const Json::array_t&>()) {
      members.next();
      print(element, depth + 1, true);
    }
  }

  void print_scalar(const Json& value) {
    if (value.is_number_float()) {
      print_double(value.get<double>());
    } else if (value.is_string()) {
      print_string(value);
    } else {
      out_ += value.dump();
    }
  }

  void print_string(const Json& text) { out_ += text.dump(-1, ' ', false, Json::error_handler_t::replace); }

  void print_double(double value) {
    if (!std::isfinite(value)) {
      out_ += "null";
      return;
    }
    const std::size_t start = out_.size();
    append_number(out_, value);
    if (out_.find_first_of(".e", start) == std::string::npos) {
      out_ += ".0";  // otherwise it would read back as an integer
    }
  }

  /// Brackets around members, with what stands between them.
  class Members {
   public:
    Members(Printer& printer, char open, char close, std::size_t depth, bool one_line)
        : out_{printer.out_}, close_{close}, depth_{depth}, one_line_{one_line} {
      out_ += open;
    }
    Members(const Members&) = delete;
    Members& operator=(const Members&) = delete;
    ~Members() {
      if (!empty_) {
        break_line(depth_);
      }
      out_ += close_;
    }

    void next() {
      if (!empty_) {
        out_ += one_line_ ? ", " : ",";
      }
      empty_ = false;
      break_line(depth_ + 1);
    }

   private:
    void break_line(std::size_t depth) {
      if (!one_line_) {
        out_ += '\n';
        out_.append(2 * depth, ' ');
      }
    }

    std::string& out_;
    char close_;
    std::size_t depth_;
    bool one_line_;
    bool empty_ = true;
  };

  std::string out_;
};

}  // namespace

std::string to_text(const Json& value) {
  Printer printer;
  printer.print(value, 0);
  return std::move(printer).take() + '\n';
}

}  // namespace moebench::io
