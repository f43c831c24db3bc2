#!/usr/bin/env python3
"""Writes speeds.yaml: how fast the vCPUs of each series of machines are, against those of m5d.

    speeds.py CSV     # columns as cpu-speed.csv of SpareCores/sc-inspector-data

A series' figure in a benchmark is the median of its sizes, all vCPUs busy, by vCPU; of lz4 it is that of one thread. Its
speed lies between the least and the most of its figures over those of m5d. lz4 is typical: of all columns it alone says
of c4 and r4 what the same jobs of Spark took on both. PassMark's compression is not comparable on Arm and is left out
there.
"""
import csv
import pathlib
import re
import statistics
import sys

OUT = pathlib.Path(__file__).parent / "speeds.yaml"
TYPICAL = "lz4_1_thread_mb_s"
BENCHMARKS = (TYPICAL, "passmark_integer", "passmark_sorting", "passmark_compression",
              "geekbench_all_clang", "geekbench_all_asset_compression")
REFERENCE = "aws/m5d"
SIZES = range(4, 65)  # vCPUs: smaller ones have little to themselves, larger ones shake the scores of Geekbench


def series_of(cloud, name):
    """As src/input/series.cpp has it."""
    if cloud == "aws":
        return name.split(".")[0]
    if cloud == "gcp":
        return name.split("-")[0]
    rest = name.split("_", 1)[1]
    size = re.match(r"([A-Za-z]*)(\d+)(-(\d+))?(.*)", rest)
    letters, vcpus, _, of_them, end = size.groups()
    series = (letters + ("-" if of_them else "") + end).replace("_", "-").lower()
    return series + (f"-1of{int(vcpus) // int(of_them)}" if of_them else "")


def figures(rows):
    """By series: each benchmark's median over the sizes, by vCPU."""
    found = {}
    for row in rows:
        vcpus = int(row["vcpus"] or 0)
        if vcpus not in SIZES:
            continue
        key = f"{row['cloud']}/{series_of(row['cloud'], row['instance'])}"
        for name in BENCHMARKS:
            if row[name] and not (name == "passmark_compression" and row["arch"] != "x86_64"):
                found.setdefault(key, {}).setdefault(name, []).append(
                    float(row[name]) / (1 if name == TYPICAL else vcpus))
    return {key: {name: statistics.median(values) for name, values in scores.items()} for key, scores in found.items()}


def main():
    by_series = figures(csv.DictReader(open(sys.argv[1])))
    reference = by_series[REFERENCE]
    lines = ["# How fast a vCPU of each series is, all of them busy, against one of m5d. Written by speeds.py.",
             "source: >-",
             "  SpareCores/sc-inspector-data@804d3c7 (2026-08-22), CC BY-SA 4.0: PassMark, Geekbench 6 and lz4 on the machines",
             "speeds:"]
    for key, scores in sorted(by_series.items()):
        ratios = [scores[name] / reference[name] for name in scores]
        if len(ratios) < 3 or TYPICAL not in scores:
            continue
        typical = scores[TYPICAL] / reference[TYPICAL]
        lines.append(f"  {key}: {{low: {min(ratios):.2f}, typical: {typical:.2f}, high: {max(ratios):.2f}}}")
    OUT.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
