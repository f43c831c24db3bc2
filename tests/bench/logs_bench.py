"""How fast event logs are read: against a bare walk of simdjson, the decompressors alone and a plain Python reader;
with two cores; and how much memory it takes, whatever the size of the log.

    logs_bench.py SIZER WALK_LOG [LOG] [--folder FOLDER] [--size BYTES] [--most BYTES]

LOG (plain or .zstd) is repeated to the sizes needed, each repetition with ids of its own; files go to FOLDER and are
removed. Times are the best of a few runs, of whole processes, the files in the page cache.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

MB = 1_000_000
GB = 1000 * MB
COMPRESSORS = {"zstd": ["zstd", "-1", "-q"], "lz4": ["lz4", "-1", "-q"], "gzip": ["gzip", "-1"]}
# What the tasks tell: in all, of each stage, and of the counters of plans.
PYTHON_READER = """
import collections, json, sys
metrics = collections.Counter()
stages = collections.defaultdict(collections.Counter)
updates = collections.Counter()
for line in open(sys.argv[1], encoding="utf-8"):
    event = json.loads(line)
    if event["Event"] != "SparkListenerTaskEnd":
        continue
    stage = stages[event["Stage ID"], event["Stage Attempt ID"]]
    info = event["Task Info"]
    stage["tasks"] += 1
    stage["duration"] += info["Finish Time"] - info["Launch Time"]
    told = event.get("Task Metrics") or {}
    for key, value in told.items():
        if isinstance(value, int):
            metrics[key] += value
            stage[key] += value
        elif isinstance(value, dict):
            for inner, each in value.items():
                if isinstance(each, int):
                    metrics[key, inner] += each
                    stage[key, inner] += each
    for each in info.get("Accumulables", []):
        try:
            updates[each["ID"]] += int(each.get("Update", 0))
        except (TypeError, ValueError):
            pass
print(len(stages), sum(metrics.values()))
"""


def run(command, cores=None, stdin=None):
    """Seconds and peak MiB of a process; on so many cores."""
    allowed = sorted(os.sched_getaffinity(0))[:cores] if cores else os.sched_getaffinity(0)
    began = time.perf_counter()
    process = subprocess.Popen(command, stdin=stdin, stdout=subprocess.DEVNULL,
                               preexec_fn=lambda: os.sched_setaffinity(0, allowed))
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit code {process.returncode}")
    return seconds, used.ru_maxrss / 1024


def best(*commands, cores=1, runs=3):
    """The shortest seconds of each command, run in turn."""
    return [min(times) for times in zip(*([run(command, cores)[0] for command in commands] for _ in range(runs)))]


class Bench:
    def __init__(self, options, folder):
        self.logs = [options.sizer.resolve(), "logs", "--format", "csv"]
        self.walk = options.walk_log.resolve()
        self.size = options.size
        self.folder = folder
        # In a process of its own: the peak memory of a process is at least that of the one which started it.
        self.repeat = [sys.executable, "-B", Path(__file__).parent / "repeated_log.py", options.log]

    def write(self, name, size, through=None):
        """The log repeated to this size, as a file."""
        path = self.folder / name
        with open(path, "wb") as file:
            with subprocess.Popen([*self.repeat, str(size)], stdout=subprocess.PIPE if through else file) as made:
                if through:
                    subprocess.run(through, stdin=made.stdout, stdout=file, check=True)
        return path

    def plain(self):
        path = self.write("plain", self.size)
        size = path.stat().st_size
        walk, logs = best([self.walk, path], self.logs + [path])
        twice, = best(self.logs + [path, path], cores=2, runs=8)  # whoever else wants a core is in the way
        print(f"{size / GB:.2f} GB, plain")
        print(f"  bare walk of simdjson   {walk:7.2f} s  {size / walk / GB:6.2f} GB/s")
        print(f"  sizer logs, one core    {logs:7.2f} s  {size / logs / GB:6.2f} GB/s, {walk / logs:.2f} of the walk")
        print(f"  two logs on two cores   {twice:7.2f} s  {2 * size / twice / GB:6.2f} GB/s, "
              f"{2 * logs / twice:.2f} times one log on one core")
        path.unlink()
        self.python(size / logs)

    def python(self, speed):
        path = self.write("short", 100 * MB)
        size = path.stat().st_size
        seconds = best([sys.executable, "-c", PYTHON_READER, path], runs=1)[0]
        print(f"  Python, json.loads      {seconds:7.2f} s  {size / seconds / GB:6.3f} GB/s of {size / MB:.0f} MB; "
              f"sizer is {speed / (size / seconds):.0f} times as fast")
        path.unlink()

    def compressed(self, codec):
        if not shutil.which(codec):
            return print(f"{codec} is not installed")
        path = self.write("packed." + codec, self.size, COMPRESSORS[codec])
        alone, logs = best([codec, "-dc", path], self.logs + [path], runs=2)
        print(f"  {codec:5} of {path.stat().st_size / MB:4.0f} MB   {codec} -dc {alone:6.2f} s, sizer logs {logs:6.2f} s: "
              f"{logs / alone:.2f} times as long")
        path.unlink()

    def memory(self, size):
        packed = self.write("packed", size, COMPRESSORS["zstd"])
        seconds, peak = run(self.logs + [packed], cores=1)
        with subprocess.Popen(["zstd", "-dc", packed], stdout=subprocess.PIPE) as source:
            _, streamed = run(self.logs + ["-"], stdin=source.stdout)
        _, as_json = run([*self.logs[:2], "--format", "json", packed])
        fifo = self.folder / "fifo"
        os.mkfifo(fifo)
        writer = threading.Thread(target=lambda: self.unpack(packed, fifo))
        writer.start()
        _, piped = run(self.logs + [fifo])
        writer.join()
        print(f"  {size / GB:5.1f} GB: zstd {seconds:6.2f} s ({seconds / size * GB:.2f} s a GB), peak {peak:.1f} MiB; "
              f"plain on standard input {streamed:.1f} MiB, through a pipe {piped:.1f} MiB; "
              f"zstd to JSON {as_json:.1f} MiB")
        fifo.unlink()
        packed.unlink()

    @staticmethod
    def unpack(packed, to):
        with open(to, "wb") as file:
            subprocess.run(["zstd", "-dc", packed], stdout=file, check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizer", type=Path)
    parser.add_argument("walk_log", type=Path)
    parser.add_argument("log", type=Path)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--size", type=float, default=2 * GB)
    parser.add_argument("--most", type=float, default=10 * GB)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        bench = Bench(options, Path(folder))
        print(f"{options.log}, repeated")
        bench.plain()
        print("compressed, one core")
        for codec in COMPRESSORS:
            bench.compressed(codec)
        print("memory and time")
        for size in (100 * MB, GB, 10 * GB):
            if size <= options.most:
                bench.memory(size)


if __name__ == "__main__":
    main()
