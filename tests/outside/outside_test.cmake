# Installs a build into a folder of its own, builds the consumer against what lies there, and runs it.
#
#   cmake -D BUILD=<build folder> -D FOLDER=<to work in> -D COMPILER=<C++ compiler> [-D FLAGS=<flags>] -P outside_test.cmake
cmake_minimum_required(VERSION 3.25)

function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(REMOVE_RECURSE ${FOLDER})
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${FOLDER}/installed)
run(${CMAKE_COMMAND} -G Ninja -S ${CMAKE_CURRENT_LIST_DIR} -B ${FOLDER}/build -D CMAKE_PREFIX_PATH=${FOLDER}/installed
    -D CMAKE_CXX_COMPILER=${COMPILER} -D "CMAKE_CXX_FLAGS=${FLAGS}")
run(${CMAKE_COMMAND} --build ${FOLDER}/build)
run(${FOLDER}/build/consumer)
run(${FOLDER}/installed/bin/sizer version)
foreach(page man/man1/sizer.1 bash-completion/completions/sizer zsh/site-functions/_sizer fish/vendor_completions.d/sizer.fish)
  file(SIZE ${FOLDER}/installed/share/${page} size)
  if(size EQUAL 0)
    message(FATAL_ERROR "${page} is empty")
  endif()
endforeach()
