#include "chart_files.hpp"

#include <chrono>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "moebench/charts/library.hpp"
#include "moebench/core/error.hpp"
#include "moebench/harness/process_runs.hpp"
#include "moebench/io/atomic_file.hpp"

namespace moebench::cli {
namespace {

constexpr std::chrono::minutes k_drawing_time_limit{10};

/// A folder that goes with it.
class PassingFolder {
 public:
  PassingFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "moebench-charts-XXXXXX").string();
    if (mkdtemp(name.data()) != nullptr) {
      path_ = name;
    }
  }
  PassingFolder(const PassingFolder&) = delete;
  PassingFolder& operator=(const PassingFolder&) = delete;
  ~PassingFolder() {
    std::error_code ignored;
    if (path_) {
      std::filesystem::remove_all(*path_, ignored);
    }
  }

  /// Empty where it could not be made.
  const std::optional<std::filesystem::path>& path() const { return path_; }

 private:
  std::optional<std::filesystem::path> path_;
};

/// What Node.js prints for the charts.
core::Result<std::string> drawn(const std::string& charts, const std::string& node) {
  const PassingFolder folder;
  if (!folder.path()) {
    return core::input_error("the temporary folder",
                             "no folder could be made in it to draw charts; is TMPDIR writable?");
  }
  const std::filesystem::path& path = *folder.path();
  const std::vector<io::FileText> files{{path / "vega.min.js", std::string{charts::vega()}},
                                        {path / "vega-lite.min.js", std::string{charts::vega_lite()}},
                                        {path / "draw.js", std::string{charts::drawing_program()}},
                                        {path / "charts.json", charts}};
  if (const auto written = io::write_all_atomically(files); !written) {
    return std::unexpected(written.error());
  }
  return harness::capture_run({.program = node,
                               .arguments = {(path / "draw.js").string(), (path / "charts.json").string()},
                               .time_limit = k_drawing_time_limit});
}

}  // namespace

core::Result<void> write_chart_files(const report::Document& document, const std::filesystem::path& folder,
                                     const std::string& node) {
  using Json = nlohmann::json;
  const auto output = drawn(Json::parse(report::charts_json(document)).at("charts").dump(), node);
  if (!output) {
    core::Error error = output.error();
    error.message +=
        "; --charts draws with Node.js: install it (apt-get install nodejs), name it by --node, or leave --charts out";
    return std::unexpected(std::move(error));
  }
  const Json pictures = Json::parse(*output, nullptr, false);
  if (!pictures.is_object()) {
    return core::input_error(node, "did not draw the charts but printed something else; is it Node.js 18 or newer?");
  }
  std::vector<io::FileText> files;
  for (const auto& [id, picture] : pictures.items()) {
    files.push_back({folder / (id + ".svg"), charts::with_dark_rules(picture.get<std::string>())});
  }
  return io::write_all_atomically(files);
}

}  // namespace moebench::cli
