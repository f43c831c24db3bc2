"""How time and memory grow with the size of a job, and with their number.

    growth_bench.py SIZER [--sizes 1000,2000,4000,8000] [--shapes joins,files] [--verb estimate]

Writes files of each shape and size into a folder of its own, runs SIZER on each as a process, and prints seconds of
the processor (user and system), peak memory, and the exponent of both: the slope of their logarithms against that of
the size. 1 is linear. A shape has steps of one kind at all of its sizes: where their mix changes with the number, the
exponent is that of the mix. Ends with 1 where the time or the memory of a shape grows faster than MOST says.
"""
import argparse
import math
import os
import pathlib
import subprocess
import sys
import tempfile

MOST = 1.2
BEYOND = "error[SZ005]"  # the file is larger than any may be


def job(engine, inputs, steps):
    cluster = {"spark": "spark-baseline", "ray": "ray-cpu-baseline"}[engine]
    lines = [f"engine: {engine}", f"cluster: {cluster}", "inputs:"]
    lines += [f"  {name}: {what}" for name, what in inputs] + ["steps:"]
    return "\n".join(lines + [f"  - {step}" for step in steps] + ["  - write: 1 GB"]) + "\n"


BIG = ("a", "{size: 1 TB, rows: 5G}")
MORE = ("b", "{size: 50 GB, rows: 200M}")


def many(n, size="1 GB"):
    return [(f"i{i}", f"{{size: {size}}}") for i in range(n)]


def chain(engine, step):
    return lambda n: job(engine, [BIG], [step.format(i) for i in range(n)])


def bushy(n):
    """Joins of joins, two by two."""
    steps, sides = [], [f"i{i}" for i in range(n + 1)]
    while len(sides) > 1:
        pairs = list(zip(sides[::2], sides[1::2]))
        rest = sides[-1:] if len(sides) % 2 else []
        names = [f"j{len(steps) + k}" for k in range(len(pairs))]
        for name, (left, right) in zip(names, pairs):
            steps.append(f"{{name: {name}, from: [{left}, {right}], join: {{on: k}}}}")
        sides = names + rest
    return job("spark", many(n + 1), steps)


def of_different_sizes(first, step):
    """Tables of sizes of their own, in MB: very many stages run at once, and end one by one."""
    inputs = lambda n: [BIG] + [(f"i{i}", f"{{size: {first + i * step:.4f} MB}}") for i in range(n)]
    return lambda n: job("spark", inputs(n), [f"join: {{with: i{i}, on: k{i}}}" for i in range(n)])


SMALL = job("spark", [BIG, MORE], ["join: {with: b, on: k}"])

SHAPES = {
    "filters": chain("spark", "filter: 0.999"),
    "aggregates": chain("spark", "aggregate: {{keys: k, groups: 200M}}"),
    "shuffles": chain("spark", "aggregate: {{keys: k{}, groups: 200M}}"),
    "sorts": chain("spark", "sort: {{by: k}}"),
    "python maps": chain("spark", "map: {{language: python}}"),
    "ranges": chain("spark", "filter: 0.9..1"),
    "joins": lambda n: job("spark", [BIG, MORE], [f"join: {{with: b, on: k{i}}}" for i in range(n)]),
    "joins by one key": lambda n: job("spark", [BIG, MORE], ["join: {with: b, on: k}"] * n),
    "bushy joins": bushy,
    "broadcast joins": of_different_sizes(1, 0.0001),  # all below Spark's threshold of 10 MiB
    "small joins": of_different_sizes(20, 0.01),  # all above it
    "one union": lambda n: job("spark", many(n), ["{from: [" + ", ".join(f"i{i}" for i in range(n)) + "], union: {}}"]),
    "unions": lambda n: job("spark", [BIG, MORE], ["union: {with: b}"] * n),
    "unions of shuffles": lambda n: job(
        "spark",
        [BIG],
        [f"{{name: s{i}, from: a, aggregate: {{keys: k, groups: 1M}}}}" for i in range(n)]
        + ["{from: [" + ", ".join(f"s{i}" for i in range(n)) + "], union: {}}"],
    ),
    "inputs": lambda n: job("spark", many(n), []),
    "readers of one step": lambda n: job(
        "spark",
        [BIG],
        ["{name: s, filter: 0.5}"]
        + [f"{{name: f{i}, from: s, filter: 0.5}}" for i in range(n)]
        + ["{from: [" + ", ".join(f"f{i}" for i in range(n)) + "], union: {}}"],
    ),
    "ray maps": chain("ray", "map: {{language: python}}"),
    "ray sorts": chain("ray", "sort: {{by: k}}"),
    "ray union": lambda n: job("ray", many(n), ["{from: [" + ", ".join(f"i{i}" for i in range(n)) + "], union: {}}"]),
    "ray joins": lambda n: job("ray", [BIG, MORE], [f"join: {{with: b, on: k{i}}}" for i in range(n)]),
    "documents": lambda n: "---\n".join([SMALL] * n),
    "files": None,
    "budgets": None,
    "settings": None,
}


def prepared(shape, n, folder):
    """The arguments that follow the verb."""
    if shape == "files":
        jobs = folder / "jobs"
        jobs.mkdir()
        for i in range(n):
            (jobs / f"job{i}.yaml").write_text(SMALL)
        return [str(jobs)]
    path = folder / "job.yaml"
    if shape == "budgets":
        path.write_text(SMALL)
        limits = "".join(f"  - {{jobs: 'team{i}-*', max_cost: $10}}\n" for i in range(n))
        (folder / "sizer.yaml").write_text("budgets:\n" + limits)
        return [str(path)]
    if shape == "settings":
        path.write_text(SHAPES["filters"](n))
        return [str(path)] + [word for i in range(n) for word in ("--set", f"steps[{i}].filter=0.9")]
    path.write_text(SHAPES[shape](n))
    return [str(path)]


def measured(command, folder):
    """Seconds of the processor, MiB at the peak, exit code."""
    with open(os.devnull, "wb") as nowhere, open(folder / "err", "wb") as err:
        process = subprocess.Popen(command, stdout=nowhere, stderr=err, cwd=folder)
        _, status, used = os.wait4(process.pid, 0)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)


def exponent(sizes, values):
    xs, ys = [math.log(size) for size in sizes], [math.log(max(value, 1e-3)) for value in values]
    x0, y0 = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - x0) * (y - y0) for x, y in zip(xs, ys)) / sum((x - x0) ** 2 for x in xs)


def main():
    read = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    read.add_argument("sizer")
    read.add_argument("--sizes", default="1000,2000,4000,8000")
    read.add_argument("--shapes", default=",".join(SHAPES))
    read.add_argument("--verb", default="estimate")
    read.add_argument("--format", default="json")
    given = read.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    too_fast, failed = [], []
    print(f"{'shape':20}" + "".join(f"{n:>17}" for n in sizes) + f"{'time':>8}{'memory':>8}")
    for shape in given.shapes.split(","):
        done, seconds, memory, row = [], [], [], f"{shape:20}"
        for n in sizes:
            with tempfile.TemporaryDirectory() as name:
                folder = pathlib.Path(name)
                (folder / ".git").mkdir()
                words = prepared(shape, n, folder)
                verb = "check" if shape == "budgets" else given.verb
                command = [os.path.abspath(given.sizer), verb, *words]
                if verb != "validate":
                    command += ["--format", given.format]
                used, peak, code = measured(command, folder)
                said = (folder / "err").read_text(errors="replace")
            if code == 2 and BEYOND in said:
                row += f"{'no file so large':>17}"
                continue
            done.append(n)
            seconds.append(used)
            memory.append(peak)
            row += f"{used:8.2f} s{peak:5.0f} MB"
            if code not in (0, 1):
                row += f" (exit {code}: {said[:200]})"
                failed.append(shape)
        grows = exponent(done, seconds), exponent(done, memory)
        print(row + f"{grows[0]:8.2f}{grows[1]:8.2f}", flush=True)
        if max(grows) >= MOST:
            too_fast.append(shape)
    if too_fast:
        print(f"grow faster than size^{MOST}: " + ", ".join(too_fast))
    if failed:
        print("not estimated: " + ", ".join(failed))
    return 1 if too_fast or failed else 0


if __name__ == "__main__":
    sys.exit(main())
