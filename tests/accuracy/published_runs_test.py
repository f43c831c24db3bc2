"""The published runs are read, estimated and summed up as promised.

    published_runs_test.py SIZER RUNS
"""
import json
import pathlib
import subprocess
import sys

KEYS = {"family", "runs", "expressed", "inside", "ratio_median", "ratio_worst", "width_median", "bytes_compared",
        "bytes_inside", "bytes_ratio_median"}


def main(sizer, table):
    script = pathlib.Path(__file__).with_name("published_runs")
    command = [sys.executable, script, "--sizer", sizer, "--runs", table]
    printed = subprocess.run([*command, "--json"], capture_output=True, text=True, check=True).stdout
    families = json.loads(printed)["families"]
    assert families, "no families"
    for family in families:
        assert KEYS <= family.keys(), f"keys are missing: {KEYS - family.keys()}"
        assert 0 <= family["inside"] <= family["expressed"] <= family["runs"], family
        assert 0 <= family["bytes_inside"] <= family["bytes_compared"], family
        assert (family["ratio_median"] is None) == (family["expressed"] == 0), family
    assert any(family["expressed"] for family in families), "no run could be estimated"
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    print(told)
    assert "sizer refuses it" not in told, "a row is written as no job file may be"


if __name__ == "__main__":
    main(*sys.argv[1:])
