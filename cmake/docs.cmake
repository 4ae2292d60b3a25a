# `docs`: HTML pages of the public headers in docs/html of the build folder.
if(NOT PROJECT_IS_TOP_LEVEL)
  return()
endif()
find_package(Doxygen QUIET)
if(DOXYGEN_FOUND)
  include(cmake/public_headers.cmake)
  list(TRANSFORM MOEBENCH_PUBLIC_HEADERS REPLACE ".+" "\"${PROJECT_SOURCE_DIR}/\\0\"" OUTPUT_VARIABLE doxygen_input)
  list(JOIN doxygen_input " " doxygen_input)
  string(PREPEND doxygen_input "\"${PROJECT_SOURCE_DIR}/docs/library.md\" ")
  configure_file(cmake/Doxyfile.in ${CMAKE_CURRENT_BINARY_DIR}/Doxyfile @ONLY)
  add_custom_target(docs
    COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_CURRENT_BINARY_DIR}/docs
    COMMAND Doxygen::doxygen ${CMAKE_CURRENT_BINARY_DIR}/Doxyfile
    COMMENT "HTML pages of the public headers: docs/html/index.html" VERBATIM)
endif()
