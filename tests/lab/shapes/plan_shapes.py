"""Joins of which only the plan is made: subsets of columns around the size up to which Spark broadcasts."""

from facts import matches
from spark_shapes import WRITE, of

PLANNED = {}

SUBSETS = {
    "shoppers": ("orders", "shopper_id", [
        ["shopper_id"], ["shopper_id", "tier"], ["shopper_id", "score"], ["shopper_id", "birth", "tier"],
        ["shopper_id", "since", "credit"], ["shopper_id", "country"], ["shopper_id", "score", "tier", "birth"]]),
    "items": ("orders", "item_id", [
        ["item_id", "title", "brand", "category", "list_price", "cost", "dims"],
        ["item_id", "brand", "category", "list_price", "cost", "dims", "tags"],
        ["item_id", "title", "brand", "category", "list_price", "cost", "dims", "tags"],
        ["item_id", "tags"]]),
    "baskets": ("orders", "shopper_id", [["shopper_id"], ["shopper_id", "at"], ["shopper_id", "labels"],
                                         ["shopper_id", "basket_id"]]),
    "panel": ("baskets", "basket_id", [["unit_id", *(f"r{i:02}" for i in range(8))],
                                       ["unit_id", *(f"r{i:02}" for i in range(9))],
                                       ["unit_id", "s00", "s01", "s02"],
                                       ["unit_id", "group", "day", "s00", "s01", "f00", "f01"]]),
    "tickets": ("baskets", "basket_id", [["ticket_id"], ["ticket_id", "flag"]]),
}
LEFT = {"orders": ["price", "memo"], "baskets": ["at", "labels", "lines"]}


def register(table, number, left, key, columns):
    right_key = columns[0]

    def query(lab):
        side = lab.read(table, *columns)
        rows = lab.read(left, *dict.fromkeys([key, *LEFT[left]]))
        condition = rows[key] == side[right_key]
        join = {"with": "side", "keys": [key], "matches": matches(left, key, table, right_key)}
        if key != right_key:
            join["right_on"] = [right_key]
        return rows.join(side, condition), [of(table, *columns, name="side"), of(left, key, *LEFT[left]),
                                            {"join": join}, WRITE], side

    query.__doc__ = f"A join with {len(columns)} columns of {table}: planned, not run."
    # The larger heap of a broadcast is not asked for: nothing runs.
    query.heap, query.codec, query.settings = 3072, "lz4", {"adaptive": False}
    PLANNED[f"planned_{table}_{number:02}"] = query


for name, (left_table, on, subsets) in SUBSETS.items():
    for index, subset in enumerate(subsets):
        register(name, index, left_table, on, subset)
