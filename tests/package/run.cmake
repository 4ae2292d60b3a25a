# run(command ...): ends the test where the command fails; otherwise `output` is what it printed.
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "${ARGN}\nended with ${status}\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

# expect(pattern): the last output matches.
function(expect pattern)
  if(NOT output MATCHES "${pattern}")
    message(FATAL_ERROR "no ${pattern} in what was printed:\n${output}")
  endif()
endfunction()

# build_example(): in WORK_DIR, with what is in PREFIX.
function(build_example)
  file(REMOVE_RECURSE ${WORK_DIR})
  run(${CMAKE_COMMAND} -S ${EXAMPLE_DIR} -B ${WORK_DIR} -G Ninja -DCMAKE_PREFIX_PATH=${PREFIX} -DCMAKE_CXX_FLAGS=-O0)
  run(${CMAKE_COMMAND} --build ${WORK_DIR})
endfunction()
