/// \file
/// Zip archives, read from front to end: what the History Server gives for download.
#pragma once

#include "ingest/decode.h"

namespace sizer::ingest {

class ZipMembers {
 public:
  /// `in` and `ending` must outlive this.
  ZipMembers(Buffered& in, Ending& ending) : in_(in), ending_(ending) {}

  /// Goes to the next member that is a file; false: there is none, or the archive is damaged.
  bool next();
  const std::string& name() const { return name_; }
  /// Of the member that next() went to; to be read to its end before the next.
  ReadBytes bytes();
  std::size_t read(char* to, std::size_t most);

 private:
  bool read_header();
  bool finish_member();

  Buffered& in_;
  Ending& ending_;
  std::string name_{};
  bool inside_ = false, deflated_ = false, descriptor_ = false;
  std::uint64_t left_ = 0;  ///< of a stored member
  std::uint32_t checksum_ = 0, computed_ = 0;
  ReadBytes inflate_{};
};

}  // namespace sizer::ingest
