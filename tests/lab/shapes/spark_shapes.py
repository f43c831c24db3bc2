"""The shapes that Spark runs: each a query, and beside it the steps of its job file, with columns."""

from functools import wraps

from pyspark.sql import Window
from pyspark.sql import functions as F
from pyspark.sql import types as T

import facts
from facts import groups, keeps, matches, rounded

SHAPES = {}
WRITE = {"write": {"format": "parquet"}}


def shape(heap=3072, codec="lz4", four=False, action=None, **settings):
    """Registers a query; `settings` are those of a job file, `four`: of interest on Spark 4 too."""
    def register(query):
        @wraps(query)
        def run(lab):
            return query(lab)
        run.heap, run.codec, run.settings, run.four, run.action = heap, codec, settings, four, action
        SHAPES[query.__name__] = run
        return run
    return register


def of(table, *columns, **more):
    return {"project": list(columns), "from": table, **more}


def grouped(lab, table, keys, values, more=None, **job):
    """A group-by; `values` are name: (job word, column expression)."""
    read = list(dict.fromkeys([*keys, *(c for _, e in values.values() for c in e[1])]))
    rows = lab.read(table, *read).groupBy(*keys).agg(*(e[0].alias(n) for n, (_, e) in values.items()))
    return rows, [of(table, *read), {"aggregate": {"keys": list(keys), "groups": groups(table, *keys), **job,
                                                   "values": {n: w for n, (w, _) in values.items()}}}, WRITE]


FUNCTIONS = {"sum": F.sum, "avg": F.avg, "stddev": F.stddev, "min": F.min, "max": F.max, "count": F.count,
             "count_distinct": F.countDistinct, "collect_list": F.collect_list, "collect_set": F.collect_set}


def values(**said):
    """revenue='sum(price)' as both Spark and a job file say it."""
    made = {}
    for name, text in said.items():
        function, column = text.rstrip(")").split("(")
        made[name] = text, (FUNCTIONS[function](column), [] if column == "*" else [column])
    return made


# Partial aggregation: how keys are spread, and in which order they come.

@shape(four=True)
def agg_zipf(lab):
    """Sum and count by a Zipf key."""
    return grouped(lab, "orders", ["shopper_id"], values(items="sum(qty)", orders="count(*)"))


@shape(four=True)
def agg_zipf_decimal(lab):
    """Sum and average of a decimal by a flatter Zipf key."""
    return grouped(lab, "orders", ["item_id"], values(revenue="sum(price)", mean="avg(price)"))


@shape()
def agg_stddev(lab):
    """Deviation and averages by a key of a few thousand values, a third of the ratings null."""
    return grouped(lab, "orders", ["store_id"],
                   values(spread="stddev(weight)", rating="avg(rating)", first="min(placed_at)"))


@shape(four=True)
def agg_ordered_day(lab):
    """By the day of rows that come in order of time."""
    return grouped(lab, "orders", ["day"], values(orders="count(*)", revenue="sum(price)"))


@shape(four=True)
def agg_day_and_store(lab):
    """By day and store: one in order of time, one Zipf."""
    return grouped(lab, "orders", ["day", "store_id"], values(items="sum(qty)"))


@shape()
def agg_store_item(lab):
    """By two Zipf keys: nearly as many groups as rows."""
    return grouped(lab, "orders", ["store_id", "item_id"], values(items="sum(qty)", top="max(weight)"))


@shape(four=True)
def agg_clustered(lab):
    """By the key that rows are ordered by."""
    return grouped(lab, "readings", ["sensor_id"], values(mean="avg(value)", top="max(level)"))


@shape()
def agg_clustered_and_unit(lab):
    """By the key that rows are ordered by and a string of five values."""
    return grouped(lab, "readings", ["sensor_id", "unit"], values(seen="count(*)", mean="avg(value)"))


@shape()
def agg_code(lab):
    """By a string that is null in 45 % of the rows."""
    return grouped(lab, "readings", ["code", "quality"], values(seen="count(*)", low="min(value)"))


@shape(four=True)
def agg_null_key(lab):
    """By a key that is null in 30 % of the rows, with a sum of decimals."""
    return grouped(lab, "tickets", ["agent_id"], values(minutes="sum(minutes)", fees="sum(fee)"))


@shape()
def agg_string_key(lab):
    """By a string of nearly 300,000 values, rows in no order."""
    return grouped(lab, "tickets", ["customer"], values(tickets="count(*)", last="max(opened)"))


@shape()
def agg_topic_flag(lab):
    """By a Zipf string and a flag that is half null."""
    return grouped(lab, "tickets", ["topic", "flag"], values(mean="avg(minutes)", tickets="count(*)"))


@shape()
def agg_customer_opened(lab):
    """By a string and a date: nearly each row a group."""
    return grouped(lab, "tickets", ["customer", "opened"], values(minutes="sum(minutes)"))


@shape()
def agg_wide(lab):
    """Twenty averages by one key of a wide table."""
    return grouped(lab, "panel", ["group"], values(**{f"m{i:02}": f"avg(f{i:02})" for i in range(20)}))


@shape(adaptive=False)
def agg_zipf_static(lab):
    """Sum and count by a Zipf key without adaptive execution."""
    return grouped(lab, "orders", ["shopper_id"], values(items="sum(qty)", orders="count(*)"))


@shape(codec="zstd")
def agg_zipf_zstd(lab):
    """Sum and count by a Zipf key, shuffled with zstd."""
    return grouped(lab, "orders", ["shopper_id"], values(items="sum(qty)", orders="count(*)"))


@shape(codec="zstd")
def agg_string_key_zstd(lab):
    """By a string of nearly 300,000 values, shuffled with zstd."""
    return grouped(lab, "tickets", ["customer"], values(tickets="count(*)", last="max(opened)"))


@shape(four=True)
def distinct_one(lab):
    """One distinct count a store."""
    return grouped(lab, "orders", ["store_id"], values(shoppers="count_distinct(shopper_id)"))


@shape()
def distinct_and_sums(lab):
    """One distinct count beside sums."""
    return grouped(lab, "orders", ["status"],
                   values(items="count_distinct(item_id)", revenue="sum(price)", weight="sum(weight)"))


@shape(four=True)
def distinct_two(lab):
    """Two distinct counts and a sum: rows are expanded."""
    return grouped(lab, "tickets", ["topic"], values(agents="count_distinct(agent_id)",
                                                     customers="count_distinct(customer)", minutes="sum(minutes)"))


@shape()
def distinct_of_all(lab):
    """One distinct count over all rows of a clustered table."""
    rows = lab.read("readings", "sensor_id").agg(F.countDistinct("sensor_id").alias("sensors"))
    return rows, [of("readings", "sensor_id"), {"aggregate": {"values": {"sensors": "count_distinct(sensor_id)"}},
                  "plain": [{"aggregate": {"keys": "sensor_id", "groups": groups("readings", "sensor_id")}},
                            {"aggregate": {}}]}, WRITE]


@shape(four=True)
def collect_lists(lab):
    """The topics of each customer as a list."""
    return grouped(lab, "tickets", ["customer"], values(topics="collect_list(topic)"))


@shape()
def collect_numbers(lab):
    """The items of each shopper as a list, by a Zipf key."""
    return grouped(lab, "orders", ["shopper_id"], values(items="collect_list(item_id)"))


@shape()
def collect_sets(lab):
    """The states seen in each store as a set."""
    return grouped(lab, "orders", ["store_id"], values(states="collect_set(status)"))


@shape(four=True)
def dedup_pairs(lab):
    """Distinct pairs of two Zipf keys."""
    return lab.read("orders", "shopper_id", "store_id").distinct(), [
        of("orders", "shopper_id", "store_id"),
        {"dedup": {"keys": ["shopper_id", "store_id"], "keeps": keeps("orders", "shopper_id", "store_id")}}, WRITE]


@shape(four=True)
def dedup_string(lab):
    """One row of each customer, with strings and numbers beside the key."""
    columns = ["customer", "topic", "opened", "minutes"]
    return lab.read("tickets", *columns).dropDuplicates(["customer"]), [
        of("tickets", *columns), {"dedup": {"keys": ["customer"], "keeps": keeps("tickets", "customer")}}, WRITE]


@shape()
def dedup_clustered(lab):
    """One row of each sensor, rows ordered by it, numbers only."""
    columns = ["sensor_id", "at", "value", "quality"]
    return lab.read("readings", *columns).dropDuplicates(["sensor_id"]), [
        of("readings", *columns), {"dedup": {"keys": ["sensor_id"], "keeps": keeps("readings", "sensor_id")}}, WRITE]


# Windows.

def top(lab, table, key, order, columns, limit):
    window = Window.partitionBy(key).orderBy(order)
    rows = lab.read(table, *columns).withColumn("place", F.row_number().over(window)).where(f"place <= {limit}")
    return rows, [of(table, *columns), {"window": {"partition_by": [key], "order_by": [order], "limit": limit,
                                                   "groups": groups(table, key)}}, WRITE]


@shape(four=True)
def window_top_zipf(lab):
    """The first three orders of each shopper."""
    return top(lab, "orders", "shopper_id", "placed_at", ["shopper_id", "placed_at", "price", "status"], 3)


@shape()
def window_top_clustered(lab):
    """The first reading of each sensor."""
    return top(lab, "readings", "sensor_id", "at", ["sensor_id", "at", "value"], 1)


@shape()
def window_top_nulls(lab):
    """The five longest tickets of each agent, 30 % without one."""
    return top(lab, "tickets", "agent_id", "minutes", ["agent_id", "minutes", "topic", "fee"], 5)


@shape()
def window_running(lab):
    """A running sum over each sensor's readings."""
    window = Window.partitionBy("sensor_id").orderBy("at")
    columns = ["sensor_id", "at", "level"]
    return lab.read("readings", *columns).withColumn("so_far", F.sum("level").over(window)), [
        of("readings", *columns), {"window": {"partition_by": ["sensor_id"], "order_by": ["at"],
                                              "groups": groups("readings", "sensor_id"),
                                              "values": {"so_far": "sum(level)"}}}, WRITE]


# Rows sent several times: grouping sets, pivots.

def sets_of(kind, count, keys):
    return [{"expand": {kind: keys} if kind in ("rollup", "cube") else count},
            {"aggregate": {"keys": [*keys, "grouping_id"]}}]


def sets(table, kind, keys, said, count, total):
    plain = sets_of(kind, count, keys)
    plain[1]["aggregate"]["groups"] = total
    word = {"keys": keys, "grouping_sets": count} if kind == "grouping_sets" else {kind: keys}
    return {"aggregate": {**word, "groups": total, "values": {n: w for n, (w, _) in said.items()}}, "plain": plain}


@shape(four=True)
def rollup(lab):
    """ROLLUP of day, store and status."""
    keys, said = ["day", "store_id", "status"], values(items="sum(qty)", orders="count(*)")
    rows = lab.read("orders", *keys, "qty").rollup(*keys).agg(*(e[0].alias(n) for n, (_, e) in said.items()))
    total = sum(groups("orders", *keys[:i]) for i in (1, 2, 3)) + 1
    return rows, [of("orders", *keys, "qty"), sets("orders", "rollup", keys, said, 4, rounded(total)), WRITE]


@shape(four=True)
def cube(lab):
    """CUBE of store and topic-like strings: promo, status, store."""
    keys, said = ["store_id", "promo", "status"], values(revenue="sum(price)")
    rows = lab.read("orders", *keys, "price").cube(*keys).agg(*(e[0].alias(n) for n, (_, e) in said.items()))
    some = [[k for i, k in enumerate(keys) if bits >> i & 1] for bits in range(1, 8)]
    total = 1 + sum(groups("orders", *some_of) for some_of in some)
    return rows, [of("orders", *keys, "price"), sets("orders", "cube", keys, said, 8, rounded(total)), WRITE]


@shape()
def grouping_sets(lab):
    """GROUPING SETS of country with tier, segment, and none."""
    keys, said = ["country", "tier", "segment"], values(credit="sum(credit)", shoppers="count(*)")
    lab.read("shoppers", *keys, "credit").createOrReplaceTempView("shoppers")
    rows = lab.spark.sql("""SELECT country, tier, segment, sum(credit) credit, count(*) shoppers FROM shoppers
                            GROUP BY GROUPING SETS ((country, tier), (segment), ())""")
    total = groups("shoppers", "country", "tier") + groups("shoppers", "segment") + 1
    step = sets("shoppers", "grouping_sets", keys, said, [["country", "tier"], ["segment"], []], total)
    step["plain"][0] = {"expand": 3}
    return rows, [of("shoppers", *keys, "credit"), step, WRITE]


STATES = ["new", "paid", "packed", "shipped", "returned", "cancelled"]


@shape(four=True)
def pivot(lab):
    """A column for each state, its values given."""
    columns = ["item_id", "status", "qty"]
    rows = lab.read("orders", *columns).groupBy("item_id").pivot("status", STATES).agg(F.sum("qty"))
    return rows, [of("orders", *columns), {
        "pivot": {"keys": ["item_id"], "column": "status", "distinct": 6, "groups": groups("orders", "item_id"),
                  "values": {"items": "sum(qty)"}},
        "plain": [{"aggregate": {"keys": ["item_id", "status"], "groups": groups("orders", "item_id", "status")}},
                  {"aggregate": {"keys": ["item_id"], "groups": groups("orders", "item_id")}}]}, WRITE]


# Order, limits, spreading anew.

@shape(four=True)
def sort_strings(lab):
    """Global sort of strings and numbers by a string."""
    columns = ["customer", "topic", "fee", "text"]
    return lab.read("tickets", *columns).orderBy("customer"), [
        of("tickets", *columns), {"sort": {"by": ["customer"]}}, WRITE]


@shape()
def sort_ordered(lab):
    """Global sort of rows that are in order already."""
    columns = ["order_id", "store_id", "status", "placed_at"]
    return lab.read("orders", *columns).orderBy("placed_at"), [
        of("orders", *columns), {"sort": {"by": ["placed_at"]}}, WRITE]


@shape()
def sort_random_doubles(lab):
    """Global sort of doubles and strings of a wide table by a random double."""
    columns = ["r00", "r01", "f00", "n00", "n01", "s00"]
    return lab.read("panel", *columns).orderBy("r00"), [of("panel", *columns), {"sort": {"by": ["r00"]}}, WRITE]


@shape()
def sort_within(lab):
    """Rows sorted within each task's own."""
    columns = ["store_id", "price", "placed_at"]
    return lab.read("orders", *columns).sortWithinPartitions("store_id"), [
        of("orders", *columns), {"sort": {"by": ["store_id"], "scope": "within_partitions"}}, WRITE]


@shape()
def top_strings(lab):
    """The first 5000 by a number, with strings."""
    columns = ["ticket_id", "topic", "text", "minutes"]
    return lab.read("tickets", *columns).orderBy(F.desc("minutes"), "ticket_id").limit(5000), [
        of("tickets", *columns), {"sort": {"by": ["minutes", "ticket_id"], "limit": 5000}}, WRITE]


@shape(four=True)
def limit_rows(lab):
    """Any 100,000 rows."""
    columns = ["order_id", "price", "memo"]
    return lab.read("orders", *columns).limit(100_000), [
        of("orders", *columns), {"limit": 100_000, "plain": [{"filter": {"keeps": 0.0417}}]}, WRITE]


@shape(four=True)
def coalesced(lab):
    """Written in three tasks, without an exchange."""
    columns = ["order_id", "store_id", "price", "promo"]
    return lab.read("orders", *columns).coalesce(3), [
        of("orders", *columns), {"coalesce": 3, "plain": []}, WRITE]


SOME = ["order_id", "shopper_id", "price", "promo", "memo"]


@shape(four=True)
def repartition_number(lab):
    """Numbers and strings dealt out to 12 partitions."""
    return lab.read("orders", *SOME).repartition(12), [of("orders", *SOME), {"repartition": {"partitions": 12}}, WRITE]


@shape()
def repartition_nested(lab):
    """Rows with arrays and structs spread by a key."""
    return lab.read("items").repartition("brand"), [{"repartition": {"by": ["brand"]}, "from": "items"}, WRITE]


@shape()
def repartition_arrays(lab):
    """Rows with arrays of structs spread by a key."""
    return lab.read("baskets").repartition("shopper_id"), [
        {"repartition": {"by": ["shopper_id"]}, "from": "baskets"}, WRITE]


@shape()
def repartition_wide(lab):
    """A wide table spread by a key."""
    return lab.read("panel").repartition("unit_id"), [{"repartition": {"by": ["unit_id"]}, "from": "panel"}, WRITE]


@shape(codec="zstd")
def repartition_wide_zstd(lab):
    """A wide table spread by a key, shuffled with zstd."""
    return repartition_wide(lab)


@shape(codec="zstd")
def repartition_number_zstd(lab):
    """The same, shuffled with zstd."""
    return repartition_number(lab)


@shape()
def repartition_text(lab):
    """Strings of words spread by a key."""
    columns = ["customer", "text", "topic"]
    return lab.read("tickets", *columns).repartition("customer"), [
        of("tickets", *columns), {"repartition": {"by": ["customer"]}}, WRITE]


# Joins.

def joined(lab, left, columns, right, right_columns, key, how="inner", **said):
    rows = lab.read(left, *columns).join(lab.read(right, *right_columns), key, how)
    return rows, [of(right, *right_columns, name="known"), of(left, *columns),
                  {"join": {"with": "known", "keys": [key], "type": how, **said}}]


@shape(four=True)
def join_zipf(lab):
    """Orders with shoppers, by a Zipf key, the other side too large to broadcast."""
    rows, steps = joined(lab, "orders", ["shopper_id", "price", "status"], "shoppers",
                         ["shopper_id", "country", "email"], "shopper_id", matches=1)
    return rows, [*steps, WRITE]


@shape(adaptive=False)
def join_zipf_static(lab):
    """The same without adaptive execution."""
    return join_zipf(lab)


@shape(four=True)
def join_then_group(lab):
    """Orders with shoppers, then by a column of the other side."""
    rows, steps = joined(lab, "orders", ["shopper_id", "price"], "shoppers",
                         ["shopper_id", "country", "segment"], "shopper_id", matches=1)
    return rows.groupBy("country", "segment").agg(F.sum("price").alias("revenue")), [
        *steps, {"aggregate": {"keys": ["country", "segment"], "groups": groups("shoppers", "country", "segment"),
                               "values": {"revenue": "sum(price)"}}}, WRITE]


@shape()
def join_then_group_key(lab):
    """Orders with shoppers, then by the key of the join."""
    rows, steps = joined(lab, "orders", ["shopper_id", "price"], "shoppers",
                         ["shopper_id", "name", "tier"], "shopper_id", matches=1)
    return rows.groupBy("shopper_id").agg(F.sum("price").alias("revenue"), F.max("name").alias("name")), [
        *steps, {"aggregate": {"keys": ["shopper_id"], "groups": groups("orders", "shopper_id"),
                               "values": {"revenue": "sum(price)", "name": "max(name)"}}}, WRITE]


@shape(four=True)
def join_three(lab):
    """Orders with items, stores and shoppers: two broadcast, one not; then grouped."""
    rows = (lab.read("orders", "shopper_id", "store_id", "item_id", "price")
            .join(lab.read("items", "item_id", "category"), "item_id")
            .join(lab.read("stores", "store_id", "region"), "store_id")
            .join(lab.read("shoppers", "shopper_id", "country", "segment"), "shopper_id"))
    keys = ["category", "region", "country"]
    return rows.groupBy(*keys).agg(F.sum("price").alias("revenue")), [
        of("items", "item_id", "category", name="goods"), of("stores", "store_id", "region", name="shops"),
        of("shoppers", "shopper_id", "country", "segment", name="people"),
        of("orders", "shopper_id", "store_id", "item_id", "price"),
        {"join": {"with": "goods", "keys": ["item_id"], "matches": 1}},
        {"join": {"with": "shops", "keys": ["store_id"], "matches": 1}},
        {"join": {"with": "people", "keys": ["shopper_id"], "matches": 1}},
        {"aggregate": {"keys": keys, "groups": facts.bought_groups(), "values": {"revenue": "sum(price)"}}}, WRITE]


@shape()
def join_two_large(lab):
    """Orders with shoppers and then with items of whole rows: two sort-merge joins by other keys."""
    rows = (lab.read("orders", "shopper_id", "item_id", "qty")
            .join(lab.read("shoppers", "shopper_id", "email", "country"), "shopper_id")
            .join(lab.read("items"), "item_id"))
    return rows.select("email", "title", "brand", "qty"), [
        of("shoppers", "shopper_id", "email", "country", name="people"),
        of("orders", "shopper_id", "item_id", "qty"),
        {"join": {"with": "people", "keys": ["shopper_id"], "matches": 1}},
        {"join": {"with": "items", "keys": ["item_id"], "matches": 1}},
        {"project": ["email", "title", "brand", "qty"], "share": 0.55}, WRITE]


@shape()
def join_left_nulls(lab):
    """Left join by a key that is null in 30 % of the rows; the other side is an aggregate of the same table."""
    tickets = lab.read("tickets", "agent_id", "ticket_id", "topic")
    totals = lab.read("tickets", "agent_id", "minutes").groupBy("agent_id").agg(F.sum("minutes").alias("minutes"))
    return tickets.join(totals, "agent_id", "left"), [
        of("tickets", "agent_id", "minutes"),
        {"aggregate": {"keys": ["agent_id"], "groups": groups("tickets", "agent_id"),
                       "values": {"minutes": "sum(minutes)"}}, "name": "totals"},
        of("tickets", "agent_id", "ticket_id", "topic"),
        {"join": {"with": "totals", "keys": ["agent_id"], "type": "left", "matches": 1}}, WRITE]


@shape()
def join_full(lab):
    """Full outer join of two Zipf keys' aggregates."""
    ordered = lab.read("orders", "shopper_id").groupBy("shopper_id").agg(F.count("*").alias("orders"))
    filled = lab.read("baskets", "shopper_id", "at").groupBy("shopper_id").agg(F.max("at").alias("last"))
    both = groups("orders", "shopper_id"), groups("baskets", "shopper_id")
    union = facts.either("orders", "baskets", "shopper_id")
    return ordered.join(filled, "shopper_id", "full"), [
        of("baskets", "shopper_id", "at"),
        {"aggregate": {"keys": ["shopper_id"], "groups": both[1], "values": {"last": "max(at)"}}, "name": "filled"},
        of("orders", "shopper_id"),
        {"aggregate": {"keys": ["shopper_id"], "groups": both[0], "values": {"orders": "count(*)"}}},
        {"join": {"with": "filled", "keys": ["shopper_id"], "type": "full",
                  "matches": rounded(union / both[0])}}, WRITE]


@shape()
def join_semi(lab):
    """Shoppers that have baskets: a semi join."""
    columns = ["shopper_id", "name", "country", "credit"]
    share = rounded(groups("baskets", "shopper_id") / facts.rows("shoppers"))
    return lab.read("shoppers", *columns).join(lab.read("baskets", "shopper_id"), "shopper_id", "left_semi"), [
        of("baskets", "shopper_id", name="seen"), of("shoppers", *columns),
        {"join": {"with": "seen", "keys": ["shopper_id"], "type": "semi", "matches": share}}, WRITE]


@shape()
def join_anti(lab):
    """Shoppers without an order: an anti join, the other side long."""
    columns = ["shopper_id", "email", "since"]
    share = rounded(1 - groups("orders", "shopper_id") / facts.rows("shoppers"))
    return lab.read("shoppers", *columns).join(lab.read("orders", "shopper_id"), "shopper_id", "left_anti"), [
        of("orders", "shopper_id", name="bought"), of("shoppers", *columns),
        {"join": {"with": "bought", "keys": ["shopper_id"], "type": "anti", "matches": share}}, WRITE]


def few_people(lab, limit, keeps):
    """Orders with the shoppers of one tier whose credit is below a limit."""
    few = lab.read("shoppers", "shopper_id", "email", "name", "tier", "credit").where(f"tier = 3 and credit < {limit}")
    columns = ["shopper_id", "price", "placed_at"]
    return lab.read("orders", *columns).join(few.select("shopper_id", "email", "name"), "shopper_id"), [
        of("shoppers", "shopper_id", "email", "name", "tier", "credit"), {"filter": {"keeps": keeps}},
        {"project": ["shopper_id", "email", "name"], "share": 0.82, "name": "few"},
        of("orders", *columns), {"join": {"with": "few", "keys": ["shopper_id"], "matches": keeps}}, WRITE]


@shape(four=True)
def join_filtered(lab):
    """The other side is small only after a filter: a broadcast while running."""
    return few_people(lab, 250, 0.01)


@shape()
def join_filtered_less(lab):
    """The same where the filter leaves a little more than is broadcast."""
    return few_people(lab, 25_000, 0.2)


@shape()
def join_string_key(lab):
    """By a string: rows with an aggregate of them."""
    totals = lab.read("tickets", "customer", "fee").groupBy("customer").agg(F.sum("fee").alias("fees"))
    columns = ["customer", "ticket_id", "text"]
    return lab.read("tickets", *columns).join(totals, "customer"), [
        of("tickets", "customer", "fee"),
        {"aggregate": {"keys": ["customer"], "groups": groups("tickets", "customer"),
                       "values": {"fees": "sum(fee)"}}, "name": "totals"},
        of("tickets", *columns), {"join": {"with": "totals", "keys": ["customer"], "matches": 1}}, WRITE]


@shape()
def join_after_repartition(lab):
    """A repartition by number and key before a join by that key."""
    left = lab.read("orders", "shopper_id", "qty", "weight").repartition(24, "shopper_id")
    right = lab.read("shoppers", "shopper_id", "name", "email")
    return left.join(right, "shopper_id"), [
        of("shoppers", "shopper_id", "name", "email", name="people"),
        of("orders", "shopper_id", "qty", "weight"), {"repartition": {"partitions": 24, "by": ["shopper_id"]}},
        {"join": {"with": "people", "keys": ["shopper_id"], "matches": 1}}, WRITE]


@shape(four=True)
def join_self_aggregate(lab):
    """An aggregate joined with itself by another column: one exchange read twice."""
    totals = lab.read("orders", "shopper_id", "store_id", "qty").groupBy("shopper_id", "store_id").agg(
        F.sum("qty").alias("qty"))
    one, other = totals.where("qty > 20"), totals.where("qty > 20")
    rows = one.alias("a").join(other.alias("b"), F.col("a.shopper_id") == F.col("b.shopper_id")).select(
        F.col("a.shopper_id").alias("shopper_id"), F.col("a.store_id").alias("one"),
        F.col("b.store_id").alias("other"), (F.col("a.qty") + F.col("b.qty")).alias("qty"))
    count, (kept, pairs) = groups("orders", "shopper_id", "store_id"), facts.self_join(20)
    return rows, [
        of("orders", "shopper_id", "store_id", "qty"),
        {"aggregate": {"keys": ["shopper_id", "store_id"], "groups": count, "values": {"qty": "sum(qty)"}}},
        {"filter": {"keeps": kept}, "name": "totals"},
        {"join": {"with": "totals", "keys": ["shopper_id"], "matches": pairs}, "from": "totals"}, WRITE]


@shape()
def union_of_aggregates(lab):
    """The same scan aggregated by two keys, together: each branch from the scan."""
    by_store = lab.read("orders", "store_id", "qty").groupBy(F.col("store_id").alias("key")).agg(F.sum("qty").alias("n"))
    by_item = lab.read("orders", "item_id", "qty").groupBy(F.col("item_id").alias("key")).agg(F.sum("qty").alias("n"))
    return by_store.select(F.col("key").cast("long"), "n").union(by_item), [
        of("orders", "store_id", "qty"),
        {"aggregate": {"keys": ["store_id"], "groups": 3000, "values": {"n": "sum(qty)"}}, "name": "by store"},
        of("orders", "item_id", "qty"),
        {"aggregate": {"keys": ["item_id"], "groups": groups("orders", "item_id"), "values": {"n": "sum(qty)"}}},
        {"union": {"with": ["by store"]}}, WRITE]


@shape()
def union_then_group(lab):
    """Two tables' keys together, then grouped."""
    rows = lab.read("orders", "shopper_id", "placed_at").union(lab.read("baskets", "shopper_id", "at"))
    return rows.groupBy("shopper_id").agg(F.max("placed_at").alias("last")), [
        of("baskets", "shopper_id", "at", name="filled"), of("orders", "shopper_id", "placed_at"),
        {"union": {"with": ["filled"]}},
        {"aggregate": {"keys": ["shopper_id"], "groups": facts.either("orders", "baskets", "shopper_id"),
                       "values": {"last": "max(placed_at)"}}}, WRITE]


@shape()
def range_join(lab):
    """Panel rows with the stores of one region opened within a month before: no equal key."""
    few = lab.read("stores", "store_id", "region", "opened").where("store_id < 100").select("store_id", "opened")
    panel = lab.read("panel", "unit_id", "day")
    rows = panel.join(few, F.col("opened").between(F.date_sub("day", 899), F.col("day")))
    return rows, [of("stores", "store_id", "opened"), {"filter": {"keeps": 0.0333}, "name": "few"},
                  of("panel", "unit_id", "day"),
                  {"nested_loop_join": {"with": "few", "type": "inner", "matches": 6.5}}, WRITE]


# Formats, nested columns, user code.

SCHEMA = T.StructType([T.StructField("at", T.TimestampType()), T.StructField("address", T.StringType()),
                       T.StructField("user_id", T.LongType()), T.StructField("url", T.StringType()),
                       T.StructField("status", T.IntegerType()), T.StructField("bytes", T.LongType())])


BEACON = "device string, os string, level long, lat double, note string, event string, ts long"


@shape(four=True)
def csv_group(lab):
    """CSV with a given schema, grouped by a Zipf key."""
    rows = lab.spark.read.csv(lab.path("access"), header=True, schema=SCHEMA).select("user_id", "bytes")
    return rows.groupBy("user_id").agg(F.sum("bytes").alias("bytes")), [
        of("access", "user_id", "bytes"),
        {"aggregate": {"keys": ["user_id"], "groups": groups("access", "user_id"),
                       "values": {"bytes": "sum(bytes)"}}}, WRITE]


@shape()
def csv_inferred(lab):
    """CSV whose schema is inferred by reading it first; to Parquet."""
    rows = lab.spark.read.csv(lab.path("access"), header=True, **lab.inferred(SCHEMA, inferSchema=True))
    return rows.where("status = 200"), [
        {"filter": {"keeps": 0.25}, "from": "access"}, WRITE, {"infer_schema": ["access"]}]


@shape(four=True)
def json_inferred(lab):
    """JSON whose schema is inferred by reading it first, grouped."""
    rows = lab.spark.read.json(lab.path("beacons"), **lab.inferred(BEACON))
    return rows.groupBy("device").agg(F.count("*").alias("seen"), F.max("level").alias("top")), [
        of("beacons", "device", "level"),
        {"aggregate": {"keys": ["device"], "groups": groups("beacons", "device"),
                       "values": {"seen": "count(*)", "top": "max(level)"}}}, WRITE, {"infer_schema": ["beacons"]}]


@shape()
def json_repartition(lab):
    """JSON with a given schema, whole rows spread by a key."""
    return lab.spark.read.json(lab.path("beacons"), schema=BEACON).repartition("device"), [
        {"repartition": {"by": ["device"]}, "from": "beacons"}, WRITE]


@shape(four=True)
def explode_tags(lab):
    """An array of strings exploded and counted."""
    rows = lab.read("items", "brand", "tags").select("brand", F.explode("tags").alias("tag"))
    return rows.groupBy("brand", "tag").count(), [
        of("items", "brand", "tags"), {"generate": {"column": "tags", "as": "tag", "rows_out": 4}},
        {"aggregate": {"keys": ["brand", "tag"], "groups": facts.exploded("items", "tags", "brand"),
                       "values": {"count": "count(*)"}}}, WRITE]


@shape(four=True)
def explode_lines(lab):
    """An array of structs exploded, summed by a Zipf key in it."""
    rows = lab.read("baskets", "lines").select(F.explode("lines").alias("line")).select("line.item_id", "line.qty")
    return rows.groupBy("item_id").agg(F.sum("qty").alias("qty")), [
        of("baskets", "lines"), {"generate": {"column": "lines", "as": ["item_id", "qty"], "rows_out": 6}},
        {"aggregate": {"keys": ["item_id"], "groups": facts.exploded("baskets", "lines"),
                       "values": {"qty": "sum(qty)"}}}, WRITE]


@shape()
def explode_kept(lab):
    """An array of structs exploded beside its row and spread by a key in it."""
    rows = lab.read("baskets", "basket_id", "at", "lines").select("basket_id", "at", F.explode("lines").alias("line"))
    rows = rows.select("basket_id", "at", "line.item_id", "line.qty")
    return rows.repartition("item_id"), [
        of("baskets", "basket_id", "at", "lines"),
        {"generate": {"column": "lines", "as": ["item_id", "qty"], "rows_out": 6}},
        {"repartition": {"by": ["item_id"]}}, WRITE]


@shape(four=True)
def apply_in_pandas(lab):
    """A function on all rows of each store."""
    def of_store(rows):
        return rows[["store_id"]].head(1).assign(mean=rows["weight"].mean())
    rows = lab.read("orders", "store_id", "weight").groupBy("store_id")
    share = rounded(3000 / facts.rows("orders"))
    return rows.applyInPandas(of_store, "store_id int, mean double"), [
        of("orders", "store_id", "weight"),
        {"map": {"language": "python", "quality": "vectorized", "keys": ["store_id"], "matches": share,
                 "adds": {"store_id": "int", "mean": "double"}},
         "plain": [{"repartition": {"by": ["store_id"]}},
                   {"map": {"language": "python", "quality": "vectorized", "matches": share}}]}, WRITE]


@shape()
def python_udf(lab):
    """A Python function row by row, then written."""
    @F.udf("string")
    def initials(text):
        return "".join(word[0] for word in text.split())
    columns = ["ticket_id", "text"]
    rows = lab.read("tickets", *columns).where("ticket_id % 5 = 0")
    return rows.withColumn("initials", initials("text")), [
        of("tickets", *columns), {"filter": {"keeps": 0.2}},
        {"map": {"language": "python", "quality": "row_at_a_time", "reads": ["text"],
                 "adds": {"initials": {"type": "string", "length": 8}}, "width": 1.2}}, WRITE]


# Written results.

@shape(four=True)
def write_partitioned(lab):
    """A file a task and state: written by a column of six values."""
    columns = ["order_id", "status", "price", "placed_at"]
    rows = lab.read("orders", *columns)
    return rows, [of("orders", *columns), {"write": {"format": "parquet", "partitioned_by": ["status"]}}]


@shape()
def write_csv(lab):
    """Parquet read, CSV written."""
    columns = ["ticket_id", "customer", "opened", "minutes", "fee"]
    return lab.read("tickets", *columns), [of("tickets", *columns), {"write": {"format": "csv"}}]


@shape()
def write_json(lab):
    """Parquet read, JSON written."""
    columns = ["shopper_id", "country", "name", "score", "since"]
    return lab.read("shoppers", *columns), [of("shoppers", *columns), {"write": {"format": "json"}}]


@shape()
def write_copy(lab):
    """Whole rows read and written again."""
    return lab.read("readings"), [{"write": {"format": "parquet"}, "from": "readings"}]


@shape(four=True)
def cache_twice(lab):
    """A filtered table kept in memory, aggregated twice."""
    columns = ["store_id", "status", "price", "qty"]
    kept = lab.read("orders", *columns).where("qty > 1").cache()
    one = kept.groupBy("store_id").agg(F.sum("price").alias("revenue"))
    other = kept.groupBy("status").agg(F.sum("qty").alias("items"))
    lab.first(one)
    return other, [
        of("orders", *columns), {"filter": {"keeps": 0.6}},
        {"cache": True, "name": "kept", "plain": [{"filter": {"keeps": 1}}]},
        {"aggregate": {"keys": ["store_id"], "groups": 3000, "values": {"revenue": "sum(price)"}}, "from": "kept"}, WRITE,
        {"aggregate": {"keys": ["status"], "groups": 6, "values": {"items": "sum(qty)"}}, "from": "kept"}, WRITE]


# Spill.

@shape(heap=560, shuffle_partitions=2)
def spill_sort(lab):
    """Global sort in partitions larger than a task's memory."""
    columns = ["order_id", "item_id", "weight", "memo", "status", "placed_at"]
    return lab.read("orders", *columns).orderBy("weight"), [
        of("orders", *columns), {"sort": {"by": ["weight"]}}, WRITE]


@shape(heap=560, shuffle_partitions=2)
def spill_group(lab):
    """Groups of two Zipf keys in partitions larger than a task's memory."""
    return grouped(lab, "orders", ["shopper_id", "item_id"], values(items="sum(qty)", last="max(placed_at)"))


@shape(heap=560, shuffle_partitions=2)
def spill_window(lab):
    """A running sum over each store's orders: sorted in partitions larger than a task's memory."""
    window = Window.partitionBy("store_id").orderBy("placed_at")
    columns = ["store_id", "placed_at", "qty", "memo", "weight", "price"]
    return lab.read("orders", *columns).withColumn("so_far", F.sum("qty").over(window)), [
        of("orders", *columns), {"window": {"partition_by": ["store_id"], "order_by": ["placed_at"], "groups": 3000,
                                            "values": {"so_far": "sum(qty)"}}}, WRITE]


@shape(heap=560, shuffle_partitions=2)
def spill_join(lab):
    """Sort-merge join of whole rows in partitions larger than a task's memory."""
    rows = lab.read("tickets").join(lab.read("tickets", "ticket_id", "text").withColumnRenamed("text", "again"), "ticket_id")
    return rows, [of("tickets", "ticket_id", "text", name="again"),
                  {"join": {"with": "again", "keys": ["ticket_id"], "matches": 1}, "from": "tickets"}, WRITE]
