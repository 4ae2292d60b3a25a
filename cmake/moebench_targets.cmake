# The compile options of every target here, and the one way in which a module becomes a library.

add_library(moebench_warnings INTERFACE)
target_compile_options(moebench_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Wold-style-cast
  $<$<BOOL:${MOEBENCH_WERROR}>:-Werror>)

if(MOEBENCH_SANITIZE)
  add_compile_options(-fsanitize=${MOEBENCH_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${MOEBENCH_SANITIZE})
  # GCC's own manual: with sanitizers this warning has false positives (here inside std::variant and std::regex).
  target_compile_options(moebench_warnings INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
endif()

# moebench_module(<name> SOURCES a.cpp ... [USES module ...] [LINK library ...] [HIDDEN library ...])
# makes the static library moebench_<name> (exported as moebench::<name>). USES names modules of this house; LINK names
# libraries that the module's headers need; HIDDEN names libraries that only its sources need.
# Of libraries that are headers alone nothing is left in an archive, and no installed header includes them: who uses the
# installed library does not need them.
set(moebench_headers_alone Boost::headers CLI11::CLI11 Eigen3::Eigen nlohmann_json::nlohmann_json)
function(moebench_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;USES;LINK;HIDDEN")
  set(target moebench_${name})
  add_library(${target} STATIC ${arg_SOURCES})
  add_library(moebench::${name} ALIAS ${target})
  target_include_directories(${target} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_compile_features(${target} PUBLIC cxx_std_23)
  list(TRANSFORM arg_USES PREPEND moebench_)
  foreach(library IN LISTS moebench_headers_alone)
    list(TRANSFORM arg_LINK REPLACE "^${library}$" "$<BUILD_INTERFACE:${library}>")
    list(TRANSFORM arg_HIDDEN REPLACE "^${library}$" "$<BUILD_INTERFACE:${library}>")
  endforeach()
  target_link_libraries(${target} PUBLIC ${arg_USES} ${arg_LINK} PRIVATE ${arg_HIDDEN} $<BUILD_INTERFACE:moebench_warnings>)
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name} POSITION_INDEPENDENT_CODE ON)
endfunction()
