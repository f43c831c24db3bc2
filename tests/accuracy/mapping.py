"""Published runs as job files: one function a kind of workload, chosen by what the row says of itself.

Nothing here depends on a row's id, its measured time or its measured shuffle, with one exception that is said where it
is made: the shuffle of a query whose plan is unknown is given, and then not compared.
"""
import dataclasses
import re

import machines
from runs import NotExpressible


@dataclasses.dataclass(frozen=True)
class Known:
    """What a row may be read with: the program's catalogue, and the other rows of the table."""

    cores: dict  # of a node, by the machine's name in the catalogue
    runs: list


RECORDS = r"\b\d+ B records|terasort|graysort|cloudsort|\bsort \d+ TB"


def bytes_text(value):
    return f"{value:.0f} B"


def job(run, engine, cluster, inputs, steps, *, session="new", settings=None):
    """The parts of a job file, in its order. Without settings the engine's own hold."""
    text = {"name": run.id, "engine": engine, "cluster": cluster, "session": session, "inputs": inputs, "steps": steps}
    return text | ({engine: settings} if settings else {})


def engine_of(run):
    if run.engine not in ("spark", "ray"):
        raise NotExpressible("neither Spark nor Ray")
    return run.engine


def storage_of(run, cluster):
    """Where inputs and outputs lie, as the row says; else on the disks that the nodes have."""
    for pattern, storage in ((r"\bS3\b", "object_store"), (r"\bHDFS\b", "hdfs"), (r"local NVMe", "local_disk")):
        if re.search(pattern, run.input_kind):
            return storage
    return "local_disk" if "local_disk" in cluster else "network_disk"


def placed(run, known, tuning):
    """The row's cluster, where it keeps its data, and how well it is run."""
    cluster = machines.cluster(run, known.cores)
    return cluster | {"storage": storage_of(run, cluster), "tuning": tuning}


def cores_of(cluster, known):
    """Of one node."""
    return cluster["vcpus"] if "vcpus" in cluster else known.cores[cluster["machine"]]


def two_to_three_a_core(cluster, known):
    """How many tasks or partitions Spark's tuning guide advises."""
    return round(2.5 * cluster["nodes"] * cores_of(cluster, known))


def partition_setting(engine, partitions):
    return {"shuffle_partitions" if engine == "spark" else "partitions": partitions} if partitions else None


# ---- Sorts and scans -----------------------------------------------------------------------------------------------


def partitions_of(run):
    """Partitions as the row states them, or one a block of the stated size: "config 1tb-2gb-..." has 2 GB blocks."""
    stated = run.stated(r"(\d+) (?:partitions|reducers)")
    block = run.stated(r"config [\d.]+tb-(\d*\.?\d+)gb-")
    if stated:
        return int(stated)
    return round(run.number("input_bytes") / (block * 1e9)) if block else None


def sort(run, known):
    """Sorting reads, shuffles and writes every byte once.

    Records and random text are incompressible, so a shuffle writes what it is given. Sorters of fixed records are
    benchmarks whose authors tuned them: two to three tasks a core (Spark's tuning guide) where they do not say how
    many, and on Spark key ranges known from a small sample, as TeraSort does it, so that rows are repartitioned and then
    sorted in each partition. Sorters of text are ordinary programs with the defaults.
    """
    engine = engine_of(run)
    records = bool(run.says(RECORDS))
    form = "raw" if records else "text"
    cluster = placed(run, known, "tuned" if records else "typical")
    data = {"size": bytes_text(run.needed("input_bytes", "input bytes")), "format": form, "compression": 1}
    if run.number("rows"):
        data["rows"] = run.number("rows")
    partitions = partitions_of(run)
    if records and not partitions:
        partitions = two_to_three_a_core(cluster, known)
    write = {"write": {"format": form}}
    if engine == "ray":
        return job(run, engine, cluster, {"data": data}, [{"sort": {"by": "key"}}, write], session="running",
                   settings={"read_blocks": partitions} if partitions else None)  # a sort keeps their number
    if records:
        ranges = {"by": "key", "partitions": partitions}
        steps = [{"repartition": ranges}, {"sort": {"by": "key", "scope": "within_partitions"}}, write]
    else:
        steps = [{"sort": {"by": "key"}}, write]
    return job(run, engine, cluster, {"data": data}, steps)


def grep(run, known):
    """Reading text, keeping the lines with a keyword, writing them as text: no shuffle at all."""
    keeps = run.stated(r"fraction (\d*\.?\d+)")
    cluster = placed(run, known, "typical")
    text = {"size": bytes_text(run.needed("input_bytes", "input bytes")), "format": "text", "compression": 1}
    if run.number("rows"):
        text["rows"] = run.number("rows")
    return job(run, engine_of(run), cluster, {"lines": text},
               [{"filter": {"keeps": keeps} if keeps is not None else {}}, {"write": {"format": "text"}}])


# ---- SQL -----------------------------------------------------------------------------------------------------------


def query(run, known):
    """A query of which only the bytes are known: what it read after pruning, and what all its shuffles wrote.

    Its plan is taken to be that of a middling decision-support query: a filter, two joins and an aggregation, each with
    its shuffle, then the first hundred rows in order. The shuffled bytes are given, a third to each, and as large a
    share of the rows passes the filter as bytes are shuffled. The session runs already, since a suite runs its queries
    in one; a suite that publishes its figures is tuned, with two to three partitions a core.
    """
    engine = engine_of(run)
    if run.number("gpus_per_node"):
        raise NotExpressible("SQL on GPUs")
    read = run.needed("input_bytes", "input bytes")
    shuffled = run.number("shuffle_write_bytes")
    if shuffled is None:
        raise NotExpressible("shuffle bytes not stated")
    cluster = placed(run, known, "tuned")
    table = {"size": bytes_text(read), "format": "parquet"}
    if run.number("rows"):
        table["rows"] = run.number("rows")
    steps = [{"filter": {"keeps": min(1.0, shuffled / read)} if shuffled else {}}]
    if shuffled:
        steps += [{"exchange": {"bytes": bytes_text(shuffled / 3), "by": key}} for key in ("first", "second", "group")]
        steps += [{"aggregate": {"keys": "group"}}]
    steps += [{"sort": {"by": "order", "limit": 100}}]
    return job(run, engine, cluster, {"tables": table}, steps, session="running",
               settings=partition_setting(engine, two_to_three_a_core(cluster, known)))


# The Big Data Benchmark as it publishes itself: its tables, then by query how many rows pass the scan, how many
# groups the aggregation makes, how many rows the join matches.
BDB_TABLES = {"rankings": {"rows": 90e6, "bytes": 6.38e9}, "uservisits": {"rows": 775e6, "bytes": 126.8e9}}
BDB_SCAN = {"1a": 32_888, "1b": 3_331_851, "1c": 89_974_976}
BDB_GROUPS = {"2a": 2_067_313, "2b": 31_348_913, "2c": 253_890_330}
BDB_MATCHES = {"3a": 485_312, "3b": 53_332_015, "3c": 533_287_121}


def benchmark_inputs(run, columns):
    """The tables of a query (name: share of a row that its columns are).

    Cached tables are columnar and as large as the benchmark says; on disk they are rows of text, compressed to the bytes
    that the run read.
    """
    cached = re.search(r"\bcache\b", run.input_kind)
    plain = sum(BDB_TABLES[name]["bytes"] for name in columns)
    inputs = {}
    for name, share in columns.items():
        rows, size = BDB_TABLES[name]["rows"], BDB_TABLES[name]["bytes"]
        if cached:
            inputs[name] = {"rows": rows, "size": bytes_text(size), "format": "cached", "columns_read": share}
        else:
            stored = bytes_text(run.needed("input_bytes", "input bytes") * size / plain)
            inputs[name] = {"rows": rows, "size": stored, "format": "text", "row_width": bytes_text(size / rows)}
    return inputs


def big_data_benchmark(run, known):
    """AMPLab's scan, aggregation and join, with the selectivities that the benchmark states and the shuffle measured.

    The measured time is that of the tasks, so the session runs already. Only scans of tables on disk write a result.
    """
    number = run.says(r"BDB (\d[a-c])")
    number = number[1].lower() if number else ""

    def shuffle():
        return bytes_text(run.needed("shuffle_write_bytes", "shuffle bytes"))

    if number in BDB_SCAN:
        inputs = benchmark_inputs(run, {"rankings": 1})
        steps = [{"filter": {"keeps": BDB_SCAN[number] / BDB_TABLES["rankings"]["rows"]}}]
        if inputs["rankings"]["format"] == "text":
            steps.append({"write": {"format": "text"}})
    elif number in BDB_GROUPS:
        inputs = benchmark_inputs(run, {"uservisits": 0.15})  # sourceIP and adRevenue
        steps = [{"aggregate": {"keys": "ip", "groups": BDB_GROUPS[number]}, "shuffle": shuffle()}]
    elif number in BDB_MATCHES:
        inputs = benchmark_inputs(run, {"uservisits": 0.6, "rankings": 1})  # both, destURL and visitDate
        join = {"with": "rankings", "on": "url", "matches": 1, "strategy": "shuffle_hash"}
        steps = [
            {"filter": {"keeps": BDB_MATCHES[number] / BDB_TABLES["uservisits"]["rows"]}},
            {"join": join, "shuffle": shuffle()},
            {"aggregate": {"keys": "url"}},
        ]
    else:
        raise NotExpressible("a query of the Big Data Benchmark that is not described here")
    return job(run, engine_of(run), placed(run, known, "typical"), inputs, steps, session="running")


# ---- Inference -----------------------------------------------------------------------------------------------------


def gpu_rate(run, runs):
    """Images a second of one GPU, from the runs of the same file that measured this GPU and this model alone.

    Sources do not say the precision or batch size of whole jobs: fp32 in full batches, which is what frameworks do
    unless told otherwise. None where nobody measured.
    """
    model = run.says(r"resnet-?50")
    device = machines.gpu_name(run)
    if not model or not device:
        return None
    rates = [other.number("rows") / other.number("wall_s") for other in runs
             if other.says("inference rate") and other.says("fp32") and other.says(model[0])
             and (other.stated(r"batch (\d+)") or 0) >= 32 and device in other.gpu.split()
             and other.number("rows") and other.number("wall_s")]
    return {"low": min(rates), "typical": sum(rates) / len(rates), "high": max(rates)} if rates else None


def inference(run, known):
    """Images read from object storage, prepared in Python on the CPUs, classified on the GPUs.

    Input bytes are those in memory, so rows and a row's width are given and the stored size is left to the program. In
    Spark a task prepares and classifies, one a GPU, and PyTorch lets it use a GPU's share of its node's cores.
    """
    engine = engine_of(run)
    rows = run.needed("rows", "images")
    cluster = placed(run, known, "typical")
    width = run.needed("input_bytes", "input bytes") / rows
    model = {"device": "gpu"}
    rate = gpu_rate(run, known.runs)
    if rate:
        model["rows_per_second"] = {end: f"{value:g} rows/s" for end, value in rate.items()}
    if engine == "spark":
        model["cpus"] = cores_of(cluster, known) / run.needed("gpus_per_node", "GPUs a node")
    images = {"rows": rows, "row_width": bytes_text(width), "format": "parquet"}
    return job(run, engine, cluster, {"images": images}, [{"map": {"language": "python"}}, {"inference": model}],
               session="running")


# ---- Which kind a row is -------------------------------------------------------------------------------------------

KINDS = (
    (r"batch inference", inference),
    (r"\bBDB\b", big_data_benchmark),
    (r"\bgrep\b", grep),
    (r"sort\b", sort),
)


def job_of(run, known):
    """The row's job file, as a mapping: of the first kind that the workload's text names, else a query by its bytes."""
    for pattern, kind in KINDS:
        if run.says(pattern):
            return kind(run, known)
    return query(run, known)
