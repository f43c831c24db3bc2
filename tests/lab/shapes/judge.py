"""Holds what sizer says of the shapes against what the engines did: one line a shape, and a summary.

A ratio is what sizer says divided by what was measured. Exchanges are matched by their kind and order.
"""

import json
import re
import statistics
import subprocess
from collections import Counter, defaultdict
from pathlib import Path

HERE = Path(__file__).parent
# Figures below these are not compared: headers and single rows outweigh them.
LEAST = {"raw": 1e5, "written": 1e5, "rows": 1000, "input": 1e6, "output": 1e5, "spill": 1e6, "store": 1e6}
WITHIN = {"raw": 0.20, "written": 0.25, "rows": 0.10, "input": 0.20, "output": 0.25, "spill": 0.30, "store": 0.20}
# Figures of a job file are rounded.
ROUNDED = 0.015
BROADCASTS = {"BroadcastHashJoin", "BroadcastNestedLoopJoin"}


def records(names):
    for path in sorted((HERE / "recorded").glob("*.json")):
        record = json.loads(path.read_text())
        if "job" in record and (not names or any(n in record["experiment"] for n in names)):
            yield record


def estimate(sizer, job, *more):
    answer = subprocess.run([sizer, "estimate", HERE / job, "--format", "json", *more], capture_output=True, text=True)
    if answer.returncode not in (0, 1):
        problem = re.search(r"error\W.*|Error.*", answer.stderr + answer.stdout)
        return None, (problem.group(0) if problem else answer.stderr.strip())[:150]
    return json.loads(answer.stdout)["jobs"][0], None


class Tally:
    """Ratios of each figure, and how many are near enough."""

    def __init__(self):
        self.ratios, self.right, self.inside = defaultdict(list), defaultdict(list), defaultdict(list)

    def ratio(self, figure, name, said, measured, within=None):
        if within is not None and measured >= LEAST[figure]:
            self.inside[figure].append((within["low"] * (1 - ROUNDED) <= measured <= within["high"] * (1 + ROUNDED), name))
        if measured < LEAST[figure]:
            return "" if said < 10 * LEAST[figure] else f"{said / 1e6:.1f} MB for none"
        self.ratios[figure].append((said / measured, name))
        return f"{said / measured:.2f}"

    def decide(self, figure, name, right):
        self.right[figure].append((right, name))
        return right

    def summary(self):
        lines = []
        for figure, decided in self.right.items():
            wrong = [name for right, name in decided if not right]
            lines.append(f"{figure}: {len(decided) - len(wrong)} of {len(decided)} right"
                         + (f"; wrong: {', '.join(dict.fromkeys(wrong))}" if wrong else ""))
        for figure, ratios in self.ratios.items():
            near = [r for r, _ in ratios if abs(r - 1) <= WITHIN[figure]]
            shares = ", ".join(f"{sum(abs(r - 1) <= w for r, _ in ratios) / len(ratios):.0%} within {w:.0%}"
                               for w in (0.10, 0.20, 0.25))
            worst = sorted(ratios, key=lambda r: -abs_log(r[0]))[:6]
            lines.append(f"{figure}: {len(near)} of {len(ratios)} within {WITHIN[figure]:.0%} ({shares}; "
                         f"median {statistics.median(r for r, _ in ratios):.2f}); farthest: "
                         + ", ".join(f"{name} {r:.2f}" for r, name in worst))
        for figure, seen in self.inside.items():
            out = [name for inside, name in seen if not inside]
            lines.append(f"{figure} inside the range: {len(seen) - len(out)} of {len(seen)}"
                         + (f"; outside: {', '.join(out)}" if out else ""))
        return lines


def abs_log(ratio):
    return max(ratio, 1 / ratio) if ratio > 0 else float("inf")


def planned(job):
    """In the order in which Spark numbers them: step by step, the left side first."""
    made = [e for e in job["planned_exchanges"] if e["what"] in ("planned", "given")]
    steps = list(dict.fromkeys(e["step"] for e in made))
    return sorted(made, key=lambda e: (steps.index(e["step"]), str(e["side"] or "")))


def same_kind(said, measured):
    """Pairs of the n-th exchange of each kind."""
    for kind in ("hash", "range", "single", "round_robin"):
        yield from zip([e for e in said if e["kind"] == kind], [e for e in measured if e["kind"] == kind])


def broadcasts(tally, figure, name, said, joins):
    """A decision for each join: as many broadcasts as were made, of as many joins."""
    if not joins:
        return ""
    made = sum(join in BROADCASTS for join in joins)
    wrong = min(len(joins), abs(made - said))
    for i in range(len(joins)):
        tally.decide(figure, name, i >= wrong)
    return f"{said}/{made}"


def judge_spark(sizer, form, record, tally):
    name = record["experiment"]
    if "planned_without_adaptive" in record:
        at_once, problem = estimate(sizer, record[form], "--set", "spark.adaptive=false")
        joins = record["planned_without_adaptive"]["joins"]
        if at_once:
            said = sum(e["kind"] == "broadcast" for e in planned(at_once))
            line = broadcasts(tally, "broadcasts, adaptive off", name, said, joins)
            if "measured" not in record:
                return [name, f"broadcast {line}"]
    job, problem = estimate(sizer, record[form])
    if job is None:
        tally.decide("read", name, False)
        return [name, problem]
    if "measured" not in record:
        return [name]
    measured = record["measured"]
    said, exchanges = planned(job), measured["exchanges"]
    right = tally.decide("exchanges", name, Counter(e["kind"] for e in said) == Counter(e["kind"] for e in exchanges))
    kinds = " ".join(e["kind"] for e in exchanges)
    cells = [name, kinds if right else f"{kinds} (said: {' '.join(e['kind'] for e in said)})"]
    sent = sum(e["kind"] == "broadcast" for e in said)
    cells.append(broadcasts(tally, "broadcasts, adaptive as set", name, sent, measured["joins"]))
    raw, written, counts = [], [], []
    for i, (ours, theirs) in enumerate(same_kind(said, exchanges)):
        each = f"{name}[{i}]"
        raw.append(tally.ratio("raw", each, ours["raw_bytes"], theirs["raw_bytes"]))
        written.append(tally.ratio("written", each, ours["bytes"], theirs["write_bytes"]))
        if "rows" in ours:
            counts.append(tally.ratio("rows", each, ours["rows"], theirs["records"]) if theirs.get("partial") else "")
    cells += [" ".join(filter(None, part)) for part in (raw, written, counts)]
    bytes_of = job["bytes"]
    # Spark 4 no longer counts what is read of Parquet.
    if not record["version"].startswith("4") or measured["input_read_bytes"] > 0.5 * bytes_of["input_read"]["typical"]:
        cells.append(totals(tally, "input", name, bytes_of["input_read"], measured["input_read_bytes"]))
    else:
        cells.append("")
    cells.append(totals(tally, "output", name, bytes_of["output_write"], record["output_bytes"]))
    cells.append(totals(tally, "spill", name, bytes_of["spill_write"], measured["spill_disk_bytes"]))
    total = bytes_of["shuffle_write"]
    if measured["shuffle_write_bytes"] >= LEAST["written"]:
        tally.inside["written, all together"].append(
            (total["low"] * (1 - ROUNDED) <= measured["shuffle_write_bytes"] <= total["high"] * (1 + ROUNDED), name))
    return cells


def totals(tally, figure, name, said, measured):
    return tally.ratio(figure, name, said["typical"], measured, said)


def judge_ray(sizer, form, record, tally):
    job, problem = estimate(sizer, record[form])
    name, measured = record["experiment"], record["measured"]
    if job is None:
        tally.decide("read", name, False)
        return [name, problem]
    operators = [o["name"].split("(")[0] for o in measured["operators"] if o["kind"] not in ("InputDataBuffer", "LimitOperator")]  # these have no tasks
    # The sending half of a barrier is a stage of sizer's and a part of an operator of Ray's.
    said = sum(not any(s.startswith("Exchange write") for s in stage["steps"]) for stage in job["stages"])
    which = "operators, Ray " + ".".join(record["version"].split(".")[:2])
    right = tally.decide(which, name, said == len(operators))
    bytes_of = job["bytes"]
    put = bytes_of.get("object_store_put")  # older results have no such figure
    return [name, " / ".join(operators) + ("" if right else f" (said: {said})"),
            totals(tally, "store", name, put, measured["created_object_bytes"]) if put else "",
            totals(tally, "output", name, bytes_of["output_write"], measured["output_bytes"]),
            totals(tally, "spill", name, bytes_of["spill_write"], measured["spilled_bytes"])]


SPARK_HEAD = ["shape", "exchanges", "broadcasts said/made", "raw", "written", "rows", "input", "output", "spill"]
RAY_HEAD = ["shape", "operators", "store", "output", "spill"]


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return lines + ["| " + " | ".join([*row, *[""] * (len(head) - len(row))]).replace("\n", " ") + " |" for row in rows]


def report(sizer, form, names):
    lines = []
    for engine, judge, head in (("spark", judge_spark, SPARK_HEAD), ("ray", judge_ray, RAY_HEAD)):
        tally = Tally()
        rows = [judge(sizer, form, record, tally) for record in records(names) if record["engine"] == engine]
        if rows:
            lines += table(head, rows) + [""] + [f"- {line}" for line in tally.summary()] + [""]
    return lines
