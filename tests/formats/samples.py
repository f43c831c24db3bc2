"""Results to check: those of real commands, and the same with hostile names."""
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORKLOADS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "workloads").glob("*.yaml"))
JOIN = "workloads/spark-join-sort-merge.yaml"

HOSTILE = [
    "<script>alert(1)</script>", "=cmd()|' /C calc'!A0", "a%0Ab::error::c", "a\nb\r\nc\td", "a | b \\| c \\",
    "quotes \" and ' and `ticks` and ``two``", "\x1b[2J\x07\x7f\x01", "\u202e reversed \ufffe",
    "]]> --> </details> &amp; &#124;", "@everyone #1 *a* _b_ [c](http://d.e) ![f](g) www.h.i ~~j~~ $k$", "  ",
    "数据 🚀", "x" * 5000,
]
# Where users choose names, or where their names end up.
NAMES = {"name", "file", "job", "machine", "cluster", "message", "remedy", "suggestion", "item", "note", "source",
         "reason", "owner", "table", "advice", "formula", "shown", "base_file", "head_file"}


def skip(why):
    print("skipped:", why)
    sys.exit(77)


def run(*args, given=None):
    return subprocess.run([sys.argv[1], *args], cwd=ROOT, input=given, capture_output=True, text=True)


def sizer(*args, given=None):
    """What the program prints; exit code 1 is an answer too."""
    done = run(*args, given=given)
    assert done.returncode in (0, 1), f"{args}: exit code {done.returncode}\n{done.stderr}"
    return done.stdout


def has_verb(verb):
    return subprocess.run([sys.argv[1], "help", verb], capture_output=True).returncode == 0


class Renaming:
    """Hostile names for those of a result: equal names stay equal."""

    LISTS = ("steps", "notes", "changes", "exchanges")

    def __init__(self, first):
        self.first, self.known = first, {}

    def name(self, old):
        return self.known.setdefault(old, HOSTILE[(self.first + len(self.known)) % len(HOSTILE)])

    def of(self, value, key=None):
        if isinstance(value, dict):
            return {k: self.of(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [self.of(v, key if key in self.LISTS else None) for v in value]
        return self.name(value) if isinstance(value, str) and (key in NAMES or key in self.LISTS) else value


def commands():
    yield ["estimate", *WORKLOADS[:3]]
    yield ["estimate", JOIN, "--plan", "broadcast"]
    if has_verb("check"):
        yield ["check", JOIN, "--max-cost", "$1", "--max-time", "35 min", "--max-spill", "1 PB"]
    if has_verb("compare"):
        yield ["compare", JOIN]
    if has_verb("diff"):
        yield ["diff", JOIN, "workloads/spark-join-broadcast.yaml"]
        yield ["diff", JOIN, JOIN]
    if has_verb("explain"):
        yield ["explain", JOIN, "wall_clock_seconds", "--sensitivity"]


def results():
    """What each is called, and its JSON as the program prints it."""
    for command in commands():
        result = sizer(*command, "--format", "json")
        yield " ".join(command), result
        for first in range(0, len(HOSTILE), 4):
            hostile = json.dumps(Renaming(first).of(json.loads(result)))
            yield f"{' '.join(command)}, renamed from {first}", sizer("report", "-", "--format", "json", given=hostile)


def rendered(format):
    """What each is called, its result, and its text in a format."""
    for label, result in results():
        done = run("report", "-", "--format", format, given=result)
        if done.returncode == 2 and f"--format {format}: " in done.stderr:
            continue  # a content that the format has no place for
        assert done.returncode in (0, 1), f"{label}: exit code {done.returncode}\n{done.stderr}"
        yield label, json.loads(result), done.stdout
