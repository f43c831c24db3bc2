"""Reads what a Spark event log says of one query: its final plan, its exchanges, its stages."""

import json
import re
from collections import defaultdict
from pathlib import Path

# Nodes that only wrap another: they move nothing.
WRAPPERS = re.compile(r"WholeStageCodegen|InputAdapter|AdaptiveSparkPlan|\w+QueryStage")
JOIN = re.compile(r"(Join|CartesianProduct)")
PARTITIONING = {"hashpartitioning": "hash", "rangepartitioning": "range",
                "SinglePartition": "single", "RoundRobinPartitioning": "round_robin"}
SQL = "org.apache.spark.sql.execution.ui.SparkListener"


class EventLog:
    """The last SQL execution of a log, with the stages that ran for it."""

    def __init__(self, folder):
        self.version = None
        self.plans = {}  # execution -> plan, replaced at each re-plan
        self.stage_execution = {}
        self.stages = defaultdict(list)  # stage -> successful tasks
        self.totals = defaultdict(int)  # accumulator -> sum
        self.stages_of = defaultdict(set)  # accumulator -> stages that added to it
        for file in sorted(p for p in Path(folder).rglob("*") if p.is_file()):
            with open(file) as lines:
                for line in lines:
                    if line.endswith("\n"):  # the last one may not be written out yet
                        self._take(json.loads(line))
        self.execution = max(e for e in self.plans if e in set(self.stage_execution.values()))

    def _take(self, event):
        kind = event["Event"]
        if kind == "SparkListenerLogStart":
            self.version = event["Spark Version"]
        elif kind in (SQL + "SQLExecutionStart", SQL + "SQLAdaptiveExecutionUpdate"):
            self.plans[event["executionId"]] = event["sparkPlanInfo"]
        elif kind == SQL + "DriverAccumUpdates":
            for accumulator, value in event["accumUpdates"]:
                self.totals[accumulator] += value
        elif kind == "SparkListenerStageSubmitted":
            execution = event.get("Properties", {}).get("spark.sql.execution.id")
            if execution is not None:
                self.stage_execution[event["Stage Info"]["Stage ID"]] = int(execution)
        elif kind == "SparkListenerTaskEnd" and event["Task End Reason"]["Reason"] == "Success":
            stage = event["Stage ID"]
            self.stages[stage].append(event["Task Metrics"])
            for update in event["Task Info"]["Accumulables"]:
                if update.get("Metadata") == "sql":
                    self.totals[update["ID"]] += int(update["Update"])
                    self.stages_of[update["ID"]].add(stage)

    def nodes(self):
        """The nodes of the final plan, what is read first; those of a reused exchange only once."""
        found, seen = [], set()

        def visit(node):
            ids = tuple(m["accumulatorId"] for m in node["metrics"])
            if ids and (node["nodeName"], ids) in seen:
                return
            seen.add((node["nodeName"], ids))
            for child in node["children"]:
                visit(child)
            if not WRAPPERS.match(node["nodeName"]):
                found.append(node)

        visit(self.plans[self.execution])
        return found

    def metric(self, node, name):
        return sum(self.totals[m["accumulatorId"]] for m in node["metrics"] if m["name"] == name)

    def exchanges(self):
        return [self._exchange(node) for node in self.nodes()
                if node["nodeName"] in ("Exchange", "BroadcastExchange")]

    def _exchange(self, node):
        text = node["simpleString"]
        if node["nodeName"] == "BroadcastExchange":
            return {"kind": "broadcast", "mode": text.split("(")[0].split()[-1],
                    "keys": columns(text.split("ArrayBuffer")[-1].split("List")[-1]),
                    "records": self.metric(node, "number of output rows"),
                    "built_bytes": self.metric(node, "data size")}
        how = re.match(r"Exchange (\w+)", text).group(1)
        return {"kind": PARTITIONING[how],
                "keys": columns(text) if how.startswith(("hash", "range")) else [],
                "partitions": int(re.search(r"(\d+)\)", text).group(1)) if "(" in text else 1,
                "raw_bytes": self.metric(node, "data size"),
                "write_bytes": self.metric(node, "shuffle bytes written"),
                "records": self.metric(node, "shuffle records written"),
                "read_bytes": sum(self.metric(node, f"{where} bytes read")
                                  for where in ("local", "remote")),
                "records_read": self.metric(node, "records read")}

    def scans(self):
        return [self._scan(node) for node in self.nodes() if node["nodeName"].startswith("Scan ")]

    def _scan(self, node):
        rows = [m["accumulatorId"] for m in node["metrics"] if m["name"] == "number of output rows"]
        readers = set().union(*(self.stages_of[a] for a in rows)) if rows else set()
        return {"table": node["metadata"]["Location"].rstrip("]").rstrip("/").split("/")[-1],
                "columns": re.findall(r"(\w+):", node["metadata"]["ReadSchema"]),
                "passes": len(readers),
                "rows": self.metric(node, "number of output rows"),
                "size_of_files": self.metric(node, "size of files read")}

    def operators(self):
        return [node["nodeName"].strip() for node in self.nodes()]

    def join(self):
        joins = [name for name in self.operators() if JOIN.search(name)]
        return joins[-1].split("(")[0] if joins else None

    def own_stages(self):
        """Sums over the tasks of each stage of the query, in the order of their numbers."""
        return [stage_sums(self.stages[stage]) for stage in sorted(self.stages)
                if self.stage_execution.get(stage) == self.execution]

    def measured(self):
        stages, scans = self.own_stages(), self.scans()
        total = {key: sum(stage[key] for stage in stages) for key in stages[0]}
        return {"input_read_bytes": total["input"],
                "input_passes": max((scan["passes"] for scan in scans), default=0),
                "scans": scans,
                "exchanges": self.exchanges(),
                "shuffle_write_bytes": total["shuffle_write"],
                "shuffle_read_bytes": total["shuffle_read"],
                "spill_memory_bytes": total["spill_memory"],
                "spill_disk_bytes": total["spill_disk"],
                "output_bytes": total["output"],
                "output_rows": total["output_rows"],
                "join": self.join(),
                "operators": self.operators(),
                "stages": stages}


def columns(text):
    """Column names in a plan's text: those that carry an expression number, without it."""
    return list(dict.fromkeys(re.findall(r"(\w+)#\d+", text)))


def stage_sums(tasks):
    def total(*keys):
        values = []
        for task in tasks:
            for key in keys:
                task = task.get(key, {})
            values.append(task or 0)
        return values

    read = [a + b for a, b in zip(total("Shuffle Read Metrics", "Local Bytes Read"),
                                  total("Shuffle Read Metrics", "Remote Bytes Read"))]
    return {"tasks": len(tasks),
            "input": sum(total("Input Metrics", "Bytes Read")),
            "input_rows": sum(total("Input Metrics", "Records Read")),
            "shuffle_read": sum(read),
            "shuffle_read_largest_task": max(read),
            "shuffle_write": sum(total("Shuffle Write Metrics", "Shuffle Bytes Written")),
            "shuffle_rows": sum(total("Shuffle Write Metrics", "Shuffle Records Written")),
            "spill_memory": sum(total("Memory Bytes Spilled")),
            "spill_disk": sum(total("Disk Bytes Spilled")),
            "peak_memory_largest_task": max(total("Peak Execution Memory")),
            "output": sum(total("Output Metrics", "Bytes Written")),
            "output_rows": sum(total("Output Metrics", "Records Written"))}
