"""The shapes that Ray Data runs: each a pipeline, and beside it the steps of its job file, with columns."""

from functools import wraps

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ray.data import ActorPoolStrategy
from ray.data.aggregate import Count, Max, Mean, Sum

from facts import groups, rounded

SHAPES = {}
WRITE = {"write": {"format": "parquet"}}


def shape(store=2048, write=True, partition_by=None, **settings):
    """Registers a pipeline; its object store is in MiB, `settings` are those of a job file."""
    def register(pipeline):
        @wraps(pipeline)
        def run(lab):
            return pipeline(lab)
        run.store, run.write, run.partition_by, run.settings = store, write, partition_by, settings
        SHAPES[pipeline.__name__] = run
        return run
    return register


def of(table, *columns, **more):
    return {"project": list(columns), "from": table, **more}


PYTHON = {"language": "python", "quality": "vectorized"}


@shape()
def ray_copy(lab):
    """Whole rows read and written."""
    return lab.read("readings"), [{**WRITE, "from": "readings"}]


@shape()
def ray_copy_nested(lab):
    """Rows with arrays of structs read and written."""
    return lab.read("baskets"), [{**WRITE, "from": "baskets"}]


@shape()
def ray_filter_expression(lab):
    """A filter by an expression behind the read: the read does it."""
    columns = ["ticket_id", "customer", "minutes", "fee"]
    return lab.read("tickets", *columns).filter(expr="minutes > 100"), [
        of("tickets", *columns), {"filter": {"keeps": 0.133}}, WRITE]


@shape()
def ray_map_pandas(lab):
    """A map over pandas batches that adds a string."""
    def label(batch):
        batch["label"] = batch["topic"] + "/" + batch["customer"]
        return batch
    columns = ["ticket_id", "topic", "customer"]
    return lab.read("tickets", *columns).map_batches(label, batch_format="pandas"), [
        of("tickets", *columns),
        {"map": {**PYTHON, "reads": ["topic", "customer"], "adds": {"label": {"type": "string", "length": 23}},
                 "width": 1.6}}, WRITE]


@shape()
def ray_map_batch_size(lab):
    """A map over Arrow with a batch size of its own, adding a double."""
    def scaled(table):
        return table.append_column("scaled", pc.multiply(table["value"], 2.0))
    columns = ["sensor_id", "at", "value"]
    return lab.read("readings", *columns).map_batches(scaled, batch_format="pyarrow", batch_size=20_000), [
        of("readings", *columns), {"map": {**PYTHON, "batch_size": 20_000, "reads": ["value"],
                                           "adds": {"scaled": "double"}, "width": 1.33}}, WRITE]


class Scored:
    """A small network with random weights over the wide table's numbers."""

    def __init__(self):
        random = np.random.default_rng(3)
        self.first, self.second = random.random((20, 32)), random.random((32, 1))

    def __call__(self, batch):
        features = np.column_stack([batch[f"r{i:02}"] for i in range(20)])
        return {"unit_id": batch["unit_id"], "score": (np.tanh(features @ self.first) @ self.second)[:, 0]}


@shape()
def ray_actor_wide(lab):
    """A model in an actor over twenty numbers of a wide table: scores written."""
    columns = ["unit_id", *(f"r{i:02}" for i in range(20))]
    return lab.read("panel", *columns).map_batches(Scored, batch_size=2048, compute=ActorPoolStrategy(size=1)), [
        of("panel", *columns), {"inference": {"device": "cpu", "quality": "vectorized", "batch_size": 2048,
                                              "actors": 1, "output_width": "16 B"}}, WRITE]


@shape()
def ray_explode(lab):
    """An array of strings exploded over Arrow."""
    def exploded(table):
        parents = pc.list_parent_indices(table["tags"].combine_chunks())
        return pa.table({"item_id": table["item_id"].combine_chunks().take(parents),
                         "tag": pc.list_flatten(table["tags"].combine_chunks())})
    return lab.read("items", "item_id", "tags").map_batches(exploded, batch_format="pyarrow"), [
        of("items", "item_id", "tags"),
        {"generate": {"column": "tags", "as": "tag", "rows_out": 4}}, WRITE]


@shape()
def ray_limit(lab):
    """Any 100,000 rows: the read stops."""
    columns = ["order_id", "price", "memo"]
    return lab.read("orders", *columns).limit(100_000), [
        of("orders", *columns), {"limit": 100_000, "plain": [{"filter": {"keeps": 0.0417}}]}, WRITE]


@shape()
def ray_sort_string(lab):
    """Sort of strings and numbers by a string."""
    columns = ["customer", "topic", "minutes", "ticket_id"]
    return lab.read("tickets", *columns).sort("customer"), [of("tickets", *columns), {"sort": {"by": ["customer"]}}, WRITE]


@shape()
def ray_sort_wide(lab):
    """Sort of doubles, nulls and strings of a wide table by a random double."""
    columns = ["unit_id", *(f"{kind}{i:02}" for kind in "rns" for i in range(4))]
    return lab.read("panel", *columns).sort("r00"), [of("panel", *columns), {"sort": {"by": ["r00"]}}, WRITE]


@shape()
def ray_sort_ordered(lab):
    """Sort of rows that are in order already."""
    columns = ["order_id", "store_id", "placed_at"]
    return lab.read("orders", *columns).sort("placed_at"), [
        of("orders", *columns), {"sort": {"by": ["placed_at"]}}, WRITE]


@shape(store=160)
def ray_sort_spill(lab):
    """Sort of whole rows with an object store of less than half their size."""
    return lab.read("orders").sort("weight"), [{"sort": {"by": ["weight"]}, "from": "orders"}, WRITE]


@shape()
def ray_repartition(lab):
    """Whole rows to 10 blocks."""
    return lab.read("tickets").repartition(10), [{"repartition": {"partitions": 10}, "from": "tickets"}, WRITE]


@shape()
def ray_repartition_key(lab):
    """Rows with arrays to 12 partitions by a Zipf key."""
    columns = ["shopper_id", "labels", "at"]
    return lab.read("baskets", *columns).repartition(12, keys=["shopper_id"]), [
        of("baskets", *columns), {"repartition": {"partitions": 12, "by": ["shopper_id"]}}, WRITE]


@shape()
def ray_random_shuffle(lab):
    """Rows in random order."""
    columns = ["sensor_id", "at", "value", "unit"]
    return lab.read("readings", *columns).random_shuffle(seed=5), [
        of("readings", *columns), {"random_shuffle": {}, "plain": [{"sort": {"by": ["at"]}}]}, WRITE]


@shape(partitions=12)
def ray_group_few(lab):
    """Aggregation by a Zipf string of 60 values."""
    return lab.read("shoppers", "country", "score", "tier").groupby("country", num_partitions=12).aggregate(
        Sum("score"), Max("tier"), Count()), [
        of("shoppers", "country", "score", "tier"),
        {"aggregate": {"keys": ["country"], "groups": 60,
                       "values": {"score": "sum(score)", "tier": "max(tier)", "count": "count(*)"}}}, WRITE]


@shape(partitions=12)
def ray_group_zipf(lab):
    """Aggregation by a Zipf string of 800 values."""
    return lab.read("items", "brand", "cost").groupby("brand", num_partitions=12).aggregate(Max("cost"), Count()), [
        of("items", "brand", "cost"),
        {"aggregate": {"keys": ["brand"], "groups": groups("items", "brand"),
                       "values": {"cost": "max(cost)", "count": "count(*)"}}}, WRITE]


@shape(partitions=8)
def ray_group_wide(lab):
    """Three means by a key of a wide table."""
    columns = ["group", "f00", "f01", "f02"]
    return lab.read("panel", *columns).groupby("group", num_partitions=8).aggregate(
        Mean("f00"), Mean("f01"), Mean("f02")), [
        of("panel", *columns), {"aggregate": {"keys": ["group"], "groups": 400, "values": {
            f"m{i}": f"avg(f{i:02})" for i in range(3)}}}, WRITE]


@shape(partitions=8)
def ray_map_groups(lab):
    """A function on all rows of each group."""
    def summary(rows):
        return rows.head(1).assign(mean=rows["r00"].mean())
    return lab.read("panel", "group", "r00", "r01").groupby("group", num_partitions=8).map_groups(
        summary, batch_format="pandas"), [
        of("panel", "group", "r00", "r01"), {"repartition": {"partitions": 8, "by": ["group"]}},
        {"map": {**PYTHON, "keys": ["group"], "matches": rounded(400 / 300_000), "adds": {"mean": "double"}}}, WRITE]


@shape(partitions=12)
def ray_join_left(lab):
    """Left join by a Zipf key."""
    left, right = ["shopper_id", "basket_id", "at"], ["shopper_id", "country", "tier"]
    rows = lab.read("baskets", *left).join(lab.read("shoppers", *right), join_type="left_outer", num_partitions=12,
                                           on=("shopper_id",))
    return rows, [of("shoppers", *right, name="people"), of("baskets", *left),
                  {"join": {"with": "people", "keys": ["shopper_id"], "type": "left", "matches": 1}}, WRITE]


@shape(partitions=16)
def ray_join_zipf(lab):
    """Inner join of a long table with a short one."""
    left, right = ["item_id", "qty", "order_id"], ["item_id", "title", "category"]
    rows = lab.read("orders", *left).join(lab.read("items", *right), join_type="inner", num_partitions=16,
                                          on=("item_id",))
    return rows, [of("items", *right, name="goods"), of("orders", *left),
                  {"join": {"with": "goods", "keys": ["item_id"], "matches": 1}}, WRITE]


@shape()
def ray_union(lab):
    """Two tables of one column together."""
    return lab.read("orders", "shopper_id").union(lab.read("baskets", "shopper_id")), [
        of("baskets", "shopper_id", name="filled"), of("orders", "shopper_id"), {"union": {"with": ["filled"]}}, WRITE]


@shape()
def ray_zip(lab):
    """Columns of two reads of one table side by side."""
    one, other = ["unit_id", "r00", "r01"], ["r02", "s00"]
    return lab.read("panel", *one).zip(lab.read("panel", *other)), [
        of("panel", *other, name="beside"), of("panel", *one), {"zip": {"with": "beside"}, "plain": []}, WRITE]


@shape()
def ray_csv(lab):
    """CSV read, a column added, Parquet written."""
    def short(batch):
        batch["kilobytes"] = batch["bytes"] / 1000
        return batch
    return lab.read("access").map_batches(short), [
        {"map": {**PYTHON, "reads": ["bytes"], "adds": {"kilobytes": "double"}, "width": 1.08}, "from": "access"}, WRITE]


@shape()
def ray_json(lab):
    """JSON read, Parquet written."""
    return lab.read("beacons"), [{**WRITE, "from": "beacons"}]


@shape(partition_by=["country"])
def ray_write_partitioned(lab):
    """Written by a column of sixty values."""
    columns = ["shopper_id", "country", "email", "score"]
    return lab.read("shoppers", *columns), [
        of("shoppers", *columns), {"write": {"format": "parquet", "partitioned_by": ["country"]}}]


@shape(write=False)
def ray_no_write(lab):
    """Rows read and mapped, and kept in the object store."""
    def less(batch):
        batch["minutes"] = batch["minutes"] - 1
        return batch
    columns = ["ticket_id", "agent_id", "text", "minutes"]
    return lab.read("tickets", *columns).map_batches(less, batch_format="pandas"), [
        of("tickets", *columns), {"map": {**PYTHON, "reads": ["minutes"]}}]
