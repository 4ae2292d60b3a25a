# `cpack --config build/release/CPackConfig.cmake` makes two Debian packages: moebench, the program, and libmoebench-dev, the
# library. What a Debian package holds beside what is installed, cmake/debian/add_files.cmake adds.
if(NOT PROJECT_IS_TOP_LEVEL)
  return()
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME moebench)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")  # it would stand before the two that the packages have
set(CPACK_PACKAGE_CONTACT "moebench developers <moebench@example.org>")
set(CPACK_PACKAGE_DIRECTORY ${CMAKE_BINARY_DIR}/packages)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/cmake/debian/add_files.cmake)
set(CPACK_COMPONENTS_ALL moebench development)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_DEBIAN_MOEBENCH_PACKAGE_NAME moebench)
set(CPACK_DEBIAN_MOEBENCH_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_MOEBENCH_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_MOEBENCH_PACKAGE_SUGGESTS "libmoebench-dev, nodejs, python3:any, python3-torch")
set(CPACK_COMPONENT_MOEBENCH_DESCRIPTION "benchmarks of mixture-of-experts serving
Measures the parts of mixture-of-experts serving: routing requests to experts
under concurrent load, dispatching batches of tokens under a capacity factor,
reading a registry of models while others change it, and inference from .apr
model files. Compares result files, its own and those of other benchmark
tools, with statistics that survive a sceptical reader, and gates changes by
them in continuous integration.")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libmoebench-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
  "libc6-dev, libdeflate-dev, libfmt-dev, libhwy-dev, liblz4-dev, liburcu-dev, libzstd-dev")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SUGGESTS "cmake, pkg-config")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "library of moebench, the benchmarks of mixture-of-experts serving
Headers and static libraries for measuring operations of one's own as moebench
does, comparing them by its statistics, holding a registry strategy of one's
own against those that come with it, and reading .apr model files. With a
CMake package and a pkg-config file.")

include(CPack)
