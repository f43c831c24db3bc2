"""The Spark experiments: each a query, and beside it the steps of its job file.

Widths are bytes of an UnsafeRow: eight for null bits, eight a field, and the strings.
"""

from functools import wraps

from pyspark.sql import Window
from pyspark.sql import functions as F

EXPERIMENTS = {}

SALES = ["customer_id", "amount"]
ACCOUNT = ["customer_id", "segment", "credit"]


def experiment(heap=3072, conf=None, **settings):
    """Registers a query; `settings` are those of a job file, `conf` what a job file cannot say."""
    def register(query):
        @wraps(query)
        def run(lab):
            return query(lab)
        run.heap, run.conf, run.settings = heap, conf or {}, settings
        EXPERIMENTS[query.__name__] = run
        return run
    return register


def aggregate(keys, groups, fields, before, **more):
    """An aggregate step whose result rows have so many 8-byte fields, out of rows so wide."""
    width = round((8 + 8 * fields) / before, 4)
    return {"aggregate": {"keys": keys, "groups": groups, "width": width, **more}}


WRITE = {"write": {"format": "parquet"}}


def joined(lab, how="inner", key="customer_id"):
    """Sales joined to accounts; the job steps up to the join."""
    columns = [key, "amount"]
    sales, accounts = lab.read("events", columns), lab.read("customers", ACCOUNT)
    accounts = accounts.withColumnRenamed("customer_id", key)
    matches = {"inner": lab.known_share(key), "left": 1,
               "full": 1 + lab.customers_without_events(key) / lab.facts.rows("events")}[how]
    join = {"with": "accounts", "keys": key, "type": how, "matches": round(matches, 5)}
    if key != "customer_id":
        join["right_on"] = "customer_id"
        join["hot_key_share"] = lab.hot_share()
    return sales.join(accounts, key, how), [
        lab.facts.narrow("customers", ACCOUNT, name="accounts"),
        lab.facts.narrow("events", columns, name="sales"),
        {"join": join, "from": "sales"}]


def totals(rows, key):
    return rows.groupBy(key).agg(F.sum("amount"), F.max("credit"), F.max("segment"))


@experiment()
def join_group_same_key(lab):
    """Sort-merge join, then group-by on the key of the join."""
    rows, steps = joined(lab)
    return totals(rows, "customer_id"), [
        *steps, aggregate("customer_id", lab.customers_with_events("customer_id"), 4, 40), WRITE]


@experiment()
def join_group_other_key(lab):
    """Sort-merge join, then group-by on another key."""
    columns = ["customer_id", "product_id", "amount"]
    sales, accounts = lab.read("events", columns), lab.read("customers", ACCOUNT)
    rows = sales.join(accounts, "customer_id")
    return totals(rows, "product_id"), [
        lab.facts.narrow("customers", ACCOUNT, name="accounts"),
        lab.facts.narrow("events", columns, name="sales"),
        {"join": {"with": "accounts", "keys": "customer_id",
                  "matches": lab.known_share("customer_id")}, "from": "sales"},
        aggregate("product_id", lab.facts.groups("events", "product_id"), 4, 40), WRITE]


@experiment()
def left_join_group_key(lab):
    """Left outer join, then group-by on the key of the left side."""
    rows, steps = joined(lab, "left")
    groups = lab.facts.groups("events", "customer_id")
    return totals(rows, "customer_id"), [*steps, aggregate("customer_id", groups, 4, 40), WRITE]


@experiment()
def left_join_group_right_key(lab):
    """Left outer join, then group-by on the key of the right side."""
    sales, accounts = lab.read("events", SALES), lab.read("customers", ACCOUNT)
    account = accounts.withColumnRenamed("customer_id", "account_id")
    rows = sales.join(account, sales.customer_id == account.account_id, "left")
    return totals(rows, "account_id"), [
        lab.facts.narrow("customers", ACCOUNT, name="accounts"),
        lab.facts.narrow("events", SALES, name="sales"),
        {"join": {"with": "accounts", "keys": "customer_id", "right_on": "account_id",
                  "type": "left", "matches": 1}, "from": "sales"},
        aggregate("account_id", lab.customers_with_events("customer_id") + 1, 4, 40), WRITE]


@experiment()
def full_join_group_key(lab):
    """Full outer join, then group-by on the key of the join."""
    rows, steps = joined(lab, "full")
    groups = lab.facts.groups("events", "customer_id") + lab.customers_without_events("customer_id")
    return totals(rows, "customer_id"), [*steps, aggregate("customer_id", groups, 4, 40), WRITE]


@experiment()
def join_whole_rows(lab):
    """Sort-merge join of whole rows, written out."""
    sales, customers = lab.read("events"), lab.read("customers")
    return sales.join(customers, "customer_id"), [
        {"join": {"with": "customers", "keys": "customer_id",
                  "matches": lab.known_share("customer_id")}, "from": "events"}, WRITE]


@experiment()
def broadcast_join(lab):
    """Join with a small table that is broadcast when planned."""
    columns, of = ["product_id", "amount"], ["product_id", "category"]
    sales, products = lab.read("events", columns), lab.read("products", of)
    rows = sales.join(products, "product_id")
    groups = lab.facts.groups("products", "category")
    return rows.groupBy("category").agg(F.sum("amount")), [
        lab.facts.narrow("products", of, name="catalogue"),
        lab.facts.narrow("events", columns, name="sales"),
        {"join": {"with": "catalogue", "keys": "product_id", "matches": 1}, "from": "sales"},
        aggregate("category", groups, 2, 24), WRITE]


@experiment()
def aqe_broadcast(lab):
    """Join whose small side is known to be small only while running (a filter keeps 2 % of it)."""
    columns = ["customer_id", "amount", "url"]
    sales, accounts = lab.read("events", columns), lab.read("customers", ACCOUNT)
    few = accounts.where("segment < 2")
    return sales.join(few, "customer_id"), [
        lab.facts.narrow("customers", ACCOUNT),
        {"filter": 0.02, "name": "few accounts"},
        lab.facts.narrow("events", columns, name="sales"),
        {"join": {"with": "few accounts", "keys": "customer_id",
                  "matches": round(0.02 * lab.known_share("customer_id"), 5)}, "from": "sales"},
        WRITE]


@experiment()
def semi_join(lab):
    """Left semi join of whole rows; the other side's one column makes it small when planned."""
    columns = ["customer_id", "segment"]
    sales, accounts = lab.read("events"), lab.read("customers", columns)
    few = accounts.where("segment < 50").select("customer_id")
    return sales.join(few, "customer_id", "left_semi"), [
        lab.facts.narrow("customers", columns),
        {"filter": 0.5},
        {"project": {"width": round(16 / 24, 4)}, "name": "some accounts"},
        {"join": {"with": "some accounts", "keys": "customer_id", "type": "semi",
                  "matches": round(0.5 * lab.known_share("customer_id"), 5)}, "from": "events"},
        WRITE]


@experiment()
def dedup_key(lab):
    """dropDuplicates on one key of rows with a string: sort aggregate, whole rows shuffled."""
    events = lab.read("events")
    return events.dropDuplicates(["event_id"]), [
        {"dedup": {"keys": "event_id", "keeps": lab.unique_share("event_id")}}, WRITE]


@experiment()
def dedup_key_of_numbers(lab):
    """dropDuplicates on one key of rows without strings: hash aggregate."""
    columns = ["event_id", "customer_id", "quantity", "amount", "ts"]
    events = lab.read("events", columns)
    return events.dropDuplicates(["event_id"]), [
        lab.facts.narrow("events", columns),
        {"dedup": {"keys": "event_id", "keeps": lab.unique_share("event_id")}}, WRITE]


@experiment()
def dedup_all(lab):
    """dropDuplicates on all columns: whole rows are the key."""
    return lab.read("late_events").dropDuplicates(), [{"dedup": {"all": True, "keeps": 1}}, WRITE]


def grouped(lab, key, **facts):
    columns = [key, "amount", "quantity"]
    events = lab.read("events", columns)
    query = events.groupBy(key).agg(
        F.sum("amount").alias("amount"), F.sum("quantity").alias("quantity"), F.count("*"))
    return query, [lab.facts.narrow("events", columns),
                   aggregate(key, lab.facts.groups("events", key), 4, 32, **facts), WRITE]


@experiment()
def aggregate_few(lab):
    """Aggregation into few groups."""
    return grouped(lab, "channel")


@experiment()
def aggregate_many(lab):
    """Aggregation into many groups: a map task sees about a third of them."""
    return grouped(lab, "customer_id")


@experiment()
def aggregate_unique(lab):
    """Aggregation into nearly as many groups as rows."""
    return grouped(lab, "event_id")


@experiment()
def aggregate_hot_key(lab):
    """Aggregation by a key that 30 % of the rows share."""
    return grouped(lab, "hot_customer_id", hot_key_share=lab.hot_share())


@experiment()
def aggregate_all(lab):
    """Aggregation into one row."""
    columns = ["amount", "quantity"]
    events = lab.read("events", columns)
    return events.agg(F.sum("amount"), F.sum("quantity")), [
        lab.facts.narrow("events", columns), {"aggregate": {"width": 1}}, WRITE]


@experiment()
def count_distinct(lab):
    """One distinct count a group."""
    columns = ["channel", "customer_id"]
    events = lab.read("events", columns)
    return events.groupBy("channel").agg(F.countDistinct("customer_id")), [
        lab.facts.narrow("events", columns),
        aggregate("channel", 50, 2, 24, distinct="customer_id",
                  distinct_pairs=lab.pairs("channel", "customer_id")), WRITE]


@experiment()
def count_distinct_and_sum(lab):
    """One distinct count a group beside a sum."""
    columns = ["channel", "customer_id", "amount"]
    events = lab.read("events", columns)
    query = events.groupBy("channel").agg(F.countDistinct("customer_id"), F.sum("amount"))
    return query, [lab.facts.narrow("events", columns),
                   aggregate("channel", 50, 3, 32, distinct="customer_id",
                             distinct_pairs=lab.pairs("channel", "customer_id")), WRITE]


@experiment()
def count_distinct_two(lab):
    """Two distinct counts a group: the rows are expanded."""
    columns = ["channel", "customer_id", "product_id"]
    events = lab.read("events", columns)
    query = events.groupBy("channel").agg(F.countDistinct("customer_id"),
                                          F.countDistinct("product_id"))
    pairs = sum(lab.pairs("channel", counted) for counted in columns[1:])
    return query, [lab.facts.narrow("events", columns),
                   aggregate("channel", 50, 3, 32, distinct=columns[1:], distinct_pairs=pairs),
                   WRITE]


@experiment()
def global_sort(lab):
    """Global sort of whole rows: a sampling pass reads the input first."""
    return lab.read("events").orderBy("ts"), [{"sort": {"by": "ts", "scope": "global"}}, WRITE]


@experiment()
def sort_after_aggregate(lab):
    """Global sort of the result of an aggregation: is the input read twice here too?"""
    query, steps = grouped(lab, "customer_id")
    return query.orderBy("amount"), [
        *steps[:-1], {"sort": {"by": "amount", "scope": "global"}}, WRITE]


@experiment()
def top_k(lab):
    """The first thousand rows by a column."""
    return lab.read("events").orderBy(F.desc("amount")).limit(1000), [
        {"sort": {"by": "amount", "scope": "global", "limit": 1000}}, WRITE]


def numbered(lab, table, *keys):
    columns = ["customer_id", "ts", "amount"]
    window = Window.partitionBy(*keys).orderBy("ts")
    return lab.read(table, columns), window, lab.facts.narrow(table, columns)


@experiment()
def window_keys(lab):
    """Running sum over each customer's events."""
    rows, window, narrow = numbered(lab, "events", "customer_id")
    return rows.withColumn("so_far", F.sum("amount").over(window)), [
        narrow, {"window": {"partition_by": "customer_id", "order_by": "ts",
                            "groups": lab.facts.groups("events", "customer_id")}}, WRITE]


@experiment()
def window_top(lab):
    """The first event of each customer: a group limit before the exchange."""
    rows, window, narrow = numbered(lab, "events", "customer_id")
    return rows.withColumn("place", F.row_number().over(window)).where("place <= 1"), [
        narrow, {"window": {"partition_by": "customer_id", "order_by": "ts", "limit": 1,
                            "groups": lab.facts.groups("events", "customer_id")}}, WRITE]


@experiment()
def window_no_keys(lab):
    """Running sum over all rows: one task."""
    rows, window, narrow = numbered(lab, "late_events")
    return rows.withColumn("so_far", F.sum("amount").over(window)), [
        narrow, {"window": {"order_by": "ts"}}, WRITE]


@experiment()
def repartition_round_robin(lab):
    """Whole rows dealt out to 16 partitions."""
    return lab.read("events").repartition(16), [{"repartition": {"partitions": 16}}, WRITE]


@experiment()
def repartition_key_aggregate(lab):
    """Rows repartitioned by a key, then aggregated by it."""
    columns = ["customer_id", "amount", "quantity"]
    rows = lab.read("events", columns).repartition(16, "customer_id")
    return rows.groupBy("customer_id").agg(F.sum("amount"), F.sum("quantity")), [
        lab.facts.narrow("events", columns),
        {"repartition": {"partitions": 16, "by": "customer_id"}},
        aggregate("customer_id", lab.facts.groups("events", "customer_id"), 3, 32), WRITE]


@experiment()
def union_aggregate(lab):
    """Two tables of the same columns, aggregated together."""
    rows = lab.read("events", SALES).union(lab.read("late_events", SALES))
    groups = lab.facts.groups("events", "customer_id")
    return rows.groupBy("customer_id").agg(F.sum("amount"), F.count("*")), [
        lab.facts.narrow("late_events", SALES, name="late sales"),
        lab.facts.narrow("events", SALES, name="sales"),
        {"union": {"with": "late sales"}, "from": "sales"},
        aggregate("customer_id", groups, 3, 24), WRITE]


@experiment()
def skewed_join(lab):
    """Join with a hot key; its partition is below the 256 MiB that AQE calls skewed."""
    rows, steps = joined(lab, key="hot_customer_id")
    return rows, [*steps, WRITE]


# Lower bars, so that a small table shows what AQE does to a big one.
SPLIT = {"spark.sql.adaptive.skewJoin.skewedPartitionThresholdInBytes": "4m"}


@experiment(conf=SPLIT, advisory_partition_size=2)
def skewed_join_split(lab):
    """Join with a hot key whose partition AQE splits (threshold lowered to 4 MiB)."""
    rows, steps = joined(lab, key="hot_customer_id")
    return rows, [*steps, WRITE]


@experiment(conf=SPLIT, advisory_partition_size=2)
def skewed_join_group(lab):
    """The same with a group-by on the key above it: a split would cost an exchange."""
    rows, steps = joined(lab, key="hot_customer_id")
    return totals(rows, "hot_customer_id"), [
        *steps,
        aggregate("hot_customer_id", lab.customers_with_events("hot_customer_id"), 4, 40), WRITE]


@experiment(heap=1024, shuffle_partitions=4)
def spill_sort(lab):
    """Global sort of whole rows in partitions larger than the memory of a task."""
    return lab.read("events").orderBy("ts"), [{"sort": {"by": "ts", "scope": "global"}}, WRITE]


@experiment(heap=1024, shuffle_partitions=4)
def spill_join(lab):
    """Sort-merge join of whole rows in partitions larger than the memory of a task."""
    sales, customers = lab.read("events"), lab.read("customers")
    return sales.join(customers, "customer_id"), [
        {"join": {"with": "customers", "keys": "customer_id",
                  "matches": lab.known_share("customer_id")}, "from": "events"}, WRITE]


@experiment(heap=640, shuffle_partitions=2)
def spill_aggregate(lab):
    """Aggregation into nearly as many groups as rows, in little memory."""
    return grouped(lab, "event_id")
