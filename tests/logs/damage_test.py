"""Cuts each sample log at random places, and flips random bytes of it: `sizer logs` must give each a status, in time.

    damage_test.py SIZER EVENTLOGS [TIMES [SEED]]

TIMES (5) damaged copies of each kind a log; large logs get fewer unless TIMES is given. All copies of a log are read by
one run of the program."""

import json
import pathlib
import random
import subprocess
import sys
import tempfile

sizer, folder = sys.argv[1], pathlib.Path(sys.argv[2])
times = int(sys.argv[3]) if len(sys.argv) > 3 else 0
chance = random.Random(int(sys.argv[4]) if len(sys.argv) > 4 else 1)
statuses = {"complete", "incomplete", "in progress", "truncated", "partial", "dropped", "damaged", "unreadable"}


def damaged(content, kind):
    if kind == "cut":
        return content[: chance.randrange(len(content))]
    copy = bytearray(content)
    for _ in range(chance.choice((1, 3, 30))):
        copy[chance.randrange(len(copy))] ^= 1 << chance.randrange(8)
    return bytes(copy)


def logs():
    for file in sorted(folder.rglob("*")):
        if file.is_file() and "expected" not in file.parts and file.stat().st_size > 0 and file.name != "MANIFEST.csv":
            yield file


tried, wrong, seen = 0, [], {}
for file in logs():
    content = file.read_bytes()
    each = times or (5 if len(content) < 500_000 else 2)
    with tempfile.TemporaryDirectory() as where:
        for kind in ("cut", "flip"):
            for i in range(each):
                (pathlib.Path(where) / f"{kind}-{i:03}").write_bytes(damaged(content, kind))
        try:
            done = subprocess.run([sizer, "logs", "--format", "csv", where], capture_output=True, timeout=60 + 10 * each)
        except subprocess.TimeoutExpired:
            wrong.append(f"{file.name}: no answer in time (seed {chance})")
            continue
        rows = done.stdout.decode("utf-8", "replace").splitlines()[1:]
        found = [row.split(",")[1] for row in rows]
        tried += 2 * each
        for status in found:
            seen[status] = seen.get(status, 0) + 1
        if done.returncode not in (0, 2, 3, 4):
            wrong.append(f"{file.name}: exit code {done.returncode}: {done.stderr[-500:]}")
        elif len(rows) < 2 * each or not set(found) <= statuses:
            wrong.append(f"{file.name}: {len(rows)} rows for {2 * each} copies, {sorted(set(found) - statuses)}")
for each in wrong:
    print(each)
print(f"{tried} damaged logs: {dict(sorted(seen.items()))}")
sys.exit(1 if wrong or tried == 0 else 0)
