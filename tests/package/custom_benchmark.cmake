include(${CMAKE_CURRENT_LIST_DIR}/run.cmake)
build_example()
set(file ${WORK_DIR}/routing.json)
run(${WORK_DIR}/custom_benchmark ${file})
expect("^power-of-two against top-1: (improved|equivalent|regressed|inconclusive)\\. ")
if(output MATCHES "not_replicated")
  message(FATAL_ERROR "five processes were measured:\n${output}")
endif()
run(${PREFIX}/bin/moebench stats ${file})
expect("## routing/top-1\n.*5 runs.*## routing/power-of-two\n")
run(${PREFIX}/bin/moebench compare ${file} ${file} --match "routing/power-of-two=routing/top-1")
expect("routing/power-of-two")
run(${PREFIX}/bin/moebench verify ${file})

# The program prints a result file, so the installed tool gates two builds of it in CI. With this margin the same one passes.
run(${PREFIX}/bin/moebench ab --baseline ${WORK_DIR}/custom_benchmark --candidate ${WORK_DIR}/custom_benchmark
  --blocks 7 --margin 90% -- --run 0)
expect("routing/power-of-two")
