# `cmake --install` puts the program, the headers and a CMake package in place: find_package(moebench), then moebench::<module>.
include(CMakePackageConfigHelpers)

get_property(modules GLOBAL PROPERTY MOEBENCH_MODULES)
install(TARGETS moebench RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(PROGRAMS examples/pytorch/benchmark.py examples/pytorch/summaries.py examples/pytorch/surroundings.py DESTINATION ${CMAKE_INSTALL_DATADIR}/moebench/pytorch)  # `suite --pytorch`
install(TARGETS ${modules} EXPORT moebench_targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY include/moebench DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/moebench)
install(EXPORT moebench_targets NAMESPACE moebench:: FILE moebenchTargets.cmake DESTINATION ${package_dir})
configure_package_config_file(cmake/moebenchConfig.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/moebenchConfig.cmake
  INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/moebenchConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/moebenchConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/moebenchConfigVersion.cmake
  DESTINATION ${package_dir})
include(cmake/install_extras.cmake)
