"""Measured rates of models on GPUs are read, estimated and summed up as promised.

    gpu_runs_test.py SIZER RUNS
"""
import json
import pathlib
import subprocess
import sys

KEYS = {"family", "runs", "expressed", "inside", "inside_percentiles", "ratio_median", "ratio_worst", "width_median"}


def main(sizer, table):
    script = pathlib.Path(__file__).with_name("gpu_runs")
    command = [sys.executable, script, "--sizer", sizer, "--runs", table]
    printed = subprocess.run([*command, "--json"], capture_output=True, text=True, check=True).stdout
    families = json.loads(printed)["families"]
    assert families, "no families"
    for family in families:
        assert KEYS <= family.keys(), f"keys are missing: {KEYS - family.keys()}"
        assert 0 <= family["inside"] <= family["expressed"] <= family["runs"], family
    expressed = sum(family["expressed"] for family in families)
    assert sum(family["inside"] for family in families) >= 0.75 * expressed, "too few rates lie inside"
    print(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
