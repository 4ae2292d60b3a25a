#include "moebench/io/atomic_file.hpp"

#include <csignal>
#include <vector>

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "temporary_folder.hpp"

using moebench::core::ErrorKind;
using moebench::core::Result;
using namespace moebench::io;
using ::test::content;
using ::test::set_content;
using ::test::TemporaryFolder;
namespace fs = std::filesystem;

namespace {

/// The wait status of a child that runs `action` where no file may grow beyond 4096 bytes.
template <class Action>
int run_in_full_disk(void (*on_limit)(int), Action action) {
  const pid_t child = ::fork();
  if (child == 0) {
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    std::signal(SIGXFSZ, on_limit);
    const rlimit limit{4096, 4096};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    ::_exit(action() ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return status;
}

const std::string k_too_large(100'000, 'x');

}  // namespace

TEST_CASE("a new file is written with its missing parents and nothing else is left") {
  const TemporaryFolder folder;
  const fs::path path = folder / "a/b/result.json";
  REQUIRE(write_atomically(path, "text"));
  CHECK(content(path) == "text");
  CHECK(std::distance(fs::directory_iterator{path.parent_path()}, {}) == 1);
}

TEST_CASE("an empty text makes an empty file") {
  const TemporaryFolder folder;
  REQUIRE(write_atomically(folder / "empty", ""));
  CHECK(fs::is_regular_file(folder / "empty"));
}

TEST_CASE("a new file gets the permission bits that the umask leaves") {
  const TemporaryFolder folder;
  const mode_t old = ::umask(027);
  const Result<void> written = write_atomically(folder / "file", "text");
  ::umask(old);
  REQUIRE(written);
  CHECK(fs::status(folder / "file").permissions() == fs::perms{0640});
}

TEST_CASE("replacing a file keeps its permission bits") {
  const TemporaryFolder folder;
  set_content(folder / "file", "a longer old text");
  fs::permissions(folder / "file", fs::perms{0604});
  REQUIRE(write_atomically(folder / "file", "new"));
  CHECK(content(folder / "file") == "new");
  CHECK(fs::status(folder / "file").permissions() == fs::perms{0604});
  CHECK(folder.entry_count() == 1);
}

TEST_CASE("writing through a symbolic link replaces its target and keeps the link") {
  const TemporaryFolder folder;
  set_content(folder / "target", "old");
  fs::create_symlink("target", folder / "link");
  REQUIRE(write_atomically(folder / "link", "new"));
  CHECK(fs::is_symlink(folder / "link"));
  CHECK(content(folder / "target") == "new");
}

TEST_CASE("a device is written in place") {
  REQUIRE(write_atomically("/dev/null", "text"));
  CHECK(fs::is_character_file("/dev/null"));
  const Result<void> full = write_atomically("/dev/full", "text");
  REQUIRE(!full);
  CHECK(full.error().message.find("No space left") != std::string::npos);
}

TEST_CASE("a directory in the place of the file is refused") {
  const TemporaryFolder folder;
  fs::create_directory(folder / "taken");
  const Result<void> written = write_atomically(folder / "taken", "text");
  REQUIRE(!written);
  CHECK(written.error().kind == ErrorKind::input);
  CHECK(written.error().subject == (folder / "taken").string());
  CHECK(written.error().message == "is a directory, where a file is to be written; add a file name");
  CHECK(!write_atomically(folder / "not/there/", "text"));
  CHECK(folder.entry_count() == 1);
}

TEST_CASE("a parent that is a file is refused") {
  const TemporaryFolder folder;
  set_content(folder / "file", "old");
  const Result<void> written = write_atomically(folder / "file/result.json", "text");
  REQUIRE(!written);
  CHECK(written.error().kind == ErrorKind::input);
  CHECK(written.error().message.find("its folder cannot be made") == 0);
  CHECK(content(folder / "file") == "old");
}

TEST_CASE("a name that the file system does not take is refused") {
  const TemporaryFolder folder;
  CHECK(!write_atomically(folder / std::string(300, 'n'), "text"));
  CHECK(folder.entry_count() == 0);
}

TEST_CASE("a full disk leaves the old file and no temporary one") {
  const TemporaryFolder folder;
  set_content(folder / "file", "old");
  const int status = run_in_full_disk(SIG_IGN, [&] {
    const Result<void> written = write_atomically(folder / "file", k_too_large);
    return !written && written.error().message.find("cannot be written") == 0;
  });
  CHECK(status == 0);
  CHECK(content(folder / "file") == "old");
  CHECK(folder.entry_count() == 1);
}

TEST_CASE("a process killed while it writes leaves the old file") {
  const TemporaryFolder folder;
  set_content(folder / "file", "old");
  const int status =
      run_in_full_disk(SIG_DFL, [&] { return write_atomically(folder / "file", k_too_large).has_value(); });
  REQUIRE(WIFSIGNALED(status));
  CHECK(WTERMSIG(status) == SIGXFSZ);
  CHECK(content(folder / "file") == "old");
  CHECK(folder.entry_count() == 2);  // the temporary file stays behind
}

TEST_CASE("several files are written together") {
  const TemporaryFolder folder;
  set_content(folder / "a", "old");
  const std::vector<FileText> files{{folder / "a", "new"}, {folder / "sub/b", "text"}};
  REQUIRE(write_all_atomically(files));
  CHECK(content(folder / "a") == "new");
  CHECK(content(folder / "sub/b") == "text");
  CHECK(folder.entry_count() == 2);
  CHECK(write_all_atomically({}));
}

TEST_CASE("when one of several files cannot be written none is") {
  const TemporaryFolder folder;
  set_content(folder / "a", "old");
  fs::create_directory(folder / "taken");
  const std::vector<FileText> refused{{folder / "a", "new"}, {folder / "taken", "text"}};
  const Result<void> written = write_all_atomically(refused);
  REQUIRE(!written);
  CHECK(written.error().subject == (folder / "taken").string());
  CHECK(content(folder / "a") == "old");
  CHECK(folder.entry_count() == 2);

  const std::vector<FileText> too_large{{folder / "a", "new"}, {folder / "b", k_too_large}};
  const int status = run_in_full_disk(SIG_DFL, [&] { return write_all_atomically(too_large).has_value(); });
  CHECK(WIFSIGNALED(status));
  CHECK(content(folder / "a") == "old");
  CHECK(!fs::exists(folder / "b"));
}

TEST_CASE("read_text gives every byte") {
  const TemporaryFolder folder;
  const std::string bytes = std::string("a\0b\r\n\xff", 6) + k_too_large;
  set_content(folder / "file", bytes);
  CHECK(read_text(folder / "file") == bytes);
}

TEST_CASE("read_text reads a pipe to its end") {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const std::string text(20'000, 'y');  // fits the pipe, and is longer than the first buffer
  REQUIRE(::write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  ::close(ends[1]);
  CHECK(read_text("/dev/fd/" + std::to_string(ends[0])) == text);
  ::close(ends[0]);
}

TEST_CASE("read_text says why it cannot read") {
  const TemporaryFolder folder;
  const Result<std::string> missing = read_text(folder / "missing");
  REQUIRE(!missing);
  CHECK(missing.error().kind == ErrorKind::input);
  CHECK(missing.error().subject == (folder / "missing").string());
  CHECK(missing.error().message == "cannot be opened: No such file or directory; check the name and the permissions");

  fs::create_directory(folder / "folder");
  const Result<std::string> directory = read_text(folder / "folder");
  REQUIRE(!directory);
  CHECK(directory.error().message == "is a directory; name a file in it");

  set_content(folder / "empty", "");
  const Result<std::string> empty = read_text(folder / "empty");
  REQUIRE(!empty);
  CHECK(empty.error().message == "is empty; write it again with the command that made it");

  const Result<std::string> unreadable = read_text("/proc/self/mem");
  REQUIRE(!unreadable);
  CHECK(unreadable.error().message.find("cannot be read") == 0);
}

TEST_CASE("a link to nothing yet is followed and one to itself is refused by its name") {
  const TemporaryFolder folder;
  fs::create_symlink("made/later.txt", folder / "dangling");
  REQUIRE(write_atomically(folder / "dangling", "text"));
  CHECK(fs::is_symlink(folder / "dangling"));
  CHECK(content(folder / "made/later.txt") == "text");
  fs::create_symlink("itself", folder / "itself");
  const Result<void> written = write_atomically(folder / "itself", "text");
  REQUIRE_FALSE(written);
  CHECK(written.error().subject == (folder / "itself").string());
}

TEST_CASE("asking whether a file can be written leaves it as it is") {
  const TemporaryFolder folder;
  REQUIRE(write_atomically(folder / "file", "text"));
  CHECK(check_writable(folder / "file"));
  CHECK(check_writable(folder / "new"));
  CHECK(content(folder / "file") == "text");
  CHECK_FALSE(fs::exists(folder / "new"));
  CHECK_FALSE(check_writable(folder / "file/below"));
  CHECK_FALSE(check_writable(folder / "."));
}

TEST_CASE("looking whether a file can be written says the same, and makes nothing") {
  const TemporaryFolder folder;
  REQUIRE(write_atomically(folder / "file", "text"));
  fs::create_symlink("loop", folder / "loop");
  for (const char* name : {"file", "new", "deep/er/new", "file/below", "file/deep/er", ".", "loop", "/dev/null"}) {
    CAPTURE(name);
    const std::size_t entries = folder.entry_count();
    const Result<void> looked = look_writable(folder / name);
    CHECK(folder.entry_count() == entries);
    const Result<void> tried = check_writable(folder / name);
    CHECK(looked.has_value() == tried.has_value());
    if (!looked && !tried) {
      CHECK(looked.error().subject == tried.error().subject);
      CHECK(looked.error().message == tried.error().message);
    }
  }
}

TEST_CASE("a file longer than any result file is refused unread") {
  const TemporaryFolder folder;
  set_content(folder / "sparse", "{");
  fs::resize_file(folder / "sparse", std::uintmax_t{3} << 30U);
  const Result<std::string> text = read_text(folder / "sparse");
  REQUIRE_FALSE(text);
  CHECK(text.error().message.starts_with("is longer than 2 GiB"));
}
