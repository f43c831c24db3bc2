"""Writes the job file of a shape in two forms: with columns, and without.

A shape says its steps with columns (`project: [a, b]`, `values: {revenue: sum(price)}`). Where the form without
columns needs other steps, a step carries them under `plain`: a list that stands in its place.
"""

import copy
import re

import yaml

from data import HERE
from facts import rounded, tables

# Keys of steps that only the form with columns has.
COLUMN_KEYS = {"values", "reads", "adds", "column", "as", "partitioned_by", "type_of"}
SPARK = {"version": "3.5", "shuffle_partitions": 200, "max_partition_bytes": "32 MiB"}


def size_in(engine, about):
    """Bytes of a value in a row's memory, without the row's own null bits."""
    return 8 + about["words"] if engine == "spark" else about["arrow"]


def row_width(engine, of, columns):
    width = sum(size_in(engine, of[c]) for c in columns)
    return width + (8 * -(-len(columns) // 64) if engine == "spark" else 0)


def number(value):
    """3266 as 3.27k."""
    for letter, unit in (("M", 1e6), ("k", 1e3)):
        if value >= unit:
            return f"{rounded(value) / unit:g}{letter}"
    return value


def as_column(about, rows):
    said = {"type": about["type"]}
    if "distinct" in about:
        said["distinct"] = number(about["distinct"])
    for key in ("zipf", "elements"):
        if key in about:
            said[key] = about[key]
    if "length" in about:
        said["length"] = round(about["length"])
    if "nulls" in about:
        said["nulls"] = f"{about['nulls']:.0%}".replace("%", " %")
    return said if len(said) > 1 else about["type"]


def with_columns(table, engine, columns):
    about = tables()[table]
    said = {"size": f"{about['size']} B", "format": about["format"], "files": about["files"],
            "rows": about["rows"],
            "columns": {c: as_column(about["columns"][c], about["rows"]) for c in about["columns"]}}
    for key in ("ordered_by", "clustered_by"):
        if key in about:
            said[key] = about[key]
    return said


def without_columns(table, engine, columns):
    about = tables()[table]
    of = about["columns"]
    said = {"size": f"{about['size']} B", "format": about["format"], "files": about["files"],
            "rows": about["rows"], "row_width": f"{row_width(engine, of, columns):.1f} B"}
    if about["format"] == "parquet" and len(columns) < len(of):
        said["columns_read"] = round(1 - sum(of[c]["stored"] for c in of if c not in columns), 4)
    return said


def kind_of(step):
    return next(k for k in step if k not in ("from", "name", "plain", "shuffle"))


def inputs_of(steps):
    """Tables that the steps read, in the order of their first use, with the columns that are read of each."""
    read = {}
    for step in steps:
        said = step[kind_of(step)]
        names = [step.get("from"), said.get("with") if isinstance(said, dict) else None]
        for name in [n for entry in names for n in (entry if isinstance(entry, list) else [entry])]:
            if name not in tables():
                continue
            of = list(tables()[name]["columns"])
            projected = kind_of(step) == "project" and step.get("from") == name
            wanted = read.setdefault(name, set())
            wanted.update(said if projected else of)
    return {name: [c for c in tables()[name]["columns"] if c in wanted] for name, wanted in read.items()}


def plain(steps, engine, inputs):
    """The same steps in the words that need no columns."""
    made, widths = [], {name: row_width(engine, tables()[name]["columns"], columns) for name, columns in inputs.items()}
    pending = None
    for step in copy.deepcopy(steps):
        kind = kind_of(step)
        if "plain" in step:
            replaced, source = step["plain"], step.get("from", pending)
            if replaced and source:
                replaced[0].setdefault("from", source)
            if replaced and "name" in step:
                replaced[-1]["name"] = step["name"]
            pending = None if replaced else source
            made += replaced
            continue
        if kind == "project":
            source = step.get("from")
            if source in inputs:
                width = row_width(engine, tables()[source]["columns"], step["project"])
                share = round(width / widths[source], 4)
                if share >= 0.9999 and "name" not in step:
                    pending = source
                    continue
                step["project"] = {"width": share}
            else:
                share = step.pop("share", None)
                if share is None:
                    step["project"] = {}
                    continue
                step["project"] = {"width": share}
        elif kind == "aggregate":
            said = step["aggregate"]
            counted = [c for v in said.get("values", {}).values() for c in re.findall(r"count_distinct\((\w+)\)", v)]
            if counted:
                said["distinct"] = counted if len(counted) > 1 else counted[0]
        if isinstance(step[kind], dict):
            step[kind] = {k: v for k, v in step[kind].items() if k not in COLUMN_KEYS}
        if pending and "from" not in step:
            step["from"] = pending
        pending = None
        made.append({k: v for k, v in step.items() if k != "plain"})
    return [step for step in made if step.get("project") != {}]


def spoken(step):
    """A step in the words that a job file has; `limit`, `coalesce`, `cache`, `pivot`, `zip`, `random_shuffle`,
    `partitioned_by` of a write and `infer_schema` of an input are said as they would be if it had them."""
    step = {k: copy.deepcopy(v) for k, v in step.items() if k not in ("plain", "share")}
    kind = kind_of(step)
    said = step[kind]
    if kind == "generate" and "column" in said:
        step[kind] = {"of": said["column"], **{k: v for k, v in said.items() if k not in ("column", "as")}}
    elif kind == "window":
        said.pop("values", None)
    elif kind == "map" and "keys" in said:
        keys = said.pop("keys")
        return [{"repartition": {"by": keys}, **({"from": step.pop("from")} if "from" in step else {})}, step]
    elif kind == "aggregate" and (way := next((k for k in ("rollup", "cube", "grouping_sets") if k in said), None)):
        keys = said.pop("keys") if way == "grouping_sets" else said[way]
        sets = said.pop(way)
        expand = {"expand": {"sets": len(sets)} if way == "grouping_sets" else {way: sets}}
        if "from" in step:
            expand["from"] = step.pop("from")
        step[kind] = {"keys": [*keys, "grouping_id"], **said}
        return [expand, step]
    return [step]


def write_job(name, about, engine, steps, cluster, settings):
    inferred = {table for step in steps for table in step.get("infer_schema", [])}
    steps = [step for step in steps if "infer_schema" not in step]
    inputs = inputs_of(steps)
    for folder, describe in (("jobs", with_columns), ("plain", without_columns)):
        told = plain(steps, engine, inputs) if folder == "plain" else [
            words for step in steps for words in spoken(step)]
        job = {"name": name.replace("_", " "), "engine": engine, "session": "running",
               "inputs": {table: describe(table, engine, columns) for table, columns in inputs.items()},
               "steps": told, "cluster": cluster, engine: settings}
        for table in inferred if folder == "jobs" else ():
            job["inputs"][table]["infer_schema"] = True
        text = yaml.dump(job, Dumper=Plain, sort_keys=False, default_flow_style=None, width=110)
        (HERE / folder).mkdir(exist_ok=True)
        (HERE / folder / f"{name}.yaml").write_text(f"# {about}\n{text}")


class Plain(yaml.SafeDumper):
    """A dumper that repeats what is said twice instead of naming it."""

    def ignore_aliases(self, data):
        return True


def cluster(engine, heap, store=None):
    one = {"nodes": 1, "vcpus": 2, "memory": "8 GiB", "storage": "local_disk",
           "local_disk": {"count": 1, "size": "100 GB", "read": "500 MB/s", "write": "500 MB/s"}}
    if engine == "ray":
        return {**one, "usable_cpus": 2}
    return {**one, "executors": {"per_node": 1, "cores": 2, "memory": f"{heap} MiB"}}
