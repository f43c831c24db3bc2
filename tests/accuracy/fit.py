#!/usr/bin/env python3
"""What the constants do to the published runs: residuals by family and run, and which constant moves which family.

    fit.py --sizer BINARY                     residuals: ln(typical/measured), by family
    fit.py --sizer BINARY --rows FAMILY ...   every run of these families ("all": every family), and what bounds it
    fit.py --sizer BINARY --sensitivity       by how many percent each constant, 10 % up, moves each family's median
"""
import argparse
import json
import math
import pathlib
import statistics
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

import comparison  # noqa: E402
import runs  # noqa: E402

DEFAULT_RUNS = pathlib.Path(__file__).resolve().parents[2].parent / "shared" / "public-runs" / "runs.csv"


def groups(rows):
    """Families, those of two engines cut in two: a constant is of one engine."""
    cut = {}
    for family, members in comparison.families(rows).items():
        engines = sorted({row.job["engine"] for row in members if row.report})
        for engine in engines:
            name = family if len(engines) == 1 else f"{family}-{engine}"
            cut[name] = [row for row in members if row.report and row.job["engine"] == engine]
    return cut


def residual(row):
    return math.log(row.ratio)


def cpu_ratio(row):
    """Estimated core-seconds / measured ones, where the row states "executor CPU N s"."""
    measured = row.run.stated(r"executor CPU (\d+) s")
    if not measured:
        return None
    slots = row.report["cluster"]["slots"]
    return slots * sum(stage["busy"]["cpu"]["typical"] for stage in row.report["stages"]) / measured


def longest_bound(row):
    return max(row.report["stages"], key=lambda stage: stage["seconds"]["typical"])["bound_by"]


def residuals(rows):
    print(f"{'family':22}{'runs':>5}{'mean':>8}{'rms':>7}{'inside':>8}{'width':>7}{'cpu':>7}")
    for family, done in groups(rows).items():
        logs = [residual(row) for row in done]
        cpu = comparison.median([ratio for ratio in map(cpu_ratio, done) if ratio])
        rms = math.sqrt(statistics.mean(x * x for x in logs))
        print(f"{family:22}{len(done):5}{statistics.mean(logs):8.2f}{rms:7.2f}"
              f"{sum(row.inside for row in done) / len(done):8.0%}{comparison.median([row.width for row in done]):7.1f}"
              + (f"{cpu:7.2f}" if cpu else ""))


def each(rows, families):
    print(f"{'run':42}{'measured':>9}{'low':>9}{'typical':>9}{'high':>9}{'ratio':>7}{'cpu':>6}  bound by")
    for row in rows:
        if not row.report or not ("all" in families or row.run.family in families):
            continue
        seconds, cpu = row.seconds, cpu_ratio(row)
        print(f"{row.run.id:42}{row.measured:9.0f}{seconds['low']:9.0f}{seconds['typical']:9.0f}{seconds['high']:9.0f}"
              f"{row.ratio:7.2f}{f'{cpu:6.2f}' if cpu else '':>6}  "
              f"{'' if row.inside else 'OUTSIDE '}{longest_bound(row)}")


def constants_of(sizer, constants):
    """The constants as the program prints them: name: range."""
    command = [sizer, "constants", "--format", "json"] + (["--constants", constants] if constants else [])
    printed = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return {one["name"]: one["value"] for one in printed["constants"]}


def medians(sizer, table, folder, constants):
    rows = comparison.compare(sizer, table, folder, constants)
    return {family: comparison.median([row.ratio for row in members]) for family, members in groups(rows).items()}


def sensitivity(sizer, table, folder, constants):
    """One constant at a time, typical and both ends, 10 % up."""
    base = medians(sizer, table, folder, constants)
    print(f"{'constant':28}" + "".join(f"{family[-14:]:>15}" for family in base))
    given = json.loads(pathlib.Path(constants).read_text()) if constants else {}
    override = pathlib.Path(folder) / "constants.json"
    for name, believed in constants_of(sizer, constants).items():
        override.write_text(json.dumps(given | {name: {end: 1.1 * value for end, value in believed.items()}}))
        moved = medians(sizer, table, folder, str(override))
        changes = [100 * (moved[family] / base[family] - 1) for family in base if family in moved]
        if any(abs(change) >= 0.1 for change in changes):
            print(f"{name:28}" + "".join(f"{change:14.1f}%" for change in changes))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizer", required=True, metavar="BINARY")
    parser.add_argument("--runs", default=DEFAULT_RUNS, metavar="FILE")
    parser.add_argument("--constants", metavar="FILE", help="constants that replace the built-in ones (JSON)")
    parser.add_argument("--rows", nargs="+", metavar="FAMILY")
    parser.add_argument("--sensitivity", action="store_true")
    options = parser.parse_args()
    table = runs.read_runs(options.runs)
    with tempfile.TemporaryDirectory() as folder:
        if options.sensitivity:
            return sensitivity(options.sizer, table, folder, options.constants)
        rows = comparison.compare(options.sizer, table, folder, options.constants)
    return each(rows, options.rows) if options.rows else residuals(rows)


if __name__ == "__main__":
    main()
