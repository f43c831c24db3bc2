"""Runs the Spark shapes in local mode, and records what the event log says of each.

python spark_run.py             all shapes; with Spark 4 those that are of interest there
python spark_run.py NAME...     some of them
python spark_run.py --jobs      only writes the job files anew; --records: only the records, from the event logs
python spark_run.py --missing   those that have no record

Shapes of one heap and codec share a session, each in its job group.
"""

import json
import os
import re
import shutil
import sys
import time
import traceback
from collections import defaultdict
from multiprocessing import get_context
from pathlib import Path

import pyspark
from pyspark.sql import SparkSession

from data import HERE, HOME, KNOWN, RECORDED, path

sys.path.append(str(HERE.parent))
import eventlog  # noqa: E402
import words  # noqa: E402
from eventlog import EventLog  # noqa: E402
from plan_shapes import PLANNED  # noqa: E402
from spark_shapes import SHAPES  # noqa: E402
from tables import write_json  # noqa: E402

OUTPUT = HOME / f"shapes-output-{os.getpid()}"
CONF = {"adaptive": "spark.sql.adaptive.enabled", "shuffle_partitions": "spark.sql.shuffle.partitions"}
DEFAULTS = {"spark.sql.adaptive.enabled": True, "spark.sql.shuffle.partitions": 200}
FOUR = pyspark.__version__.startswith("4")


class Lab:
    """What a shape may ask for: tables, and an action before the one that is recorded last."""

    def __init__(self, spark, dry=False):
        self.spark, self.dry = spark, dry

    def path(self, table):
        return str(path(table))

    def read(self, table, *columns):
        rows = self.spark.read.parquet(self.path(table))
        return rows.select(*columns) if columns else rows

    def inferred(self, schema, **how):
        """Options of a reader that infers its schema; where nothing runs, the schema itself."""
        return {"schema": schema} if self.dry else how

    def first(self, rows):
        """An action whose result is written beside the last one's."""
        if not self.dry:
            rows.write.mode("overwrite").parquet(str(OUTPUT) + "-first")


class GroupedLog(EventLog):
    """An event log of several job groups: `look_at` says which one is asked about."""

    def __init__(self, folder):
        self.group_of_stage, self.executions_of = {}, defaultdict(set)
        super().__init__(folder)

    def _take(self, event):
        super()._take(event)
        if event["Event"] == "SparkListenerStageSubmitted":
            properties = event.get("Properties", {})
            group = properties.get("spark.jobGroup.id")
            self.group_of_stage[event["Stage Info"]["Stage ID"]] = group
            if properties.get("spark.sql.execution.id") is not None:
                self.executions_of[group].add(int(properties["spark.sql.execution.id"]))

    def look_at(self, group):
        self.group = group
        self.execution = max(e for e in self.executions_of[group] if e in self.plans)

    def own_stages(self):
        """Sums over the tasks of each stage, those too that infer a schema; not those that look into footers."""
        sums = [(stage, eventlog.stage_sums(self.stages[stage])) for stage in sorted(self.stages)
                if self.group_of_stage.get(stage) == self.group and self.stages[stage]]
        return [told for stage, told in sums if stage in self.stage_execution or told["input"]]

    def _exchange(self, node):
        """Says too whether a partial aggregation, or the limit of a window, stands right before the exchange."""
        made, below = super()._exchange(node), node
        while below["children"] and eventlog.WRAPPERS.match((below := below["children"][0])["nodeName"]):
            pass
        return made | {"partial": bool(PARTIAL.search(below["nodeName"]))}

    def measured(self):
        made = super().measured()
        nodes = [node["nodeName"].strip() for node in self.nodes()]
        made["joins"] = [n.split("(")[0] for n in nodes if eventlog.JOIN.search(n)]
        made["reused_exchanges"] = self.reused()
        made["executions"] = len([e for e in self.executions_of[self.group] if e in self.plans])
        return made

    def reused(self):
        count = 0

        def visit(node):
            nonlocal count
            if node["nodeName"] == "ReusedExchange":
                count += 1
                return
            for child in node["children"]:
                visit(child)
        visit(self.plans[self.execution])
        return count


PARTIAL = re.compile("Aggregate|WindowGroupLimit")
EXCHANGE = re.compile(r"(BroadcastExchange|Exchange (\w+))")
JOIN_NODE = re.compile(r"\b(BroadcastHashJoin|SortMergeJoin|ShuffledHashJoin|BroadcastNestedLoopJoin|CartesianProduct)\b")


def planned(rows):
    """Joins and exchanges of a plan that is made at once, the outermost first."""
    text = rows._jdf.queryExecution().executedPlan().toString()
    kinds = [eventlog.PARTITIONING.get(m.group(2), m.group(2)) if m.group(2) else "broadcast"
             for line in text.splitlines() if (m := EXCHANGE.search(line))]
    return {"joins": JOIN_NODE.findall(text), "exchanges": kinds,
            "reused": text.count("ReusedExchange")}


def session(log, heap, codec):
    shutil.rmtree(log, ignore_errors=True)
    log.mkdir(parents=True)
    (log / "events").mkdir()
    settings = {"spark.driver.memory": f"{heap}m", "spark.driver.host": "localhost",
                "spark.local.dir": str(HOME / "scratch"),
                "spark.eventLog.enabled": "true", "spark.eventLog.dir": (log / "events").as_uri(),
                "spark.eventLog.rolling.enabled": "false", "spark.eventLog.compress": "false",
                "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false",
                "spark.io.compression.codec": codec, "spark.sql.session.timeZone": "UTC",
                "spark.sql.files.maxPartitionBytes": "32m", "spark.log.level": "ERROR"}
    builder = SparkSession.builder.master("local[2]").appName("shapes")
    for key, value in settings.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


def configure(spark, settings):
    for key, value in DEFAULTS.items():
        spark.conf.set(key, str(value).lower())
    for key, value in settings.items():
        spark.conf.set(CONF[key], str(value).lower())


def write(rows, step):
    said = step["write"]
    writer = rows.write.mode("overwrite")
    if "partitioned_by" in said:
        writer = writer.partitionBy(*said["partitioned_by"])
    writer.format(said["format"]).save(str(OUTPUT))


LOGS = HOME / "logs" / pyspark.__version__


def run(names, heap, codec):
    log = LOGS / f"{heap}_{codec}_{names[0]}"
    spark = session(log, heap, codec)
    for name in names:
        query, start = SHAPES[name], time.monotonic()
        try:
            spark.sparkContext.setJobGroup("plan", "plan")
            configure(spark, {**query.settings, "adaptive": False})
            at_once = planned(query(Lab(spark, dry=True))[0])
            spark.catalog.clearCache()
            configure(spark, query.settings)
            spark.sparkContext.setJobGroup(name, name)
            rows, steps = query(Lab(spark))
            write(rows, [s for s in steps if "write" in s][-1])
            files = [f for f in OUTPUT.rglob("part-*") if f.is_file()]
            first = [f for f in Path(str(OUTPUT) + "-first").rglob("part-*")] if name == "cache_twice" else []
            write_job(name, query, steps)
            write_json(beside(log, name), {
                "planned_without_adaptive": at_once, "output_files": len(files),
                "output_bytes": sum(f.stat().st_size for f in [*files, *first])})
        except Exception:
            traceback.print_exc()
        spark.catalog.clearCache()
        print(f"{name}: {time.monotonic() - start:.1f} s", flush=True)
    spark.stop()
    shutil.rmtree(OUTPUT, ignore_errors=True)
    record_all(log)


def beside(log, name):
    """What is known of a shape's run beside the event log."""
    return log / "beside" / f"{name}.json"


def record_all(log):
    done = sorted((log / "beside").glob("*.json"))
    events = GroupedLog(log / "events") if done else None
    for file in done:
        record(file.stem, events, json.loads(file.read_text()))


def record(name, events, known):
    query = SHAPES[name]
    events.look_at(name)
    called = f"{name}_{'_'.join(events.version.split('.')[:2])}" if FOUR else name
    job = name if not FOUR else called
    write_json(RECORDED / f"{called}.json", {
        "experiment": called, "about": query.__doc__, "engine": "spark", "version": events.version,
        "job": f"jobs/{job}.yaml", "plain": f"plain/{job}.yaml",
        "made_by": f"python tests/lab/shapes/spark_run.py {name}",
        **known, "measured": events.measured()})


def write_job(name, query, steps):
    settings = {**words.SPARK, **query.settings}
    if query.codec != "lz4":
        settings["codec"] = query.codec
    if FOUR:
        settings["version"] = ".".join(pyspark.__version__.split(".")[:2])
        name = f"{name}_{'_'.join(pyspark.__version__.split('.')[:2])}"
    words.write_job(name, query.__doc__, "spark", steps, words.cluster("spark", query.heap),
                    {**settings, "driver_memory": f"{query.heap} MiB"})


def write_jobs(names):
    spark = session(HOME / "logs" / "jobs", 1024, "lz4")
    for name in names:
        write_job(name, SHAPES[name], SHAPES[name](Lab(spark, dry=True))[1])
        spark.catalog.clearCache()
    for name, query in PLANNED.items() if not FOUR else ():
        write_job(name, query, query(Lab(spark))[1])
    spark.stop()


def run_planned():
    """Shapes of which only the plan is made: is the other side broadcast, and what does Spark think that it has?"""
    spark = session(HOME / "logs" / "planned", 1024, "lz4")
    spark.conf.set("spark.sql.adaptive.enabled", "false")
    for name, query in PLANNED.items():
        rows, steps, side = query(Lab(spark))
        write_job(name, query, steps)
        size = side._jdf.queryExecution().optimizedPlan().stats().sizeInBytes()
        write_json(RECORDED / f"{name}.json", {
            "experiment": name, "about": query.__doc__, "engine": "spark", "version": pyspark.__version__,
            "job": f"jobs/{name}.yaml", "plain": f"plain/{name}.yaml",
            "made_by": "python tests/lab/shapes/spark_run.py planned",
            "planned_without_adaptive": planned(rows), "planning_bytes": int(str(size))})
    spark.stop()


def recorded(name):
    suffix = f"_{'_'.join(pyspark.__version__.split('.')[:2])}" if FOUR else ""
    return RECORDED / f"{name}{suffix}.json"


def in_own_process(work, *arguments):
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(work, arguments)


def main(names):
    if names == ["--records"]:
        for log in sorted(LOGS.iterdir()):
            record_all(log)
        return
    jobs_only, missing = names == ["--jobs"], names == ["--missing"]
    names = [] if jobs_only else [n for n in SHAPES if not recorded(n).exists()] if missing else names
    wanted = [n for n in (names or SHAPES) if n in SHAPES and (not FOUR or SHAPES[n].four)]
    by_session = defaultdict(list)
    for name in wanted:
        by_session[SHAPES[name].heap, SHAPES[name].codec].append(name)
    if jobs_only:
        return in_own_process(write_jobs, wanted)
    for (heap, codec), some in sorted(by_session.items(), key=lambda session: -len(session[1])):
        in_own_process(run, some, heap, codec)
    if not FOUR and (missing or not names or "planned" in names):
        in_own_process(run_planned)


if __name__ == "__main__":
    main(sys.argv[1:])
