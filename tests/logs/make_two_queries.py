"""Runs two small queries on a local Spark with its event log on, and packs the log as two_queries.zst.

    make_two_queries.py FOLDER

Needs PySpark 3.5, Java and zstd. The tables are made in FOLDER; the log there is what Spark wrote, but for properties
that tell of the machine (paths, hosts, classpath), which are left out."""

import json
import pathlib
import subprocess
import sys

from pyspark.sql import SparkSession
from pyspark.sql import functions as f

folder = pathlib.Path(sys.argv[1]).resolve()
(folder / "events").mkdir(parents=True, exist_ok=True)
spark = (
    SparkSession.builder.master("local[4]")
    .appName("two queries")
    .config("spark.eventLog.enabled", "true")
    .config("spark.eventLog.dir", f"file://{folder}/events")
    .config("spark.sql.shuffle.partitions", "8")
    .config("spark.sql.autoBroadcastJoinThreshold", "-1")
    .config("spark.ui.enabled", "false")
    .getOrCreate()
)
spark.range(400_000).select(
    f.col("id").alias("event"), (f.col("id") % 5000).alias("customer"), f.rand(1).alias("amount")
).repartition(6).write.mode("overwrite").parquet(f"file://{folder}/events_table")
events = spark.read.parquet(f"file://{folder}/events_table")
customers = spark.range(5000).select(f.col("id").alias("customer"), (f.col("id") % 7).alias("region"))
joined = events.where("amount > 0.25").join(customers, "customer").groupBy("region").agg(f.sum("amount"))
joined.write.mode("overwrite").parquet(f"file://{folder}/result")
spark.stop()

kept = {"Spark Properties"}
lines = []
for line in max((folder / "events").iterdir(), key=lambda p: p.stat().st_mtime).read_text().splitlines():
    event = json.loads(line)
    if event["Event"] == "SparkListenerEnvironmentUpdate":
        event = {key: value for key, value in event.items() if key in kept | {"Event"}}
        event["Spark Properties"] = {
            key: value for key, value in event["Spark Properties"].items() if str(folder) not in value
            and not key.startswith(("spark.driver.host", "spark.driver.extra", "spark.executor.extra", "spark.app.sub"))
        }
    if "Accumulables" in event.get("Task Info", {}):
        event["Task Info"]["Accumulables"] = [a for a in event["Task Info"]["Accumulables"] if a.get("Metadata") == "sql"]
    kept_properties = {k: v for k, v in event.get("Properties", {}).items() if k.startswith("spark.sql.execution.")}
    if "Properties" in event:
        event["Properties"] = kept_properties
    lines.append(json.dumps(event, separators=(",", ":")).replace(str(folder), "/data"))
target = pathlib.Path(__file__).with_name("two_queries.zst")
subprocess.run(["zstd", "-19", "-f", "-q", "-o", str(target)], input="\n".join(lines) + "\n", text=True, check=True)
print(target, target.stat().st_size, "bytes")
