#include "moebench/report/references.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace moebench::report {
namespace {

struct Work {
  std::string_view key;
  std::string_view text;
};

constexpr std::array k_works{
    Work{"box-2005", "Box, G. E. P., et al. (2005). Statistics for Experimenters. Wiley."},
    Work{"fedus-2022",
         "Fedus, W., Zoph, B., & Shazeer, N. (2022). Switch Transformers: Scaling to Trillion Parameter Models with\n"
         "Simple and Efficient Sparsity. *JMLR*, 23, 1-39. doi:10.48550/arXiv.2101.03961"},
    Work{"fieller-1954",
         "Fieller, E. C. (1954). Some Problems in Interval Estimation. *Journal of the Royal Statistical Society B*,\n"
         "16(2), 175-185."},
    Work{"georges-2007",
         "Georges, A., et al. (2007). Statistically Rigorous Java Performance Evaluation. *OOPSLA '07*."},
    Work{"hyndman-1996",
         "Hyndman, R. J., & Fan, Y. (1996). Sample Quantiles in Statistical Packages. *The American Statistician*,\n"
         "50(4), 361-365."},
    Work{"matteson-2014",
         "Matteson, D. S., & James, N. A. (2014). A Nonparametric Approach for Multiple Change Point Analysis of\n"
         "Multivariate Data. *JASA*, 109(505), 334-345."},
    Work{"mckenney-2011",
         "McKenney, P. E. (2011). Is Parallel Programming Hard, And, If So, What Can You Do About It?"},
    Work{"mitzenmacher-2001",
         "Mitzenmacher, M. (2001). The Power of Two Choices in Randomized Load Balancing. *IEEE TPDS*, 12(10),\n"
         "1094-1104. doi:10.1109/71.963420"},
    Work{"schuirmann-1987",
         "Schuirmann, D. J. (1987). A Comparison of the Two One-Sided Tests Procedure and the Power Approach for\n"
         "Assessing the Equivalence of Average Bioavailability. *Journal of Pharmacokinetics and Biopharmaceutics*,\n"
         "15(6), 657-680."},
    Work{"silverman-1986",
         "Silverman, B. W. (1986). Density Estimation for Statistics and Data Analysis. Chapman & Hall."}};

const Work* known(std::string_view key) {
  const auto* const found = std::ranges::find(k_works, key, &Work::key);
  return found == k_works.end() ? nullptr : found;
}

/// Appends what `text` cites for the first time to `cited`.
void number_citations(std::string& text, std::vector<const Work*>& cited) {
  constexpr std::string_view before = "[^";
  for (std::size_t at = text.find(before); at != std::string::npos; at = text.find(before, at + 1)) {
    const std::size_t start = at + before.size();
    const std::size_t end = text.find(']', start);
    const Work* work = end == std::string::npos ? nullptr : known(std::string_view{text}.substr(start, end - start));
    if (work == nullptr) {
      continue;
    }
    const auto place = std::ranges::find(cited, work);
    const auto number = static_cast<std::size_t>(place - cited.begin()) + 1;
    if (place == cited.end()) {
      cited.push_back(work);
    }
    text.replace(start, end - start, fmt::format("{}", number));
  }
}

}  // namespace

std::string numbered_references(std::span<std::string* const> texts) {
  std::vector<const Work*> cited;
  for (std::string* text : texts) {
    number_citations(*text, cited);
  }
  std::string list;
  for (std::size_t i = 0; i < cited.size(); ++i) {
    list += fmt::format("{}[^{}]: {}\n", i == 0 ? "## References\n\n" : "\n", i + 1, cited[i]->text);
  }
  return list;
}

std::string with_references(std::string text) {
  std::string* const all[] = {&text};
  const std::string list = numbered_references(all);
  return list.empty() ? text : std::move(text) + (text.ends_with('\n') ? "\n" : "\n\n") + list;
}

}  // namespace moebench::report
