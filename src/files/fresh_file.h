/// \file
/// A file that is written under another name until it is whole.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

namespace sizer {

/// A new file beside `target`, of a name that nobody can guess and that is no link. It is there until it is put in the
/// target's place, or goes out of scope, or a signal ends the program.
class FreshFile {
 public:
  explicit FreshFile(const std::string& target);
  ~FreshFile();
  FreshFile(const FreshFile&) = delete;
  FreshFile& operator=(const FreshFile&) = delete;

  /// All that comes after a failure does nothing.
  void write(std::string_view text);
  void set_mode(mode_t mode);
  /// On the disk, then in the target's place.
  void put_in_place();
  /// What went wrong, as errno has it; 0: nothing.
  int error() const { return error_; }

 private:
  void require(bool well);

  std::string target_, path_;
  int handle_ = -1;
  int error_ = 0;
};

/// Lets SIGINT, SIGTERM and SIGHUP remove the fresh file that is there, if one is, before they end the program.
void remove_fresh_files_on_signals();

}  // namespace sizer
