"""Makes the Parquet tables that the experiments read (the same ones each time: fixed seed)."""

import shutil

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tables import path

EVENTS, LATE_EVENTS = 10_000_000, 1_000_000
CUSTOMERS, PRODUCTS = 1_000_000, 20_000
HOT_CUSTOMER, HOT_SHARE = 500_000, 0.3
REPEATED = 0.1  # share of the events that are sent twice
DAY = 86_400_000_000
FIRST_UNKNOWN = CUSTOMERS // 10  # events know customers 0..1M, the customer table 0.1M..1.1M

WORDS = ["garden", "kitchen", "music", "books", "shoes", "toys", "sport", "travel", "office",
         "lights", "tools", "camera", "phones", "coffee", "bikes", "paper"]


def event_ids(random, first, rows):
    """Consecutive numbers, of which some are replaced by an earlier one."""
    ids = first + np.arange(rows)
    repeated = np.flatnonzero(random.random(rows) < REPEATED)
    ids[repeated] = first + (repeated * random.random(len(repeated))).astype(np.int64)
    return ids


def some_words(random, rows):
    return pa.array(WORDS).take(pa.array(random.integers(0, len(WORDS), rows)))


def letters(random, rows, shortest, longest):
    """Random small letters: strings that hardly compress."""
    lengths = random.integers(shortest, longest + 1, rows)
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    text = random.integers(ord("a"), ord("z") + 1, offsets[-1], dtype=np.uint8)
    return pa.StringArray.from_buffers(rows, pa.py_buffer(offsets), pa.py_buffer(text))


def events(random, first, rows):
    customer = random.integers(0, CUSTOMERS, rows)
    return pa.table({
        "event_id": event_ids(random, first, rows),
        "customer_id": customer,
        "hot_customer_id": np.where(random.random(rows) < HOT_SHARE, HOT_CUSTOMER, customer),
        "product_id": random.integers(0, PRODUCTS, rows, dtype=np.int32),
        "channel": random.integers(0, 50, rows, dtype=np.int32),
        "quantity": random.integers(1, 11, rows, dtype=np.int32),
        "amount": np.round(random.lognormal(3, 1, rows), 2),
        "ts": pa.array(random.integers(0, DAY, rows) + 20_000 * DAY, pa.timestamp("us", "UTC")),
        "url": pc.binary_join_element_wise("", some_words(random, rows), some_words(random, rows),
                                           letters(random, rows, 4, 16), "/"),
    })


def customers(random):
    ids = random.permutation(np.arange(FIRST_UNKNOWN, FIRST_UNKNOWN + CUSTOMERS))
    return pa.table({
        "customer_id": ids,
        "segment": random.integers(0, 100, CUSTOMERS, dtype=np.int32),
        "country": letters(random, 26, 2, 2).take(pa.array(random.integers(0, 26, CUSTOMERS))),
        "name": letters(random, CUSTOMERS, 8, 20),
        "joined": pa.array(random.integers(15_000, 20_000, CUSTOMERS, dtype=np.int32), pa.date32()),
        "credit": np.round(random.gamma(2, 500, CUSTOMERS), 2),
    })


def products(random):
    return pa.table({
        "product_id": np.arange(PRODUCTS, dtype=np.int32),
        "category": random.integers(0, 200, PRODUCTS, dtype=np.int32),
        "price": np.round(random.lognormal(3, 1, PRODUCTS), 2),
        "title": letters(random, PRODUCTS, 10, 30),
    })


def write(name, table, files):
    shutil.rmtree(path(name), ignore_errors=True)
    path(name).mkdir(parents=True)
    rows = -(-len(table) // files)
    for i in range(files):
        part = table.slice(i * rows, rows)
        pq.write_table(part, path(name) / f"part-{i:02}.parquet", row_group_size=rows)


def main():
    random = np.random.default_rng(20250101)
    write("events", events(random, 0, EVENTS), files=20)
    write("late_events", events(random, EVENTS, LATE_EVENTS), files=2)
    write("customers", customers(random), files=4)
    write("products", products(random), files=1)


if __name__ == "__main__":
    main()
