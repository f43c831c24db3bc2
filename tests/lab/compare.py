#!/usr/bin/env python3
"""The recorded runs beside what sizer says of the same jobs, as a table.

    compare.py --sizer BINARY [--markdown FILE]
    compare.py --sizer BINARY --shapes new [--form jobs|plain] [NAME...]

With --markdown the table replaces what stands between FILE's marks. Bytes in MB; ratio = estimated / measured.
With `--shapes new` the shapes of the folder `shapes` are compared, by their job files with columns (`jobs`) or without
(`plain`), each exchange apart, and summed up.
"""
import argparse
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
BEGIN, END = "<!-- lab:begin -->", "<!-- lab:end -->"


def records(engine):
    for path in sorted((HERE / "recorded").glob("*.json")):
        record = json.loads(path.read_text())
        if record.get("engine") == engine and not record["experiment"].endswith("2_60"):
            yield record


def estimate(sizer, record):
    answer = subprocess.run([sizer, "estimate", HERE / record["job"], "--format", "json"],
                            capture_output=True, text=True, check=True)
    return json.loads(answer.stdout)["jobs"][0]


def ratio(estimated, measured):
    return "-" if measured < 1e6 else f"{estimated / measured:.2f}"


def spark_row(sizer, record):
    job, measured = estimate(sizer, record), record["measured"]
    kinds = [exchange["kind"] for exchange in measured["exchanges"]]
    planned = sum("Exchange " in line or "broadcast of" in line for line in job["exchanges"])
    byte = {key: value["typical"] for key, value in job["bytes"].items()}
    return [record["experiment"], ", ".join(kinds) or "none", str(planned),
            f"{measured['input_read_bytes'] / 1e6:.0f}", ratio(byte["input_read"], measured["input_read_bytes"]),
            f"{measured['shuffle_write_bytes'] / 1e6:.1f}", ratio(byte["shuffle_write"], measured["shuffle_write_bytes"]),
            f"{measured['spill_disk_bytes'] / 1e6:.0f}", ratio(byte["spill_write"], measured["spill_disk_bytes"])]


def ray_row(sizer, record):
    job = estimate(sizer, record)
    operators = [op["name"] for op in record["measured"]["operators"] if op["kind"] != "InputDataBuffer"]
    # The sending half of a barrier is a stage of sizer's and a part of an operator of Ray's.
    planned = [stage for stage in job["stages"] if not any(s.startswith("Exchange write") for s in stage["steps"])]
    return [record["experiment"], " / ".join(op.split("(")[0] for op in operators).replace("|", "\\|"),
            str(len(operators)), str(len(planned))]


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return lines + ["| " + " | ".join(row) + " |" for row in rows]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizer", required=True)
    parser.add_argument("--markdown")
    parser.add_argument("--shapes", choices=["old", "new"], default="old")
    parser.add_argument("--form", choices=["jobs", "plain"], default="jobs")
    parser.add_argument("names", nargs="*", help="parts of the names of new shapes; none: all")
    options = parser.parse_args()
    if options.shapes == "new":
        sys.path.append(str(HERE / "shapes"))
        from judge import report
        print("\n".join(report(options.sizer, {"jobs": "job", "plain": "plain"}[options.form], options.names)))
        return
    lines = table(["Spark 3.5.9", "exchanges of the run", "planned", "read MB", "ratio", "shuffled MB", "ratio",
                   "spilled MB", "ratio"], [spark_row(options.sizer, record) for record in records("spark")])
    lines += [""] + table(["Ray 2.54.1", "operators of the run", "their number", "planned"],
                          [ray_row(options.sizer, record) for record in records("ray")])
    if not options.markdown:
        print("\n".join(lines))
        return
    page = pathlib.Path(options.markdown)
    text = page.read_text()
    page.write_text(text[:text.index(BEGIN) + len(BEGIN)] + "\n" + "\n".join(lines) + "\n" + text[text.index(END):])


if __name__ == "__main__":
    main()
