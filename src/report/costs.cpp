// The lines of the bill, each case's as a range.
#include "names/bill.h"
#include "report/parts.h"

namespace sizer::report {

std::vector<CostRow> cost_rows(const Cluster& cluster, const ByCase<Estimate>& by_case) {
  std::vector<CostRow> rows;
  for (std::size_t i = 0; i < by_case.typical.bill.lines.size(); ++i) {
    const BillLine &best = by_case.best.bill.lines[i], &typical = by_case.typical.bill.lines[i],
                   &worst = by_case.worst.bill.lines[i];
    names::BillText text = names::text_of(typical, cluster);
    CostRow row;
    row.item = std::move(text.item);
    row.unit = std::move(text.unit);
    row.note = std::move(text.note);
    row.unit_price = typical.unit_price;
    row.quantity = fold(best.quantity, typical.quantity, worst.quantity);
    if (typical.cost) row.cost = fold(*best.cost, *typical.cost, *worst.cost);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace sizer::report
