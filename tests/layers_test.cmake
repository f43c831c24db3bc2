# Who may include whom: reads every #include line under src and include, and fails on one that the table forbids.
#
#   cmake -D ROOT=<project> -P layers_test.cmake
cmake_minimum_required(VERSION 3.25)

# Public headers stand in one line: each may include those before it and none after.
set(line units place settings range budget cluster constants job ledger plan timeline bill estimate report draws gate comparison
    difference explanation result render)

# public_up_to(<name> <out>): a pattern of the public headers up to and with <name>.
function(public_up_to name out)
  list(FIND line ${name} last)
  math(EXPR count "${last} + 1")
  list(SUBLIST line 0 ${count} names)
  list(JOIN names "|" names)
  set(${out} "sizer/(${names})\\.(h|inc)" PARENT_SCOPE)
endfunction()

public_up_to(job up_to_job)
public_up_to(plan up_to_plan)
public_up_to(estimate up_to_estimate)
public_up_to(draws up_to_draws)
public_up_to(explanation up_to_explanation)
public_up_to(render all_of_the_line)

# Path of the including file; what it may include of the project. The first pattern that matches a path counts.
set(paths)
set(allowed)
function(may_include path)
  list(JOIN ARGN "|" joined)
  list(APPEND paths "${path}")
  list(APPEND allowed "^(${joined})$")
  set(paths "${paths}" PARENT_SCOPE)
  set(allowed "${allowed}" PARENT_SCOPE)
endfunction()

foreach(name IN LISTS line)
  public_up_to(${name} up_to_here)
  may_include("include/sizer/${name}\\.h" "${up_to_here}")
endforeach()
may_include("include/sizer/input\\.h" "${up_to_job}")
may_include("src/text/.*" "sizer/(units|range|place|render)\\.h" "text/.*")
may_include("src/input/.*" "${up_to_job}" "sizer/input\\.h" "input/.*" "text/.*" "catalogue/embedded\\.h")
may_include("src/engines/.*" "${up_to_plan}" "engines/.*")
may_include("src/model/.*" "${up_to_estimate}" "model/.*")
may_include("src/study/.*" "${up_to_explanation}" "study/.*" "text/quantity_text\\.h")
may_include("src/report/.*" "${up_to_draws}" "report/.*" "study/unknowns\\.h" "text/quantity_text\\.h")
may_include("src/render/.*" "sizer/(units|range|place|budget|report|gate|comparison|difference|explanation|result|render)\\.h" "render/.*" "text/(quantity_text|utf8|spelling)\\.h")
may_include("src/commands/.*|src/[^/]*" "${all_of_the_line}" "sizer/input\\.h" "[a-z_/]*\\.(h|inc)")

# Heavy libraries, each in the few files that need it: start of the include; the files.
set(libraries "yaml-cpp/" "nlohmann/" "CLI/")
set(homes "src/text/.*" "src/render/(json[a-z_]*|get)\\.(h|cpp)|src/commands/.*" "src/cli\\.cpp")

set(wrong "")

# check(<file> <line number> <included>): adds to `wrong` what is wrong with one include.
function(check file number included)
  foreach(library home IN ZIP_LISTS libraries homes)
    if(included MATCHES "^${library}" AND NOT file MATCHES "^(${home})$")
      string(APPEND wrong "${file}:${number}: ${library} is for ${home} only\n")
    endif()
  endforeach()
  if(EXISTS ${ROOT}/include/${included} OR EXISTS ${ROOT}/src/${included})
    foreach(path pattern IN ZIP_LISTS paths allowed)
      if(file MATCHES "^(${path})$")
        if(NOT included MATCHES "${pattern}")
          string(APPEND wrong "${file}:${number}: may not include ${included}; allowed here: ${pattern}\n")
        endif()
        break()
      endif()
    endforeach()
  endif()
  set(wrong "${wrong}" PARENT_SCOPE)
endfunction()

file(GLOB_RECURSE files RELATIVE ${ROOT} ${ROOT}/include/*.h ${ROOT}/include/*.inc ${ROOT}/src/*.h ${ROOT}/src/*.cpp ${ROOT}/src/*.inc)
set(checked 0)
foreach(file IN LISTS files)
  if(file MATCHES "^src/catalogue/" AND NOT file STREQUAL "src/catalogue/embedded.h")
    string(APPEND wrong "${file}:1: the catalogue is data; the code that reads it lives in src/input\n")
  endif()
  file(READ ${ROOT}/${file} text)
  string(REGEX REPLACE "[][;\\]" " " text "${text}")  # what CMake's lists would trip over
  string(REPLACE "\n" ";" rows "${text}")
  set(number 0)
  foreach(row IN LISTS rows)
    math(EXPR number "${number} + 1")
    if(row MATCHES "^[ \t]*#[ \t]*include[ \t]*[\"<]([^\">]+)[\">]")
      math(EXPR checked "${checked} + 1")
      check(${file} ${number} ${CMAKE_MATCH_1})
    endif()
  endforeach()
endforeach()

if(wrong)
  message(NOTICE "${wrong}")
  message(FATAL_ERROR "forbidden includes: see above, and the table in tests/layers_test.cmake")
endif()
list(LENGTH files count)
message(STATUS "${checked} includes of ${count} files are as the table says")
