// Settings in TOML: every setting has a section, a key, a line of the text and values of its kind, which read back as
// they are written.
#include "moebench/io/settings.hpp"

#include <algorithm>

#include "expect.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace moebench;
  const std::string_view text = fuzz::text(data, size);
  const auto settings = io::parse_settings(text, "f");
  fuzz::expect_refusal(settings, "f", size);
  if (!settings) {
    return 0;
  }
  const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1;
  for (const io::Setting& setting : *settings) {
    fuzz::expect(!setting.section.empty() && setting.line >= 1 && setting.line <= lines);
    fuzz::expect(setting.kind == io::Setting::Kind::list || setting.values.size() == 1);
    if (setting.kind != io::Setting::Kind::boolean) {
      const auto again = io::parse_settings("[a]\nx = " + io::setting_text(setting.values), "f");
      fuzz::expect(again && again->size() == 1 && again->front().values == setting.values);
    }
  }
  return 0;
}
