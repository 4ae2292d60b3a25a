# Manual pages and completion scripts: written by the program itself in every build of it, under <build>/share, and installed where
# man and the shells look. Included from install.cmake.
set(share ${CMAKE_BINARY_DIR}/share)
set(man_dir ${share}/man/man1)
set(bash_script ${share}/bash-completion/completions/moebench)
set(zsh_script ${share}/zsh/site-functions/_moebench)
set(fish_script ${share}/fish/vendor_completions.d/moebench.fish)
set(written ${share}/written)
add_custom_command(OUTPUT ${written} DEPENDS moebench VERBATIM COMMENT "Writing manual pages and completions"
  COMMAND ${CMAKE_COMMAND} -E rm -rf ${share}
  COMMAND moebench man --output-dir ${man_dir}
  COMMAND moebench completion bash --output ${bash_script}
  COMMAND moebench completion zsh --output ${zsh_script}
  COMMAND moebench completion fish --output ${fish_script}
  COMMAND ${CMAKE_COMMAND} -E touch ${written})
add_custom_target(moebench_share ALL DEPENDS ${written})

# Debian keeps zsh's own functions apart from those of packages.
set(MOEBENCH_ZSH_DIR ${CMAKE_INSTALL_DATADIR}/zsh/site-functions CACHE STRING "Where zsh finds completions; packages on Debian: share/zsh/vendor-completions")
install(DIRECTORY ${man_dir}/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT moebench)
install(FILES ${bash_script} DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT moebench)
install(FILES ${zsh_script} DESTINATION ${MOEBENCH_ZSH_DIR} COMPONENT moebench)
install(FILES ${fish_script} DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT moebench)
