"""Runs Spark experiments in local mode and records what their event logs say.

python spark_lab.py inputs        measures the tables first
python spark_lab.py               all experiments
python spark_lab.py NAME...       some of them
"""

import shutil
import sys
import time
from multiprocessing import get_context

import numpy as np
import pyarrow.parquet as pq
from pyspark.sql import SparkSession

import jobs
from eventlog import EventLog
from spark_experiments import EXPERIMENTS
from tables import HOME, RECORDED, TABLES, describe, path, write_json

CORES = 2
SETTINGS = {"version": "3.5", "shuffle_partitions": 200, "max_partition_bytes": "32 MiB"}
KEY = {"events": "customer_id", "late_events": "customer_id",
       "customers": "customer_id", "products": "product_id"}


class Lab:
    """What an experiment may ask for: tables, and facts about them for its job file."""

    def __init__(self, spark):
        self.spark = spark
        self.facts = jobs.Facts("spark")
        self.reads = {}
        self.customers = pq.read_table(path("customers"), columns=["customer_id"])[0].to_numpy()

    def read(self, table, columns=None):
        self.reads[table] = columns or list(self.facts.tables[table]["columns"])
        return self.spark.read.parquet(str(path(table))).select(*self.reads[table])

    def known_share(self, key):
        """Share of the events whose customer is in the customer table."""
        return round(float(np.isin(self._events(key), self.customers).mean()), 4)

    def customers_with_events(self, key):
        return len(np.intersect1d(self._events(key), self.customers))

    def customers_without_events(self, key):
        return len(self.customers) - self.customers_with_events(key)

    def hot_share(self):
        return round(float(np.bincount(self._events("hot_customer_id")).max()
                           / self.facts.rows("events")), 4)

    def unique_share(self, column):
        return round(self.facts.groups("events", column) / self.facts.rows("events"), 4)

    def pairs(self, one, other):
        """How many distinct pairs two columns of the events have."""
        columns = self._events(one).astype(np.int64), self._events(other)
        return len(np.unique(columns[0] * (columns[1].max() + 1) + columns[1]))

    def _events(self, column):
        return pq.read_table(path("events"), columns=[column])[0].to_numpy()


def session(log, heap, conf):
    shutil.rmtree(log, ignore_errors=True)
    log.mkdir(parents=True)
    settings = {"spark.driver.memory": f"{heap}m",
                "spark.driver.host": "localhost",
                "spark.local.dir": str(HOME / "scratch"),
                "spark.eventLog.enabled": "true",
                "spark.eventLog.dir": log.as_uri(),
                "spark.ui.enabled": "false",
                "spark.ui.showConsoleProgress": "false",
                "spark.sql.shuffle.partitions": "200",
                "spark.sql.files.maxPartitionBytes": "32m",
                **conf}
    builder = SparkSession.builder.master(f"local[{CORES}]").appName("lab")
    for key, value in settings.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


def run(name):
    query = EXPERIMENTS[name]
    log, output = HOME / "logs" / name, HOME / "output"
    conf = dict(query.conf)
    if "shuffle_partitions" in query.settings:
        conf["spark.sql.shuffle.partitions"] = query.settings["shuffle_partitions"]
    if "advisory_partition_size" in query.settings:
        size = query.settings["advisory_partition_size"]
        conf["spark.sql.adaptive.advisoryPartitionSizeInBytes"] = f"{size}m"
    spark = session(log, query.heap, conf)
    lab = Lab(spark)
    rows, steps = query(lab)
    rows.write.mode("overwrite").parquet(str(output))
    spark.stop()
    shutil.rmtree(output)
    write_job(name, query, lab.reads, steps)
    events = EventLog(log)
    record = {"experiment": name, "about": query.__doc__, "engine": "spark",
              "version": events.version, "job": f"jobs/{name}.yaml",
              "made_by": f"python tests/lab/spark_lab.py {name}"}
    if query.conf:
        record["conf"] = query.conf
    write_json(RECORDED / f"{name}.json", {**record, "measured": events.measured()})


def write_job(name, query, reads, steps):
    settings = {**SETTINGS, **query.settings}
    if "advisory_partition_size" in settings:
        settings["advisory_partition_size"] = f"{settings['advisory_partition_size']} MiB"
    heap = jobs.mebibytes(query.heap)
    cluster = {"nodes": 1, "vcpus": CORES, "memory": "8 GiB", "storage": "local_disk",
               "local_disk": {"count": 1, "size": "100 GB", "read": "500 MB/s",
                              "write": "500 MB/s"},
               "executors": {"per_node": 1, "cores": CORES, "memory": heap}}
    jobs.write_job(name, query.__doc__, "spark", reads, steps, cluster,
                   {**settings, "driver_memory": heap})


def shuffle_of(table, way):
    """Raw and written bytes of one repartition of the whole rows of a table."""
    log = HOME / "logs" / f"inputs_{table}_{way}"
    spark = session(log, 3072, {})
    rows = spark.read.parquet(str(path(table)))
    rows = rows.repartition(200) if way == "round_robin" else rows.repartition(200, KEY[table])
    rows.write.format("noop").mode("overwrite").save()
    spark.stop()
    exchange, = EventLog(log).exchanges()
    return exchange


def measure_inputs():
    tables = {}
    for table in TABLES:
        hashed = in_own_process(shuffle_of, table, "hash")
        dealt = in_own_process(shuffle_of, table, "round_robin")
        tables[table] = {
            **describe(table),
            "unsafe_row_measured": round(hashed["raw_bytes"] / hashed["records"], 2),
            "compression": round(hashed["raw_bytes"] / hashed["write_bytes"], 3),
            "compression_round_robin": round(dealt["raw_bytes"] / dealt["write_bytes"], 3)}
    write_json(RECORDED / "inputs.json", {"made_by": "python tests/lab/spark_lab.py inputs",
                                          "tables": tables})


def in_own_process(work, *arguments):
    """A process each, so that each has a Java machine with its own heap."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(work, arguments)


def main(names):
    if names == ["inputs"]:
        return measure_inputs()
    for name in names or EXPERIMENTS:
        start = time.monotonic()
        in_own_process(run, name)
        print(f"{name}: {time.monotonic() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
