"""Estimates beside measurements: a row each, then a line a family."""
import dataclasses
import math
import pathlib
import statistics

import estimator
import machines
import mapping
from runs import NotExpressible

ROUNDING = 0.01  # a measured byte count within 1 % of an end is inside: sources round


@dataclasses.dataclass
class Bytes:
    """One byte figure that the job file did not give."""

    name: str
    measured: float
    estimated: dict

    @property
    def inside(self):
        return (self.estimated["low"] * (1 - ROUNDING) <= self.measured <= self.estimated["high"] * (1 + ROUNDING))

    @property
    def ratio(self):
        return self.estimated["typical"] / self.measured


@dataclasses.dataclass
class Row:
    run: object
    job: dict = None
    report: dict = None
    why_not: str = ""  # set where there is no report
    bytes: list = dataclasses.field(default_factory=list)

    @property
    def measured(self):
        return self.run.number("wall_s")

    @property
    def seconds(self):
        return self.report["wall_clock_seconds"]

    @property
    def inside(self):
        return self.seconds["low"] <= self.measured <= self.seconds["high"]

    @property
    def inside_percentiles(self):
        drawn = self.report["percentiles"]["wall_clock_seconds"]
        return drawn["p10"] <= self.measured <= drawn["p90"]

    @property
    def ratio(self):
        return self.seconds["typical"] / self.measured

    @property
    def width(self):
        return self.seconds["high"] / self.seconds["low"]


def compared_bytes(run, job, report):
    """The measured byte figures that the job file does not give.

    Ray writes no shuffle files: what its object store moves from node to node is not what a sort shuffles.
    """
    given = any("exchange" in step or "shuffle" in step for step in job["steps"])
    figures = [("output_write", run.number("output_bytes"))]
    if job["engine"] == "spark":
        figures.append(("shuffle_read", run.stated(r"shuffle read (\d+) B")))
        if not given:
            figures.append(("shuffle_write", run.number("shuffle_write_bytes")))
    return [Bytes(name, measured, report["bytes"][name]) for name, measured in figures if measured]


def known(sizer, runs, folder):
    names = set()
    for run in runs:
        try:
            names.add(machines.machine_name(run))
        except NotExpressible:
            pass
    return mapping.Known(estimator.catalogue_cores(sizer, names - {""}, folder / "machines"), runs)


def compare(sizer, runs, folder, constants=None):
    """A row for each run, with the program's report or with why there is none."""
    folder = pathlib.Path(folder)
    knowledge = known(sizer, runs, folder)
    rows = [Row(run) for run in runs]
    for row in rows:
        try:
            row.run.needed("wall_s", "wall-clock")
            row.job = mapping.job_of(row.run, knowledge)
        except NotExpressible as why:
            row.why_not = str(why)
    jobs = {number: row.job for number, row in enumerate(rows) if row.job}
    reports, refused = estimator.estimate(sizer, jobs, folder, constants)
    for number, report in reports.items():
        rows[number].report = report
        rows[number].bytes = compared_bytes(rows[number].run, rows[number].job, report)
    for number, why in refused.items():
        rows[number].why_not = f"sizer refuses it: {why}"
    return rows


def families(rows):
    """Rows by family, in the order in which the table names them first."""
    by_family = {}
    for row in rows:
        by_family.setdefault(row.run.family, []).append(row)
    return by_family


def summary(family, rows):
    """A family's line, with null where nothing could be compared."""
    done = [row for row in rows if row.report]
    figures = [figure for row in done for figure in row.bytes]
    ratios = [row.ratio for row in done]
    return {
        "family": family,
        "runs": len(rows),
        "expressed": len(done),
        "inside": sum(row.inside for row in done),
        "inside_percentiles": sum(row.inside_percentiles for row in done),
        "ratio_median": median(ratios),
        "ratio_worst": max(ratios, key=lambda ratio: abs(math.log(ratio)), default=None),
        "width_median": median([row.width for row in done]),
        "bytes_compared": len(figures),
        "bytes_inside": sum(figure.inside for figure in figures),
        "bytes_ratio_median": median([figure.ratio for figure in figures]),
    }


def median(values):
    return statistics.median(values) if values else None


def not_expressed(rows):
    """Why rows could not be expressed: (family, reason): how many."""
    counts = {}
    for row in rows:
        if row.why_not:
            key = (row.run.family, row.why_not)
            counts[key] = counts.get(key, 0) + 1
    return counts
