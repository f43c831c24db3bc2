"""Compares what `sizer logs` says of each sample log with the totals that an independent reader made of it.

    expected_test.py SIZER EVENTLOGS

EVENTLOGS holds logs, and expected/<path with __ for />.json for each. Whole numbers must be equal."""

import json
import pathlib
import subprocess
import sys

sizer, folder = sys.argv[1], pathlib.Path(sys.argv[2])


def differences(expected, got, path=""):
    """Paths at which `got` lacks or contradicts something expected."""
    if isinstance(expected, dict) and isinstance(got, dict):
        for key, value in expected.items():
            yield from differences(value, got.get(key, "(absent)"), f"{path}.{key}")
        if path.endswith("task_end_reasons") and set(got) - set(expected):
            yield f"{path}: got {got}, expected {expected}"
    elif isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        for i, (a, b) in enumerate(zip(expected, got)):
            yield from differences(a, b, f"{path}[{i}]")
    elif expected != got:
        yield f"{path}: got {str(got)[:200]}, expected {str(expected)[:200]}"


def differences_of(log, expected):
    done = subprocess.run([sizer, "logs", "--format", "json", str(log)], capture_output=True, text=True)
    if done.returncode != 0:
        return [f"exit code {done.returncode}: {done.stderr}"]
    logs = json.loads(done.stdout)["logs"]
    if len(logs) != 1:
        return [f"{len(logs)} logs"]
    got, wrong = logs[0], []
    for member in ("app", "counts", "metrics", "stages", "jobs", "executors"):
        # What the stages are called and why they failed is cut short: the text is no total.
        a, b = expected[member], got[member]
        if member == "stages":
            for stage in a + b:
                stage.pop("failure", None)
                stage["name"] = (stage["name"] or "")[:200]
        wrong += differences(a, b, member)
    if expected["log"]["parts"][0]["codec"] == "zip":
        expected["log"]["bytes"] = got["log"]["bytes"]  # of the member, not of the archive around it
    for member in ("bytes", "bytes_plain", "lines", "malformed_lines", "truncated", "events"):
        wrong += differences(expected["log"][member], got["log"][member], f"log.{member}")
    nodes = {}
    for query in got["sql"]:
        for node in query["nodes"]:
            name = node["name"].split("(")[0].strip()
            if name.startswith("Scan "):
                name = " ".join(name.split()[:2])  # without the name of the table
            nodes[name] = nodes.get(name, 0) + 1
    wrong += differences(expected["sql_final_plan_nodes"], nodes, "sql_final_plan_nodes")
    wrong += differences([(q["id"], q["start_ms"], q["end_ms"], q["failed"], q["aqe_updates"]) for q in expected["sql"]],
                         [(q["id"], q["start_ms"], q["end_ms"], q["failed"], q["aqe_updates"]) for q in got["sql"]], "sql")
    return wrong


def check_refusal(name, message):
    done = subprocess.run([sizer, "logs", str(folder / name)], capture_output=True, text=True)
    if done.returncode != 2 or message not in done.stderr:
        return [f"exit code {done.returncode}: {done.stderr}"]
    return []


compared, failed = 0, 0
for file in sorted((folder / "expected").glob("*.json")):
    log = folder / file.name[: -len(".json")].replace("__", "/")
    wrong = differences_of(log, json.loads(file.read_text()))
    compared += 1
    failed += bool(wrong)
    for each in wrong[:12]:
        print(f"{log.name}: {each}")
for name, message in {"driverlog": "no event log", "invalid_log_file": "no event log",
                      "file_event_log_empty_test": "is empty"}.items():
    wrong = check_refusal(name, message)
    failed += bool(wrong)
    for each in wrong:
        print(f"{name}: {each}")
print(f"{compared} logs compared, {failed} with differences")
sys.exit(1 if failed or compared == 0 else 0)
