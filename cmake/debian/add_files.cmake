# Run by CPack when what is installed lies in a folder for each component: adds what Debian's policy asks for of every package, and
# strips archives, which CPack leaves as they are.
foreach(component moebench development)
  set(root ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/${component})
  string(TOUPPER ${component} COMPONENT)
  set(package ${CPACK_DEBIAN_${COMPONENT}_PACKAGE_NAME})
  set(doc ${root}/usr/share/doc/${package})
  file(MAKE_DIRECTORY ${doc})
  file(COPY_FILE ${CMAKE_CURRENT_LIST_DIR}/copyright ${doc}/copyright)
  foreach(pair ${CMAKE_CURRENT_LIST_DIR}/changelog:changelog.Debian.gz ${CMAKE_CURRENT_LIST_DIR}/../../CHANGELOG.md:changelog.gz)
    string(REPLACE ":" ";" pair ${pair})
    list(GET pair 0 from)
    list(GET pair 1 to)
    execute_process(COMMAND gzip -9 -n -c ${from} OUTPUT_FILE ${doc}/${to} COMMAND_ERROR_IS_FATAL ANY)
  endforeach()

  file(MAKE_DIRECTORY ${root}/usr/share/lintian/overrides)
  file(COPY_FILE ${CMAKE_CURRENT_LIST_DIR}/${package}.lintian-overrides ${root}/usr/share/lintian/overrides/${package})

  if(component STREQUAL moebench)
    configure_file(${CMAKE_CURRENT_LIST_DIR}/../../src/charts/vega/LICENSES.txt ${doc}/licences-of-charts.txt COPYONLY)
  endif()
  file(GLOB pages ${root}/usr/share/man/man1/*.1)
  if(pages)
    execute_process(COMMAND gzip -9 -n ${pages} COMMAND_ERROR_IS_FATAL ANY)
  endif()
  if(EXISTS ${root}/usr/share/zsh/site-functions)  # these are zsh's own on Debian
    file(RENAME ${root}/usr/share/zsh/site-functions ${root}/usr/share/zsh/vendor-completions)
  endif()

  file(GLOB_RECURSE archives ${root}/usr/lib/*.a)
  foreach(archive IN LISTS archives)
    execute_process(COMMAND strip --strip-debug --enable-deterministic-archives --remove-section=.comment --remove-section=.note ${archive}
      COMMAND_ERROR_IS_FATAL ANY)
  endforeach()

  # Whatever the umask.
  execute_process(COMMAND find ${root} -type d -exec chmod 755 {} + COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND find ${root}/usr/share -type f -not -name *.py -exec chmod 644 {} + COMMAND_ERROR_IS_FATAL ANY)
endforeach()
