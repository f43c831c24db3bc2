"""The lab's tables: where they lie, and true statistics of them."""

import json
import os
import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

LAB = Path(__file__).parent
RECORDED = LAB / "recorded"
JOBS = LAB / "jobs"
HOME = Path(os.environ.get("SIZER_LAB", Path(tempfile.gettempdir()) / "sizer-lab"))
DATA = HOME / "data"
TABLES = ["events", "late_events", "customers", "products"]


def path(table):
    return DATA / table


def files(table):
    return sorted(path(table).glob("*.parquet"))


def unsafe_row(fields, variable=0.0):
    """Bytes of an UnsafeRow: null bits, a word a field, and the strings rounded up to words."""
    return 8 * -(-fields // 64) + 8 * fields + variable


def describe(table):
    """Size, rows and per column: share of the stored bytes, bytes in memory, distinct values."""
    stored, size = {}, 0
    for file in files(table):
        size += file.stat().st_size
        groups = pq.ParquetFile(file).metadata
        for group in (groups.row_group(i) for i in range(groups.num_row_groups)):
            for chunk in (group.column(i) for i in range(group.num_columns)):
                name = chunk.path_in_schema
                stored[name] = stored.get(name, 0) + chunk.total_compressed_size
    columns, rows = {}, 0
    for name in stored:
        values = pq.read_table(path(table), columns=[name])[name]
        rows = len(values)
        columns[name] = {
            "stored_share": round(stored[name] / size, 4),
            "arrow_bytes": round(values.nbytes / rows, 2),
            "string_words_bytes": round(string_words(values), 2),
            "distinct": pc.count_distinct(values).as_py(),
        }
    width = unsafe_row(len(columns), sum(c["string_words_bytes"] for c in columns.values()))
    return {"size": size, "files": len(files(table)), "rows": rows,
            "unsafe_row": round(width, 2),
            "arrow_row": round(sum(c["arrow_bytes"] for c in columns.values()), 2),
            "columns": columns}


def string_words(values):
    """Mean bytes that a value takes in the variable part of an UnsafeRow."""
    if not pa.types.is_string(values.type):
        return 0.0
    lengths = pc.binary_length(values).to_numpy()
    return float(np.mean((lengths + 7) // 8 * 8))


def statistics():
    """What `spark_lab.py inputs` recorded of the tables."""
    return json.loads((RECORDED / "inputs.json").read_text())["tables"]


def write_json(file, record):
    file.parent.mkdir(exist_ok=True)
    file.write_text(as_text(record) + "\n")


def as_text(value, indent=""):
    """JSON in which a collection of plain values takes one line."""
    inner = indent + "  "
    if isinstance(value, dict) and any(isinstance(v, (dict, list)) for v in value.values()):
        lines = (f"{inner}{json.dumps(k)}: {as_text(v, inner)}" for k, v in value.items())
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    if isinstance(value, list) and any(isinstance(v, (dict, list)) for v in value):
        return "[\n" + ",\n".join(inner + as_text(v, inner) for v in value) + f"\n{indent}]"
    return json.dumps(value)
