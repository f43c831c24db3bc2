#!/bin/bash
set -euo pipefail
export SPARK_HOME=/opt/spark   # a comment; with 'quotes'
MODE=cluster /opt/spark/bin/spark-submit --master yarn --deploy-mode "$MODE" \
  --name 'it'\''s nightly' --num-executors=40 --executor-cores 4 \
  --executor-memory 20g --driver-memory "8g" \
  --conf "spark.sql.shuffle.partitions=1600" --conf spark.executor.memoryOverhead=3g \
  --conf spark.hadoop.fs.s3a.secret="$SECRET" \
  --jars a.jar,b.jar main.py --num-executors 99
