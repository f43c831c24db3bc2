"""CPU time of single operators, by the row or pair: no records, it prints its figures.

  python row_costs.py          # about four minutes on one core

Each query is run several times and the least counts. `noop` takes all rows and keeps none; what a scan costs without
the operator is subtracted.
"""
import json
import os
import tempfile
import time
import urllib.request

import pyarrow
import pyarrow.compute
from pyspark.sql import SparkSession, functions as F

PORT = "4056"
LAB = os.environ.get("SIZER_LAB", tempfile.gettempdir())
ROWS, PAIRS = 2_000_000, (8_000, 5_000)
RUNS = 6


def session():
    return (SparkSession.builder.master("local[1]")
            .config("spark.driver.memory", "3g").config("spark.driver.host", "127.0.0.1")
            .config("spark.local.dir", LAB).config("spark.ui.port", PORT)
            .config("spark.sql.adaptive.enabled", "false").config("spark.sql.shuffle.partitions", "1")
            .config("spark.sql.files.maxPartitionBytes", "1g").config("spark.ui.showConsoleProgress", "false")
            .getOrCreate())


def stages(spark):
    url = f"http://127.0.0.1:{PORT}/api/v1/applications/{spark.sparkContext.applicationId}/stages"
    with urllib.request.urlopen(url) as answer:
        return {stage["stageId"]: stage for stage in json.load(answer) if stage["status"] == "COMPLETE"}


def nanoseconds(spark, query):
    least = None
    for _ in range(RUNS):
        before = set(stages(spark))
        query.write.format("noop").mode("overwrite").save()
        time.sleep(0.3)  # the listener is behind
        spent = sum(stage["executorCpuTime"] for number, stage in stages(spark).items() if number not in before)
        least = spent if least is None else min(least, spent)
    return least


def table(spark):
    path = f"{LAB}/row_costs"
    columns = ["id", "pmod(hash(id), 1000) a", "pmod(hash(id, 1), 100) b", "rand(1) x",
               "concat('user_', pmod(hash(id, 3), 100000)) s"]
    arrays = [f"transform(sequence(1, {n}), i -> rand(3)) array{n}" for n in (4, 16)]
    spark.range(0, ROWS, 1, 1).selectExpr(*columns, *arrays).write.mode("overwrite").parquet(path)
    return spark.read.parquet(path)


def rows(spark):
    data = table(spark)
    plain = data.select("id", "a", "b", "x", "s")
    users = data.select("s").distinct().limit(50_000).withColumn("z", F.lit(1)).localCheckpoint()
    doubles = plain.selectExpr("id", "s", "double(a) a", "double(b) b", "x")
    scan = nanoseconds(spark, plain)
    say = lambda name, query, count, base: print(
        f"{name}: {(nanoseconds(spark, query) - base) / count:.1f} ns a row out", flush=True)
    say("filter", plain.where("x > 0.001 and length(s) > 3"), ROWS, scan)
    say("broadcast hash join, probe by a string", plain.join(F.broadcast(users), "s"), ROWS, scan)
    for n in (2, 3):
        say(f"expand to {n}", doubles.unpivot(["id", "s"], ["a", "b", "x"][:n], "name", "v"), n * ROWS, scan)
    for n in (4, 16):
        base = nanoseconds(spark, data.selectExpr("id", "s", f"size(array{n}) n"))
        for explode in ("explode", "posexplode", "explode_outer"):
            say(f"{explode} of {n}", data.selectExpr("id", "s", f"{explode}(array{n})"), n * ROWS, base)


def pairs(spark):
    few = lambda count, *columns: spark.range(0, count, 1, 1).selectExpr(*columns).localCheckpoint()
    left = few(PAIRS[0], "id", "rand(1) x")
    right = few(PAIRS[1], f"id other", f"id / {PAIRS[1]}D low", f"(id + 1) / {PAIRS[1]}D high")
    within, count = F.expr("x >= low and x < high"), PAIRS[0] * PAIRS[1]
    say = lambda name, query: print(f"{name}: {nanoseconds(spark, query) / count:.1f} ns a pair", flush=True)
    for how in ("inner", "left", "leftsemi", "leftanti", "full", "right"):
        say(f"nested loops, {how}, right side broadcast", left.join(F.broadcast(right), within, how))
    say("nested loops, cross, each pair a row", left.crossJoin(F.broadcast(right)))
    spark.conf.set("spark.sql.autoBroadcastJoinThreshold", "-1")
    say("cartesian product, inner", left.join(right, within))
    say("cartesian product, cross, each pair a row", left.crossJoin(right))


def arrow():
    def least(work):
        spent = []
        for _ in range(RUNS):
            start = time.process_time()
            work()
            spent.append(time.process_time() - start)
        return min(spent) * 1e9

    def explode(data):
        elements = data["array"].combine_chunks()
        others = data.drop_columns(["array"]).take(pyarrow.compute.list_parent_indices(elements))
        return others.append_column("v", pyarrow.compute.list_flatten(elements))

    pyarrow.set_cpu_count(1)
    count = 300_000
    for n in (4, 16):
        data = pyarrow.table({"id": range(count), "s": [f"user_{i % 100_000}" for i in range(count)],
                              "array": [[0.5] * n] * count})
        kept = least(lambda: data.filter(pyarrow.compute.greater(data["id"], -1)))
        print(f"arrow, explode of {n}: {least(lambda: explode(data)) / explode(data).nbytes:.2f} ns a byte out, "
              f"filter {kept / data.nbytes:.2f} ns a byte in")
        few = data.slice(0, 20_000)
        one_by_one = least(lambda: [{"id": row["id"], "s": row["s"], "v": v}
                                    for row in few.to_pylist() for v in row["array"]])
        print(f"python rows, explode of {n}: {one_by_one / 20_000 / n:.0f} ns a row out")


def main():
    spark = session()
    spark.sparkContext.setLogLevel("ERROR")
    pairs(spark)
    rows(spark)
    arrow()


if __name__ == "__main__":
    main()
