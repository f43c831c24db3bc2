// Files of the catalogue, parsed where they are asked for and kept: every cluster that is read asks for some of them.
#include "input/parsed_file.h"

#include <map>
#include <memory>
#include <mutex>

#include "embedded.h"
#include "text/reader.h"

namespace sizer {
namespace {

struct Parsed {
  SourceText source{};
  Value root{};
};

std::unique_ptr<Parsed> parsed(const embedded::File& file) {
  auto made = std::make_unique<Parsed>();
  made->source = {"catalogue/" + std::string(file.name), std::string(file.text)};
  Problems problems;
  made->root = parse_value(made->source, problems);
  problems.raise();
  return made;
}

}  // namespace

const Value* parsed_file(const std::string& name) {
  static std::mutex guard;
  static std::map<std::string, std::unique_ptr<Parsed>> known;
  const std::lock_guard<std::mutex> lock(guard);
  if (const auto found = known.find(name); found != known.end()) return &found->second->root;
  for (const embedded::File& file : embedded::catalogue())
    if (file.name == name) return &(known[name] = parsed(file))->root;
  return nullptr;
}

}  // namespace sizer
