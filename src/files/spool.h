/// \file
/// Text that is set aside on disk until it is wanted.
#pragma once

#include <cstdio>
#include <functional>
#include <memory>
#include <string_view>

namespace sizer {

/// Takes a text piece by piece; and what hands one over so.
using TakeText = std::function<void(std::string_view)>;
using Text = std::function<void(const TakeText&)>;

/// A temporary file without a name, in $TMPDIR or /tmp: nobody else can open it, and it is gone with the program,
/// however that ends. Every function throws Unreadable where the disk refuses.
class Spool {
 public:
  Spool();

  void write(std::string_view text);
  /// All of it, from the beginning.
  void read(const TakeText& take);

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace sizer
