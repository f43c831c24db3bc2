/// \file
/// A folder for the files of one test.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

/// A folder that is gone when the test ends.
struct Folder {
  std::filesystem::path path = made();
  Folder() = default;
  ~Folder() { std::filesystem::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string file(const std::string& name, const std::string& text) const {
    std::ofstream(path / name) << text;
    return at(name);
  }
  std::string at(const std::string& name) const { return (path / name).string(); }
  static std::filesystem::path made() {
    std::string name = (std::filesystem::temp_directory_path() / "sizer-test-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
    return name;
  }
  std::ptrdiff_t size() const {
    return std::distance(std::filesystem::directory_iterator(path), std::filesystem::directory_iterator());
  }
};
