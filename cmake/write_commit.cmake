# cmake -DSOURCE_DIR=... -DOUTPUT=commit.cpp -P write_commit.cmake
# Writes the source that tells the commit and its date; touches it only where they changed, so that nothing else is built again.
# A tree with changes has a + behind its commit. Outside a repository of this project's own the commit is unknown, and the date is
# that of the changelog.
function(git result)
  execute_process(COMMAND git -C ${SOURCE_DIR} ${ARGN}
    RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
  set(${result} "${output}" PARENT_SCOPE)
  set(git_status "${status}" PARENT_SCOPE)
endfunction()

set(commit unknown)
file(TIMESTAMP ${SOURCE_DIR}/CHANGELOG.md date "%Y-%m-%d" UTC)
git(prefix rev-parse --show-prefix)
if(git_status EQUAL 0 AND prefix STREQUAL "")  # not the repository of somebody who keeps this source in a folder of theirs
  git(described describe --always --abbrev=12 --exclude=* --dirty=+)
  if(git_status EQUAL 0)
    set(commit ${described})
    git(date show --no-patch --format=%cs HEAD)
  endif()
endif()

set(text "// Made by cmake/write_commit.cmake.
#include \"commit.hpp\"

namespace moebench::cli {

std::string_view commit() {
  return \"${commit}\";
}

std::string_view commit_date() {
  return \"${date}\";
}

}  // namespace moebench::cli
")
set(old "")
if(EXISTS ${OUTPUT})
  file(READ ${OUTPUT} old)
endif()
if(NOT old STREQUAL text)
  file(WRITE ${OUTPUT} "${text}")
endif()
