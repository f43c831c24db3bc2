"""Runs Ray Data experiments on one node of two CPUs and records what the operators counted.

python ray_lab.py             all experiments
python ray_lab.py NAME...     some of them

Records carry the version of Ray that is installed: run it once with each version of interest.
"""

import shutil
import sys
import time
from multiprocessing import get_context

import numpy as np
import pyarrow.parquet as pq
import ray
from ray.data._internal.execution.streaming_executor import StreamingExecutor

import jobs
from ray_experiments import EXPERIMENTS
from tables import HOME, RECORDED, path, write_json

CPUS = 2


class Lab:
    """What an experiment may ask for: tables, and facts about them for its job file."""

    def __init__(self):
        self.facts = jobs.Facts("ray")
        self.reads = {}
        self.read_blocks = None

    def read(self, table, columns=None, blocks=None):
        self.reads[table] = columns or list(self.facts.tables[table]["columns"])
        self.read_blocks = blocks
        return ray.data.read_parquet(str(path(table)), columns=columns, override_num_blocks=blocks)

    def known_share(self, key):
        """Share of the events whose customer is in the customer table."""
        events = pq.read_table(path("events"), columns=[key])[0].to_numpy()
        known = pq.read_table(path("customers"), columns=["customer_id"])[0].to_numpy()
        return round(float(np.isin(events, known).mean()), 4)


def listen():
    """Collects the operators of each execution when it ends."""
    executions = []
    shutdown = StreamingExecutor.shutdown

    def listening(self, *arguments, **named):
        if not getattr(self, "_heard", False) and getattr(self, "_topology", None):
            self._heard = True
            executions.append([operator_record(op) for op in self._topology])
        return shutdown(self, *arguments, **named)

    StreamingExecutor.shutdown = listening
    return executions


def operator_record(operator):
    metrics = operator.metrics.as_dict(skip_internal_metrics=False)
    record = {"name": operator.name, "kind": type(operator).__name__}
    wanted = {"tasks": "num_tasks_finished",
              "input_bytes": "bytes_task_inputs_processed",
              "output_rows": "rows_task_outputs_generated",
              "output_blocks": "num_task_outputs_generated",
              "output_bytes": "bytes_task_outputs_generated",
              "spilled_bytes": "obj_store_mem_spilled"}
    record |= {key: metrics.get(name) for key, name in wanted.items()}
    return record | {"parts": [part_record(name, blocks)
                               for name, blocks in operator.get_stats().items()]}


def part_record(name, blocks):
    """A part of an operator (a shuffle has a map and a reduce): the blocks it made."""
    return {"name": name, "blocks": len(blocks),
            "rows": sum(b.num_rows or 0 for b in blocks),
            "bytes": sum(b.size_bytes or 0 for b in blocks)}


def store_totals():
    from ray._private import internal_api

    state = internal_api.get_state_from_address(ray.get_runtime_context().gcs_address)
    stats = internal_api.get_memory_info_reply(state).store_stats
    return {"spilled_bytes": stats.spilled_bytes_total,
            "restored_bytes": stats.restored_bytes_total,
            "created_object_bytes": stats.cumulative_created_bytes}


def run(name):
    pipeline, output = EXPERIMENTS[name], HOME / "output-ray"
    shutil.rmtree(output, ignore_errors=True)
    ray.init(num_cpus=CPUS, object_store_memory=pipeline.store * 2**20, include_dashboard=False,
             _temp_dir=str(HOME / "ray"), log_to_driver=False, logging_level="error")
    ray.data.DataContext.get_current().enable_progress_bars = False
    executions, lab = listen(), Lab()
    rows, steps = pipeline(lab)
    rows.write_parquet(str(output))
    written = sorted(output.rglob("*.parquet"))
    measured = {"input_read_bytes": None,  # Ray does not count it
                "operators": executions[-1],
                "executions": [[operator["name"] for operator in e] for e in executions],
                **store_totals(),
                "output_bytes": sum(file.stat().st_size for file in written),
                "output_files": len(written),
                "output_rows": sum(pq.ParquetFile(file).metadata.num_rows for file in written)}
    version = ray.__version__
    ray.shutdown()
    shutil.rmtree(output)
    shutil.rmtree(HOME / "ray", ignore_errors=True)
    record_name = f"{name}_{'_'.join(version.split('.')[:2])}"
    write_job(record_name, pipeline, lab, steps, version)
    write_json(RECORDED / f"{record_name}.json",
               {"experiment": record_name, "about": pipeline.__doc__, "engine": "ray",
                "version": version, "job": f"jobs/{record_name}.yaml",
                "made_by": f"python tests/lab/ray_lab.py {name}", "measured": measured})


def write_job(name, pipeline, lab, steps, version):
    share = round(pipeline.store / 8192, 4)
    cluster = {"nodes": 1, "vcpus": CPUS, "memory": "8 GiB", "storage": "local_disk",
               "local_disk": {"count": 1, "size": "100 GB", "read": "500 MB/s",
                              "write": "500 MB/s"},
               "usable_cpus": CPUS}
    asked = {"read_blocks": lab.read_blocks} if lab.read_blocks else {}
    jobs.write_job(name, pipeline.__doc__, "ray", lab.reads, steps, cluster,
                   {"version": ".".join(version.split(".")[:2]), "object_store_share": share, **asked,
                    **pipeline.settings})


def main(names):
    for name in names or EXPERIMENTS:
        start = time.monotonic()
        with get_context("spawn").Pool(1) as pool:
            pool.apply(run, (name,))
        print(f"{name}: {time.monotonic() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
