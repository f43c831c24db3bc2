# Writes texts into the program: each list of files becomes a C++ source that embedded.h declares.
set(SIZER_EMBEDDED "")

# embed_texts(<list> <folder> <pattern>...): the files of <folder> that match, sorted by name, as embedded::<list>().
# Sets <list>_texts to all names and texts, and adds the source to SIZER_EMBEDDED.
function(embed_texts list folder)
  list(TRANSFORM ARGN PREPEND ${folder}/)
  file(GLOB_RECURSE names CONFIGURE_DEPENDS RELATIVE ${folder} ${ARGN})
  list(SORT names)
  set(entries "")
  set(texts "")
  foreach(name IN LISTS names)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${folder}/${name})
    file(READ ${folder}/${name} text)
    string(APPEND entries "    {\"${name}\", R\"text(${text})text\"},\n")
    string(APPEND texts "${name}\n${text}")
  endforeach()
  set(source ${CMAKE_CURRENT_BINARY_DIR}/embedded_${list}.cpp)
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT [[
// Written by src/embed.cmake.
#include "embedded.h"

namespace sizer::embedded {
namespace {

constexpr File files_of_@list@[] = {
@entries@};

}  // namespace

std::span<const File> @list@() { return files_of_@list@; }

}  // namespace sizer::embedded
]])
  set(${list}_texts "${texts}" PARENT_SCOPE)
  set(SIZER_EMBEDDED ${SIZER_EMBEDDED} ${source} PARENT_SCOPE)
endfunction()

embed_texts(catalogue ${PROJECT_SOURCE_DIR}/src/catalogue *.yaml)
embed_texts(schemas ${PROJECT_SOURCE_DIR}/src/schema *.json)
embed_texts(templates ${PROJECT_SOURCE_DIR}/src/templates *.yaml)
embed_texts(pages ${PROJECT_SOURCE_DIR}/docs errors.md policies.md)

# What results say of the catalogue: the date of its newest price, and a fingerprint.
string(REGEX MATCHALL "\nas_of: [0-9-]+" dates "${catalogue_texts}")
list(SORT dates)
list(POP_BACK dates newest)
string(REPLACE "\nas_of: " "" newest "${newest}")
string(SHA256 fingerprint "${catalogue_texts}")
file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/embedded_dates.cpp @ONLY CONTENT [[
// Written by src/embed.cmake.
#include "embedded.h"

namespace sizer::embedded {

const std::string_view newest_price = "@newest@";
const std::string_view sha256 = "@fingerprint@";

}  // namespace sizer::embedded
]])
list(APPEND SIZER_EMBEDDED ${CMAKE_CURRENT_BINARY_DIR}/embedded_dates.cpp)
