// Jobs in batches: each batch on all cores, then handed over.
#include "cli/reported.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "api/estimate.h"
#include "cli/operands.h"
#include "input/documents.h"
#include "sizer/saved.h"
#include "uncertainty/parallel.h"

namespace sizer {
namespace {

constexpr std::size_t batch = 64;

/// The last file of several documents, read and cut once.
class Cut {
 public:
  /// Null: the operand names no document of a file, or one that cannot be read; its own reader will say so.
  std::shared_ptr<const Documents> of(const std::string& operand) {
    const Operand wanted = operand_of(operand);
    if (wanted.document == 0 || wanted.file == "-") return nullptr;
    if (wanted.file == file_) return documents_;
    file_ = wanted.file;
    try {
      documents_ = std::make_shared<const Documents>(read_file(file_, max_result_size));
    } catch (const std::exception&) {
      documents_ = nullptr;
    }
    return documents_;
  }

 private:
  std::string file_{};
  std::shared_ptr<const Documents> documents_{};
};

void report_on(const Session& session, const Documents* documents, Reported& made) {
  made.code = guarded(shown_name(made.operand), made.diagnostics, [&] {
    const std::size_t number = documents ? operand_of(made.operand).document : 0;
    const JobFile file = number > 0 && number <= documents->count()
                             ? Session::job_file(made.operand, documents->alone(number))
                             : session.job_file(made.operand);
    made.given = session.reading().read(file, made.diagnostics);
    made.report = session.reading().report_on(made.given, api::deadline_of({session.limits()}));
  });
}

}  // namespace

void each_reported(const Session& session, const std::vector<std::string>& operands,
                   const std::function<void(Reported&&)>& take) {
  Cut cut;
  for (std::size_t begin = 0; begin < operands.size(); begin += batch) {
    std::vector<Reported> made(std::min(batch, operands.size() - begin));
    std::vector<std::shared_ptr<const Documents>> documents(made.size());
    for (std::size_t i = 0; i < made.size(); ++i) {
      made[i].operand = operands[begin + i];
      documents[i] = cut.of(made[i].operand);
    }
    uncertainty::in_parallel(made.size(), [&](std::size_t i) { report_on(session, documents[i].get(), made[i]); });
    for (Reported& each : made) take(std::move(each));
  }
}

}  // namespace sizer
