# `cmake --install` puts the program in place, and for programs that use the library its public headers, its archives, a CMake
# package and a pkg-config file. Two components: moebench (the program) and development (the rest).
include(CMakePackageConfigHelpers)
include(cmake/public_headers.cmake)
set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME moebench)

install(TARGETS moebench RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT moebench)
set(pytorch_dir ${CMAKE_INSTALL_DATADIR}/moebench/pytorch)  # for `suite --pytorch`
install(PROGRAMS examples/pytorch/benchmark.py DESTINATION ${pytorch_dir} COMPONENT moebench)
install(FILES examples/pytorch/summaries.py examples/pytorch/surroundings.py DESTINATION ${pytorch_dir} COMPONENT moebench)
install(DIRECTORY docs/reference/ DESTINATION ${CMAKE_INSTALL_DATADIR}/moebench COMPONENT moebench FILES_MATCHING PATTERN "*.schema.json")
include(cmake/install_extras.cmake)

# moebench::moebench is all of the library; moebench::<component> are the modules that have public headers, from the top down.
set(components scenarios apr moe registry harness io stats core)
list(TRANSFORM components PREPEND moebench_ OUTPUT_VARIABLE modules)
add_library(moebench_library INTERFACE)
add_library(moebench::moebench ALIAS moebench_library)
set_target_properties(moebench_library PROPERTIES EXPORT_NAME moebench)
target_link_libraries(moebench_library INTERFACE ${modules})
target_sources(moebench_library INTERFACE
  FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES ${MOEBENCH_PUBLIC_HEADERS})
install(TARGETS moebench_library ${modules} EXPORT moebench_targets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development
  FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/moebench)
install(EXPORT moebench_targets NAMESPACE moebench:: FILE moebenchTargets.cmake DESTINATION ${package_dir} COMPONENT development)
configure_package_config_file(cmake/moebenchConfig.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/moebenchConfig.cmake
  INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/moebenchConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/moebenchConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/moebenchConfigVersion.cmake
  DESTINATION ${package_dir} COMPONENT development)

# The same for pkg-config. The file finds its prefix from where it stands.
set(pkgconfig_dir ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
file(RELATIVE_PATH pkgconfig_to_prefix /prefix/${pkgconfig_dir} /prefix)
string(REGEX REPLACE "/$" "" pkgconfig_to_prefix "${pkgconfig_to_prefix}")
list(TRANSFORM modules PREPEND -l OUTPUT_VARIABLE pkgconfig_libs)
list(JOIN pkgconfig_libs " " pkgconfig_libs)
configure_file(cmake/moebench.pc.in ${CMAKE_CURRENT_BINARY_DIR}/moebench.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/moebench.pc DESTINATION ${pkgconfig_dir} COMPONENT development)
