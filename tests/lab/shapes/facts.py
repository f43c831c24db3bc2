"""What can be counted in the tables before a run: groups, matches, rows that a filter keeps."""

import functools
import json

import numpy as np
import pyarrow as pa
import pyarrow.compute
import pyarrow.csv
import pyarrow.json
import pyarrow.parquet as pq

from data import DATA, KNOWN, RECORDED, path



@functools.lru_cache
def tables():
    return json.loads((RECORDED / "tables.json").read_text())["tables"]


@functools.lru_cache(8)
def column(table, *columns):
    kind = KNOWN[table].get("format", "parquet")
    if kind == "parquet":
        return pq.read_table(path(table), columns=list(columns))
    read = {"csv": pa.csv.read_csv, "json": pa.json.read_json}[kind]
    return pa.concat_tables(read(file).select(columns) for file in sorted(path(table).iterdir()))


def rows(table):
    return tables()[table]["rows"]


def rounded(number):
    """What one remembers of a number: three digits."""
    return float(f"{number:.3g}") if number < 1 else int(float(f"{number:.3g}"))


def remembered(count):
    """What is counted once is kept beside the tables."""
    @functools.wraps(count)
    def look(*what):
        kept = DATA / "facts.json"
        known = json.loads(kept.read_text()) if kept.exists() else {}
        key = " ".join([count.__name__, *map(str, what)])
        if key not in known:
            known[key] = count(*what)
            kept.write_text(json.dumps(known))
        return known[key]
    return look


@remembered
def groups(table, *keys):
    """Distinct combinations of some columns; an absent value is one too."""
    return rounded(len(column(table, *keys).group_by(list(keys)).aggregate([])))


@remembered
def keeps(table, *keys):
    return rounded(len(column(table, *keys).group_by(list(keys)).aggregate([])) / rows(table))


@remembered
def matches(left, key, right, right_key=None):
    """Rows of an inner join for a row of the left table."""
    counts = column(right, right_key or key).group_by(right_key or key).aggregate([([], "count_all")])
    joined = column(left, key).join(counts, key, right_key or key, join_type="inner")
    return rounded(np.sum(joined["count_all"].to_numpy()) / rows(left))


@remembered
def either(one, other, key):
    """Distinct values of a column in two tables together."""
    both = pa.chunked_array([*column(one, key)[0].chunks, *column(other, key)[0].chunks])
    return rounded(len(both.unique()))


@remembered
def self_join(minimum):
    """Of shopper and store with more than so many items: their share, and pairs of stores for one of them."""
    sums = column("orders", "shopper_id", "store_id", "qty").group_by(["shopper_id", "store_id"]).aggregate(
        [("qty", "sum")])
    kept = sums.filter(pa.compute.greater(sums["qty_sum"], minimum))
    each = kept.group_by("shopper_id").aggregate([([], "count_all")])["count_all"].to_numpy()
    return rounded(len(kept) / len(sums)), rounded(float((each.astype(float) ** 2).sum() / len(kept)))


@remembered
def bought_groups():
    """Groups of category, region and country among the orders."""
    def look_up(table, key, value):
        rows_of = column(table, key, value)
        codes = rows_of[value].combine_chunks()
        codes = codes.dictionary_encode().indices if pa.types.is_string(codes.type) else codes
        made = np.zeros(rows(table), dtype=np.int64)
        made[rows_of[key].to_numpy()] = codes.to_numpy(zero_copy_only=False)
        return made[column("orders", key)[0].to_numpy()]
    category, region = look_up("items", "item_id", "category"), look_up("stores", "store_id", "region")
    country = look_up("shoppers", "shopper_id", "country")
    return rounded(len(np.unique((category * 100 + region) * 100 + country)))


@remembered
def exploded(table, values, *beside):
    """Groups of the elements of a list and of what stands beside it."""
    lists = column(table, values, *beside).combine_chunks()
    values_of = lists[values].combine_chunks()
    parents = pa.compute.list_parent_indices(values_of)
    flat = pa.compute.list_flatten(values_of)
    flat = flat.field("item_id") if pa.types.is_struct(flat.type) else flat
    made = pa.table({"value": flat, **{b: lists[b].take(parents) for b in beside}})
    return rounded(len(made.group_by(made.column_names).aggregate([])))
