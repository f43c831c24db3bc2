# Writes the catalogue's files into a C++ source, as texts: sets SIZER_EMBEDDED_CATALOGUE to its path.
set(catalogue_folder ${CMAKE_CURRENT_LIST_DIR})
set(SIZER_EMBEDDED_CATALOGUE ${CMAKE_CURRENT_BINARY_DIR}/embedded_catalogue.cpp)

file(GLOB_RECURSE catalogue_files CONFIGURE_DEPENDS RELATIVE ${catalogue_folder} ${catalogue_folder}/*.yaml)
list(SORT catalogue_files)

set(catalogue_entries "")
set(catalogue_all "")
set(catalogue_newest "")
foreach(name IN LISTS catalogue_files)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${catalogue_folder}/${name})
  file(READ ${catalogue_folder}/${name} text)
  string(APPEND catalogue_entries "    {\"${name}\", R\"yaml(${text})yaml\"},\n")
  string(APPEND catalogue_all "${name}\n${text}")
  if(text MATCHES "\nas_of: ([0-9-]+)" AND CMAKE_MATCH_1 STRGREATER catalogue_newest)
    set(catalogue_newest ${CMAKE_MATCH_1})
  endif()
endforeach()
string(SHA256 catalogue_sha256 "${catalogue_all}")

file(CONFIGURE OUTPUT ${SIZER_EMBEDDED_CATALOGUE} @ONLY CONTENT [[
// Written by src/catalogue/embed.cmake from the files beside it.
#include "catalogue/embedded.h"

namespace sizer::embedded {
namespace {

constexpr File all[] = {
@catalogue_entries@};

}  // namespace

std::span<const File> files() { return all; }

const std::string_view newest_price = "@catalogue_newest@";
const std::string_view sha256 = "@catalogue_sha256@";

}  // namespace sizer::embedded
]])
