"""The Ray Data experiments: each a pipeline, and beside it the steps of its job file.

Widths are bytes of Arrow columns.
"""

from functools import wraps

import numpy as np
from ray.data import ActorPoolStrategy
from ray.data.aggregate import Count, Sum

EXPERIMENTS = {}
WRITE = {"write": {"format": "parquet"}}
SALES = ["customer_id", "amount", "quantity"]


def experiment(store=2048, **settings):
    """Registers a pipeline; its object store is in MiB, `settings` are those of a job file."""
    def register(pipeline):
        @wraps(pipeline)
        def run(lab):
            return pipeline(lab)
        run.store, run.settings = store, settings
        EXPERIMENTS[pipeline.__name__] = run
        return run
    return register


def with_total(batch):
    batch["total"] = batch["amount"] * batch["quantity"]
    return batch


class WithTotal:
    def __call__(self, batch):
        return with_total(batch)


class Model:
    """A small network with random weights: three features in, one score out."""

    def __init__(self):
        random = np.random.default_rng(1)
        self.first, self.second = random.random((3, 64)), random.random((64, 1))

    def __call__(self, batch):
        features = np.column_stack([batch["amount"], batch["quantity"], batch["channel"]])
        scores = np.tanh(features @ self.first) @ self.second
        return {"event_id": batch["event_id"], "score": scores[:, 0]}


def mapped(lab, columns, function, step, blocks=20, **how):
    """Read (a block a file), map, write: the job's map adds one number of eight bytes a row."""
    before = lab.facts.width(columns)
    step = {"language": "python", "quality": "vectorized",
            "width": round((before + 8) / before, 4), **step}
    return lab.read("events", columns, blocks).map_batches(function, **how), [
        lab.facts.narrow("events", columns), {"map": step}, WRITE]


@experiment()
def ray_map(lab):
    """Read, map, write without any option."""
    return mapped(lab, SALES, with_total, {})


@experiment()
def ray_map_few_files(lab):
    """The same without asking for 20 blocks: fewer files than read tasks wanted."""
    return mapped(lab, SALES, with_total, {}, blocks=None)


@experiment()
def ray_map_batch_size(lab):
    """The same with an explicit batch size."""
    return mapped(lab, SALES, with_total, {"batch_size": 10_000}, batch_size=10_000)


@experiment()
def ray_map_actors(lab):
    """The same in an actor pool of one, without a batch size."""
    return mapped(lab, SALES, WithTotal, {"actors": 1}, compute=ActorPoolStrategy(size=1))


@experiment()
def ray_map_other_resources(lab):
    """The same where the map asks for half a CPU."""
    return mapped(lab, SALES, with_total, {"cpus": 0.5}, num_cpus=0.5)


@experiment()
def ray_two_maps(lab):
    """Two maps in a row, the second with a batch size."""
    rows, steps = mapped(lab, SALES, with_total, {})
    return rows.map_batches(lambda batch: batch, batch_size=10_000), [
        *steps[:-1],
        {"map": {"language": "python", "quality": "vectorized", "batch_size": 10_000}}, WRITE]


@experiment()
def ray_inference(lab):
    """A model in an actor, with a batch size: scores written."""
    columns = ["event_id", "amount", "quantity", "channel"]
    rows = lab.read("events", columns, 20)
    return rows.map_batches(Model, batch_size=4096, compute=ActorPoolStrategy(size=1)), [
        lab.facts.narrow("events", columns),
        {"inference": {"device": "cpu", "quality": "vectorized", "batch_size": 4096, "actors": 1,
                       "output_width": "16 B"}}, WRITE]


def grouped(lab, table, key):
    columns = [key, "amount", "quantity"]
    rows = lab.read(table, columns)
    width = round((lab.facts.width([key]) + 3 * 8) / lab.facts.width(columns), 4)
    groups = lab.facts.groups(table, key)
    totals = Sum("amount"), Sum("quantity"), Count()
    return rows.groupby(key, num_partitions=16).aggregate(*totals), [
        lab.facts.narrow(table, columns),
        {"aggregate": {"keys": key, "groups": groups, "width": width}}, WRITE]


@experiment(partitions=16)
def ray_group_few(lab):
    """Aggregation into few groups."""
    return grouped(lab, "events", "channel")


@experiment(partitions=16)
def ray_group_many(lab):
    """Aggregation into many groups: 1.6 rows a group."""
    return grouped(lab, "late_events", "customer_id")


@experiment(partitions=16)
def ray_group_unique(lab):
    """Aggregation into nearly as many groups as rows."""
    return grouped(lab, "late_events", "event_id")


@experiment()
def ray_sort(lab):
    """Global sort of whole rows."""
    return lab.read("events").sort("ts"), [{"sort": {"by": "ts", "scope": "global"}}, WRITE]


@experiment()
def ray_repartition(lab):
    """Whole rows to 16 blocks, without a shuffle."""
    return lab.read("events").repartition(16), [{"repartition": {"partitions": 16}}, WRITE]


@experiment()
def ray_repartition_key(lab):
    """Whole rows to 16 partitions by a key: a hash shuffle."""
    return lab.read("events").repartition(16, keys=["customer_id"]), [
        {"repartition": {"partitions": 16, "by": "customer_id"}}, WRITE]


@experiment(partitions=16)
def ray_join(lab):
    """Hash join of whole rows."""
    events, customers = lab.read("events"), lab.read("customers")
    rows = events.join(customers, join_type="inner", num_partitions=16, on=("customer_id",))
    return rows, [{"join": {"with": "customers", "keys": "customer_id",
                            "matches": lab.known_share("customer_id")}, "from": "events"}, WRITE]


@experiment(store=400)
def ray_spill_sort(lab):
    """Global sort of whole rows with an object store of half their size."""
    return lab.read("events").sort("ts"), [{"sort": {"by": "ts", "scope": "global"}}, WRITE]
