"""Runs the Ray shapes on one node of two CPUs, and records what the operators counted.

python ray_run.py             all shapes
python ray_run.py NAME...     some of them; --missing: those that have no record

Shapes of one size of the object store share a session. Records carry the version of Ray that is installed: run it once with each version of interest.
"""

import shutil
import sys
import time
import traceback
from collections import defaultdict
from multiprocessing import get_context

import pyarrow.parquet as pq
import ray

from data import HERE, HOME, KNOWN, RECORDED, path

sys.path.append(str(HERE.parent))
import words  # noqa: E402
from ray_lab import listen, store_totals  # noqa: E402
from ray_shapes import SHAPES  # noqa: E402
from tables import write_json  # noqa: E402

OUTPUT, SCRATCH = HOME / "shapes-output-ray", HOME / "ray"


class Lab:
    """What a shape may ask for: tables."""

    def read(self, table, *columns):
        kind = KNOWN[table].get("format", "parquet")
        if kind != "parquet":
            return {"csv": ray.data.read_csv, "json": ray.data.read_json}[kind](str(path(table)))
        return ray.data.read_parquet(str(path(table)), columns=list(columns) or None)


def run(names, store):
    ray.init(num_cpus=2, object_store_memory=store * 2**20, include_dashboard=False,
             _temp_dir=str(SCRATCH), log_to_driver=False, logging_level="error")
    ray.data.DataContext.get_current().enable_progress_bars = False
    executions = listen()
    for name in names:
        start = time.monotonic()
        try:
            measure(name, executions)
        except Exception:
            traceback.print_exc()
        print(f"{name}: {time.monotonic() - start:.0f} s", flush=True)
    ray.shutdown()
    shutil.rmtree(SCRATCH, ignore_errors=True)


def measure(name, executions):
    pipeline = SHAPES[name]
    shutil.rmtree(OUTPUT, ignore_errors=True)
    executions.clear()
    before = store_totals()
    rows, steps = pipeline(Lab())
    start = time.monotonic()
    if pipeline.write:
        rows.write_parquet(str(OUTPUT), **({"partition_cols": pipeline.partition_by} if pipeline.partition_by else {}))
    else:
        rows = rows.materialize()
    took, after = time.monotonic() - start, store_totals()
    written = sorted(OUTPUT.rglob("*.parquet"))
    measured = {"input_read_bytes": None,  # Ray does not count it
                "seconds": round(took, 1),
                "operators": [operator for execution in executions for operator in execution],
                "executions": [[operator["name"] for operator in e] for e in executions],
                **{figure: after[figure] - before[figure] for figure in after},
                "output_bytes": sum(file.stat().st_size for file in written),
                "output_files": len(written),
                "output_rows": sum(pq.ParquetFile(file).metadata.num_rows for file in written)}
    shutil.rmtree(OUTPUT, ignore_errors=True)
    short = ".".join(ray.__version__.split(".")[:2])
    called = f"{name}_{short.replace('.', '_')}"
    words.write_job(called, pipeline.__doc__, "ray", steps, words.cluster("ray", 0),
                    {"version": short, "object_store_share": round(pipeline.store / 8192, 4), **pipeline.settings})
    write_json(RECORDED / f"{called}.json", {
        "experiment": called, "about": pipeline.__doc__, "engine": "ray", "version": ray.__version__,
        "job": f"jobs/{called}.yaml", "plain": f"plain/{called}.yaml",
        "made_by": f"python tests/lab/shapes/ray_run.py {name}", "measured": measured})


def main(names):
    by_store = defaultdict(list)
    if names == ["--missing"]:
        short = "_".join(ray.__version__.split(".")[:2])
        names = [name for name in SHAPES if not (RECORDED / f"{name}_{short}.json").exists()]
    for name in names or SHAPES:
        by_store[SHAPES[name].store].append(name)
    for store, some in by_store.items():
        with get_context("spawn").Pool(1) as pool:
            pool.apply(run, (some, store))


if __name__ == "__main__":
    main(sys.argv[1:])
