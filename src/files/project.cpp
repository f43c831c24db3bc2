// Projects: where one ends, and what lies in it once links are resolved.
#include "files/project.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace sizer {
namespace {

namespace fs = std::filesystem;

}  // namespace

std::string project_of(const std::string& file) {
  std::error_code error;
  const fs::path own = fs::absolute(file, error).lexically_normal().parent_path();
  fs::path here = own;
  for (fs::path below; !error && below != here; below = here, here = here.parent_path())
    if (fs::exists(here / ".git", error)) return here.string();
  return own.string();
}

bool lies_in(const std::string& folder, const std::string& file) {
  std::error_code error;
  const fs::path whole = fs::canonical(file, error);
  if (error) return false;
  const fs::path around = fs::canonical(folder, error);
  if (error) return false;
  return std::ranges::mismatch(around, whole).in1 == around.end();
}

bool leads_out(const std::string& file) {
  std::error_code error;
  return fs::exists(file, error) && !lies_in(project_of(file), file);
}

}  // namespace sizer
