"""Runs small pipelines of Ray Data and records what ds.stats() prints of them.

    pip install 'ray[data]==2.54.*' pyarrow pandas numpy
    python record_ray.py FOLDER        writes FOLDER/ray-VERSION-PIPELINE.txt

One machine, two CPUs. The lines with # above each text say what it does not: on which cluster it ran, what was read
from storage, and the time from the call to its end.
"""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import ray

CPUS, FILES, ROWS = 2, 8, 400_000


def make_table(folder, files):
    random = np.random.default_rng(7)
    for each in range(files):
        words = random.integers(0, 1000, ROWS).astype(str)
        pq.write_table(pa.table({"key": random.integers(0, 2000, ROWS), "other": random.integers(0, 50, ROWS),
                                 "amount": random.random(ROWS), "text": np.char.add("row of ", words)}),
                       folder / f"{each}.parquet")


def doubled(batch):
    batch["twice"] = np.sqrt(batch["amount"]) * 2
    return batch


class Scorer:
    def __init__(self):
        self.weights = np.random.default_rng(1).random((1, 256))

    def __call__(self, batch):
        batch["score"] = np.tanh(batch["amount"][:, None] * self.weights).sum(axis=1)
        return batch


def actors(dataset):
    try:
        return dataset.map_batches(Scorer, batch_size=4096, compute=ray.data.ActorPoolStrategy(size=1))
    except ImportError:
        return dataset.map_batches(Scorer, batch_size=4096, concurrency=1)


def written(dataset, out):
    dataset.write_parquet(str(out))
    return dataset


def consumed(dataset, out):
    for _ in dataset.iter_batches(batch_size=50_000):
        pass
    return dataset


PIPELINES = {
    "read": lambda data, out: data.materialize(),
    "map": lambda data, out: data.map_batches(doubled).materialize(),
    "actors": lambda data, out: actors(data).materialize(),
    "sort": lambda data, out: data.sort("amount").materialize(),
    "group": lambda data, out: data.groupby("other").sum("amount").materialize(),
    "shuffle": lambda data, out: data.random_shuffle(seed=1).map_batches(doubled).materialize(),
    "repartition": lambda data, out: data.repartition(6).materialize(),
    "write": lambda data, out: written(data.map_batches(doubled), out),
    "long": lambda data, out: written(actors(data.map_batches(doubled)).sort("key").map_batches(doubled), out),
    "iterate": lambda data, out: consumed(data.filter(lambda row: row["amount"] < 0.01), out),
    "union": lambda data, out: data.union(data.limit(1000)).materialize(),
}


def record(name, folder, table, to):
    out = folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    stored = sum(file.stat().st_size for file in table.iterdir())
    began = time.perf_counter()
    dataset = PIPELINES[name](ray.data.read_parquet(str(table)), out)
    seconds = time.perf_counter() - began
    rows = ROWS * len(list(table.iterdir()))
    lines = [f"# name: {name}", "# nodes: 1", f"# vcpus: {CPUS}", f"# usable_cpus: {CPUS}", "# memory: 8 GB",
             "# storage: local_disk", "# session: running", "# tuning: tuned", f"# input_bytes: {stored}", f"# rows: {rows}",
             f"# seconds: {seconds:.2f}"]
    if out.exists():
        lines.append(f"# output_bytes: {sum(file.stat().st_size for file in out.iterdir())}")
    text = "\n".join(lines) + "\n" + dataset.stats().rstrip() + "\n"
    (to / f"ray-{ray.__version__}-{name}.txt").write_text(text)
    print(name, f"{seconds:.1f} s", flush=True)


def main():
    to = Path(sys.argv[1])
    names = sys.argv[2:] or PIPELINES
    os.environ.setdefault("RAY_DATA_DISABLE_PROGRESS_BARS", "1")
    ray.init(num_cpus=CPUS, include_dashboard=False, object_store_memory=2 * 1024**3, log_to_driver=False)
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "table"
        table.mkdir()
        make_table(table, FILES)
        PIPELINES["read"](ray.data.read_parquet(str(table)), None)  # workers are up, and their libraries loaded
        for name in names:
            try:
                record(name, Path(folder), table, to)
            except Exception as error:  # one that this version cannot run leaves the others alone
                print(name, "failed:", str(error)[:300].replace("\n", " "), flush=True)


if __name__ == "__main__":
    main()
