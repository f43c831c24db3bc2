"""Makes the tables of the shapes (the same ones each time: one seed), and says of each what its owner knows.

python data.py     writes the tables, and recorded/tables.json: types, distinct values, nulls, lengths, order
"""

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

HERE = Path(__file__).parent
RECORDED = HERE / "recorded"
HOME = Path(os.environ.get("SIZER_LAB", Path(tempfile.gettempdir()) / "sizer-lab"))
DATA = HOME / "shapes"
SEED = 7710421
SECOND = 1_000_000
START = 1_700_000_000 * SECOND

# What is known of a table beside what can be counted: its order, and how its keys are spread.
KNOWN = {
    "orders": {"files": 12, "ordered_by": ["day", "placed_at"],
               "zipf": {"shopper_id": 1.1, "store_id": 0.7, "item_id": 0.8}},
    "readings": {"files": 6, "ordered_by": ["sensor_id", "at"], "clustered_by": ["sensor_id"]},
    "shoppers": {"files": 3, "zipf": {"country": 1.2}},
    "items": {"files": 2, "zipf": {"brand": 1.0}, "ordered_by": ["item_id"]},
    "stores": {"files": 1, "ordered_by": ["store_id"]},
    "baskets": {"files": 4, "ordered_by": ["at"], "zipf": {"shopper_id": 0.6}},
    "panel": {"files": 4},
    "tickets": {"files": 8, "zipf": {"topic": 1.0}},
    "access": {"files": 4, "format": "csv", "zipf": {"user_id": 0.9}},
    "beacons": {"files": 4, "format": "json", "zipf": {"device": 1.3}},
}


def path(table):
    return DATA / table


def zipf(random, exponent, values, rows):
    """Draws of 0..values-1 with shares that fall as rank^-exponent; which value has which rank is shuffled."""
    shares = np.arange(1, values + 1, dtype=float) ** -exponent
    bounds = np.cumsum(shares / shares.sum())
    ranks = np.minimum(np.searchsorted(bounds, random.random(rows)), values - 1)
    return np.random.default_rng(values).permutation(values)[ranks]


def letters(random, rows, shortest, longest, alphabet=26):
    """Random small letters."""
    lengths = random.integers(shortest, longest + 1, rows)
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    text = (ord("a") + random.integers(0, alphabet, offsets[-1])).astype(np.uint8)
    return pa.StringArray.from_buffers(rows, pa.py_buffer(offsets), pa.py_buffer(text))


def one_of(random, words, rows, picks=None):
    words = words if isinstance(words, pa.Array) else pa.array(words)
    picks = random.integers(0, len(words), rows) if picks is None else picks
    return words.take(pa.array(picks))


def sentences(random, rows, words):
    """Text of so many common words: it compresses as text does."""
    known = letters(random, 2000, 3, 9)
    parts = [one_of(random, known, rows, zipf(random, 1.0, 2000, rows)) for _ in range(words)]
    return pc.binary_join_element_wise(*parts, " ")


def numbered(prefix, numbers, digits):
    return pa.array([f"{prefix}{n:0{digits}}" for n in range(int(numbers.max()) + 1)]).take(pa.array(numbers))


def with_nulls(random, values, share):
    values = values if isinstance(values, pa.Array) else pa.array(values)
    return pc.if_else(pa.array(random.random(len(values)) >= share), values, pa.scalar(None, values.type))


def decimals(cents, precision, scale):
    """Whole numbers as decimals of that scale."""
    words = np.zeros((len(cents), 2), dtype=np.int64)
    words[:, 0], words[:, 1] = cents, np.where(cents < 0, -1, 0)
    return pa.Array.from_buffers(pa.decimal128(precision, scale), len(cents), [None, pa.py_buffer(words.tobytes())])


def times(micros):
    return pa.array(micros.astype(np.int64), pa.timestamp("us", "UTC"))


def days(micros):
    return pa.array((micros // (86_400 * SECOND)).astype(np.int32), pa.date32())


def lists(random, values, lengths):
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), values)


def orders(random):
    rows = 2_400_000
    placed = START + np.sort(random.integers(0, 90 * 86_400 * SECOND, rows))
    return pa.table({
        "order_id": 10_000_000 + np.arange(rows),
        "shopper_id": zipf(random, 1.1, 600_000, rows),
        "store_id": zipf(random, 0.7, 3000, rows).astype(np.int32),
        "item_id": zipf(random, 0.8, 150_000, rows),
        "promo": with_nulls(random, one_of(random, letters(random, 40, 6, 14), rows), 0.6),
        "price": decimals(np.minimum(random.lognormal(7, 0.7, rows), 9e6).astype(np.int64) // 5 * 5, 10, 2),
        "qty": random.geometric(0.4, rows).clip(1, 20).astype(np.int32),
        "weight": random.random(rows) * 30,
        "rating": with_nulls(random, random.integers(2, 11, rows) / 2, 0.35),
        "status": one_of(random, ["new", "paid", "packed", "shipped", "returned", "cancelled"], rows),
        "memo": with_nulls(random, letters(random, rows, 8, 36), 0.3),
        "placed_at": times(placed),
        "day": days(placed),
    })


def readings(random):
    sensors, each = 25_000, 80
    rows = sensors * each
    sensor = np.repeat(np.sort(random.choice(10**9, sensors, replace=False)), each)
    at = START + np.sort(random.integers(0, 30 * 86_400 * SECOND, (sensors, each)), axis=1).reshape(-1)
    return pa.table({
        "sensor_id": sensor,
        "seq": np.tile(np.arange(each, dtype=np.int32), sensors),
        "at": times(at),
        "value": random.normal(20, 5, rows),
        "level": np.round(random.normal(50, 12, rows)),
        "unit": one_of(random, ["celsius", "pascal", "volt", "lux", "percent"], rows),
        "quality": random.integers(0, 4, rows, dtype=np.int32),
        "code": with_nulls(random, one_of(random, letters(random, 900, 4, 10), rows), 0.45),
    })


def shoppers(random):
    rows = 600_000
    return pa.table({
        "shopper_id": random.permutation(rows),
        "segment": one_of(random, letters(random, 12, 5, 12), rows),
        "country": one_of(random, letters(random, 60, 4, 14), rows, zipf(random, 1.2, 60, rows)),
        "birth": with_nulls(random, pa.array(random.integers(-9000, 14_000, rows, dtype=np.int32), pa.date32()), 0.4),
        "name": letters(random, rows, 10, 26),
        "email": pc.binary_join_element_wise(letters(random, rows, 6, 18), one_of(
            random, ["mail.example", "post.example", "box.example"], rows), "@"),
        "score": random.random(rows),
        "credit": decimals(random.integers(0, 5_000_00, rows), 12, 2),
        "since": times(START - random.integers(0, 2000 * 86_400, rows) * SECOND),
        "tier": random.integers(1, 6, rows, dtype=np.int32),
    })


def items(random):
    rows = 150_000
    lengths = random.integers(1, 8, rows)
    tags = one_of(random, letters(random, 300, 4, 10), int(lengths.sum()))
    return pa.table({
        "item_id": np.arange(rows),
        "title": sentences(random, rows, 6),
        "brand": one_of(random, letters(random, 800, 4, 12), rows, zipf(random, 1.0, 800, rows)),
        "category": random.integers(0, 250, rows, dtype=np.int32),
        "list_price": decimals(random.integers(100, 900_00, rows), 10, 2),
        "cost": random.random(rows) * 400,
        "dims": pa.StructArray.from_arrays([pa.array(random.random(rows)) for _ in range(3)], ["w", "h", "d"]),
        "tags": lists(random, tags, lengths),
    })


def stores(random):
    rows = 3000
    return pa.table({
        "store_id": np.arange(rows, dtype=np.int32),
        "region": one_of(random, letters(random, 25, 5, 12), rows),
        "manager": letters(random, rows, 10, 24),
        "opened": pa.array(random.integers(8000, 19_000, rows, dtype=np.int32), pa.date32()),
        "area": random.random(rows) * 5000,
    })


def baskets(random):
    rows = 800_000
    lines, labels = random.integers(1, 12, rows), random.integers(0, 7, rows)
    of = int(lines.sum())
    line = pa.StructArray.from_arrays([pa.array(zipf(random, 0.8, 150_000, of)),
                                       pa.array(random.integers(1, 6, of, dtype=np.int32))], ["item_id", "qty"])
    return pa.table({
        "basket_id": random.permutation(rows),
        "shopper_id": zipf(random, 0.6, 600_000, rows),
        "lines": lists(random, line, lines),
        "labels": lists(random, one_of(random, letters(random, 30, 4, 9), int(labels.sum())), labels),
        "at": times(START + np.sort(random.integers(0, 30 * 86_400 * SECOND, rows))),
    })


def panel(random):
    rows = 300_000
    columns = {"unit_id": random.permutation(rows), "group": random.integers(0, 400, rows, dtype=np.int32),
               "day": pa.array(random.integers(19_000, 19_365, rows, dtype=np.int32), pa.date32())}
    columns |= {f"r{i:02}": random.normal(0, 1, rows) for i in range(20)}
    columns |= {f"f{i:02}": random.integers(0, 100, rows) / 4 for i in range(20)}
    columns |= {f"n{i:02}": with_nulls(random, random.random(rows), 0.5) for i in range(10)}
    columns |= {f"s{i:02}": one_of(random, letters(random, 20, 3, 12), rows) for i in range(11)}
    return pa.table(columns)


def tickets(random):
    rows = 1_000_000
    return pa.table({
        "ticket_id": random.permutation(rows),
        "agent_id": with_nulls(random, random.integers(0, 40_000, rows), 0.3),
        "customer": numbered("C-", random.integers(0, 300_000, rows), 8),
        "topic": one_of(random, letters(random, 400, 6, 18), rows, zipf(random, 1.0, 400, rows)),
        "opened": pa.array(random.integers(18_900, 19_630, rows, dtype=np.int32), pa.date32()),
        "minutes": random.geometric(0.02, rows).astype(np.int32),
        "fee": decimals(random.integers(0, 10**9, rows), 18, 4),
        "flag": with_nulls(random, random.random(rows) < 0.2, 0.5),
        "text": sentences(random, rows, 8),
    })


def access(random):
    rows = 1_000_000
    address = pc.binary_join_element_wise("10", *(pc.cast(pa.array(random.integers(0, 256, rows)), pa.string())
                                                  for _ in range(3)), ".")
    return pa.table({
        "at": pc.strftime(times(START + np.sort(random.integers(0, 86_400, rows)) * SECOND), "%Y-%m-%dT%H:%M:%S"),
        "address": address,
        "user_id": zipf(random, 0.9, 200_000, rows),
        "url": pc.binary_join_element_wise("", one_of(random, letters(random, 200, 4, 9), rows),
                                           letters(random, rows, 6, 20), "/"),
        "status": one_of(random, pa.array([200, 301, 404, 500], pa.int32()), rows),
        "bytes": random.lognormal(8, 1.5, rows).astype(np.int64),
    })


def beacons(random):
    rows = 500_000
    return pa.table({
        "device": numbered("d", zipf(random, 1.3, 30_000, rows), 6),
        "os": one_of(random, ["android", "ios", "linux", "mac", "windows"], rows),
        "level": random.integers(0, 100, rows),
        "lat": np.round(random.random(rows) * 90, 5),
        "note": with_nulls(random, sentences(random, rows, 4), 0.5),
        "event": one_of(random, letters(random, 35, 5, 16), rows),
        "ts": random.integers(START // SECOND, START // SECOND + 10**6, rows),
    })


def write(name, table):
    about = KNOWN[name]
    shutil.rmtree(path(name), ignore_errors=True)
    path(name).mkdir(parents=True)
    rows = -(-len(table) // about["files"])
    for i in range(about["files"]):
        part, kind = table.slice(i * rows, rows), about.get("format", "parquet")
        file = path(name) / f"part-{i:02}.{kind}"
        if kind == "parquet":
            pq.write_table(part, file, row_group_size=rows)
        elif kind == "csv":
            pa.csv.write_csv(part, file)
        else:
            with open(file, "w") as lines:
                for row in part.to_pylist():
                    lines.write(json.dumps({k: v for k, v in row.items() if v is not None}) + "\n")


TYPES = {"int64": "long", "int32": "int", "double": "double", "string": "string", "bool": "boolean",
         "date32[day]": "date"}


def type_name(kind):
    """An Arrow type in Spark's words."""
    if pa.types.is_list(kind):
        return f"array<{type_name(kind.value_type)}>"
    if pa.types.is_struct(kind):
        return "struct<" + ",".join(f"{f.name}:{type_name(f.type)}" for f in kind) + ">"
    if pa.types.is_decimal(kind):
        return f"decimal({kind.precision},{kind.scale})"
    return "timestamp" if pa.types.is_timestamp(kind) else TYPES[str(kind)]


def describe(name, table):
    files = sorted(path(name).iterdir())
    size = sum(file.stat().st_size for file in files)
    stored = {}
    if KNOWN[name].get("format", "parquet") == "parquet":
        for file in files:
            groups = pq.ParquetFile(file).metadata
            for group in (groups.row_group(i) for i in range(groups.num_row_groups)):
                for chunk in (group.column(i) for i in range(group.num_columns)):
                    column = chunk.path_in_schema.split(".")[0]
                    stored[column] = stored.get(column, 0) + chunk.total_compressed_size
    about = {key: value for key, value in KNOWN[name].items() if key != "zipf"}
    return {"rows": len(table), "files": len(files), "size": size, "format": "parquet"} | about | {
        "columns": {column: described(table[column], column, KNOWN[name].get("zipf", {}), stored, size)
                    for column in table.column_names}}


def described(values, name, spread, stored, size):
    rows, kind = len(values), values.type
    about = {"type": type_name(kind)}
    if name in spread:
        about["zipf"] = spread[name]
    if values.null_count:
        about["nulls"] = round(values.null_count / rows, 3)
    if pa.types.is_list(kind):
        about["elements"] = round(pc.mean(pc.list_value_length(values)).as_py(), 2)
        if pa.types.is_string(kind.value_type):
            about["length"] = round(pc.mean(pc.binary_length(pc.list_flatten(values))).as_py(), 2)
    elif not pa.types.is_struct(kind):
        about["distinct"] = pc.count_distinct(values, mode="only_valid").as_py()
        if pa.types.is_string(kind):
            about["length"] = round(pc.mean(pc.binary_length(values)).as_py(), 2)
    about["words"] = round(variable(values) / rows, 3)
    about["arrow"] = round(values.nbytes / rows, 3)
    if stored:
        about["stored"] = round(stored[name] / size, 5)
    return about


def words_of(lengths):
    return int(pc.sum(pc.multiply(pc.divide(pc.add(pc.cast(lengths, pa.int64()), 7), 8), 8)).as_py() or 0)


def variable(values):
    """Bytes in the variable part of UnsafeRows: strings in words; arrays with their head, null bits and elements."""
    kind = values.type
    if pa.types.is_string(kind):
        return words_of(pc.binary_length(values))
    if pa.types.is_struct(kind):
        return len(values) * (8 + 8 * kind.num_fields)
    if not pa.types.is_list(kind):
        return 0
    counts = pc.list_value_length(values).to_numpy()
    flat = pc.list_flatten(values)
    size = (8 + (counts + 63) // 64 * 8).sum()
    if pa.types.is_struct(kind.value_type):
        return int(size) + len(flat) * (8 + 8 + 8 * kind.value_type.num_fields)
    width = 8 if pa.types.is_string(kind.value_type) else kind.value_type.bit_width // 8
    size += ((counts * width + 7) // 8 * 8).sum()
    return int(size) + (words_of(pc.binary_length(flat)) if pa.types.is_string(kind.value_type) else 0)


def main():
    sys.path.append(str(HERE.parent))
    from tables import write_json
    described_tables = {}
    (DATA / "facts.json").unlink(missing_ok=True)
    for number, name in enumerate(KNOWN):
        table = globals()[name](np.random.default_rng([SEED, number]))
        write(name, table)
        described_tables[name] = describe(name, table)
        print(f"{name}: {len(table)} rows, {described_tables[name]['size'] / 1e6:.1f} MB", flush=True)
    write_json(RECORDED / "tables.json", {"made_by": "python tests/lab/shapes/data.py", "tables": described_tables})


if __name__ == "__main__":
    main()
