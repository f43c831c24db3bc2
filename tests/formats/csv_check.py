"""CSV through Python's reader: rows of one width, numbers that are numbers, no formulas."""
import csv
import io

import samples

count = 0
for label, result, text in samples.rendered("csv"):
    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    expected = len(result["jobs"]) + sum(len(c["candidates"]) for c in result["comparisons"])
    expected += result["total"] is not None
    assert expected == 0 or len(rows) == expected, label
    for row in rows:
        assert len(row) == len(header), label
        for column, cell in zip(header, row):
            if column.endswith(("_low", "_typical", "_high", "_p10", "_p50", "_p90")):
                assert cell == "" or float(cell) is not None, (label, column, cell)
            else:
                assert not cell.startswith(("=", "+", "@", "\t", "\r")), (label, column, cell)
    count += 1
print(count, "tables read as they should")
