"""CPU time of one join by sort-merge and by shuffled hash, on the same tables: no records, it prints its figures.

  python join_strategies.py          # about three minutes on two cores
"""
import json
import os
import tempfile
import time
import urllib.request

from pyspark.sql import SparkSession, functions as F

PORT = "4055"
LAB = os.environ.get("SIZER_LAB", tempfile.gettempdir())


def session():
    return (SparkSession.builder.master("local[2]")
            .config("spark.driver.memory", "5g").config("spark.driver.host", "127.0.0.1")
            .config("spark.local.dir", LAB).config("spark.ui.port", PORT)
            .config("spark.sql.adaptive.enabled", "false").config("spark.sql.shuffle.partitions", "32")
            .config("spark.sql.autoBroadcastJoinThreshold", "-1").getOrCreate())


def table(spark, rows, keys, width, name):
    """`width` bytes of payload, in columns of 64 that do not compress."""
    payload = [F.sha2(F.concat(F.col("id").cast("string"), F.lit(str(i))), 256).alias(f"{name}{i}")
               for i in range(width // 64)]
    path = f"{LAB}/join_strategies_{name}"
    spark.range(rows).select((F.col("id") * 2654435761 % keys).alias("k"), *payload).write.mode("overwrite").parquet(path)
    return spark.read.parquet(path)


def stages(spark):
    url = f"http://127.0.0.1:{PORT}/api/v1/applications/{spark.sparkContext.applicationId}/stages"
    with urllib.request.urlopen(url) as answer:
        return {stage["stageId"]: stage for stage in json.load(answer) if stage["status"] == "COMPLETE"}


def cpu_of(spark, large, small, hint):
    """CPU seconds of the join stage, and of all stages that shuffle."""
    before = set(stages(spark))
    joined = large.join(small.hint(hint), "k")
    joined.agg(F.max(F.hash(*joined.columns))).collect()
    time.sleep(1)  # the listener is behind
    new = [stage for number, stage in stages(spark).items() if number not in before]
    seconds = lambda chosen: sum(stage["executorCpuTime"] for stage in chosen) / 1e9
    join = [stage for stage in new if stage["shuffleReadBytes"] > 1e6]
    return seconds(join), seconds(join + [stage for stage in new if stage["shuffleWriteBytes"] > 1e6])


def main():
    spark = session()
    spark.sparkContext.setLogLevel("ERROR")
    for width, rows in ((64, 6_000_000), (256, 3_000_000)):
        large = table(spark, rows, rows // 10, width, "large")
        small = table(spark, rows // 10, rows // 10, 64, "small")
        for _ in range(3):
            merge, merge_all = cpu_of(spark, large, small, "merge")
            hashed, hashed_all = cpu_of(spark, large, small, "shuffle_hash")
            print(f"payload {width} B: join stage {merge:.1f} / {hashed:.1f} s = {merge / hashed:.2f}, "
                  f"with the writing stages {merge_all / hashed_all:.2f}", flush=True)


if __name__ == "__main__":
    main()
