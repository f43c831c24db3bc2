/// \file
/// The lines of a log to a run, one after the other.
#pragma once

#include <memory>
#include <string_view>

#include "sizer/run.h"

namespace sizer::ingest {

class Collector {
 public:
  Collector();
  ~Collector();
  Collector(const Collector&) = delete;
  Collector& operator=(const Collector&) = delete;

  /// Takes in one line; false: it is no event. Behind it, `padding` bytes may be read (lines.h). Blank lines are fine.
  bool line(std::string_view line);

  /// The line opens the log of an application, and that of another was read before.
  bool opens_another(std::string_view line) const;

  /// Lines that were events.
  std::int64_t events() const;
  /// One of them at least was Spark's.
  bool any_of_spark() const;

  /// The run; `source` is filled in by the caller but for `events` and the notes on what the events lack. Once only.
  Run finish();
  /// Tasks of completed stages whose ends are not in the log; known after finish().
  std::int64_t tasks_missing() const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace sizer::ingest
