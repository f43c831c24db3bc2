"""Writes the job file of an experiment: what `sizer` is told before the run."""

import yaml

from tables import JOBS, statistics, unsafe_row


def mebibytes(size):
    return f"{size} MiB" if size % 1024 else f"{size // 1024} GiB"


class Facts:
    """True statistics of the tables, in the words of a job file."""

    def __init__(self, engine):
        self.engine = engine
        self.tables = statistics()

    def column(self, name):
        return next(t["columns"][name] for t in self.tables.values() if name in t["columns"])

    def width(self, columns):
        """Bytes that a row of these columns takes in the engine's memory."""
        if self.engine == "ray":
            return sum(self.column(c)["arrow_bytes"] for c in columns)
        return unsafe_row(len(columns), sum(self.column(c)["string_words_bytes"] for c in columns))

    def row_width(self, table):
        return self.tables[table]["unsafe_row_measured" if self.engine == "spark" else "arrow_row"]

    def rows(self, table):
        return self.tables[table]["rows"]

    def groups(self, table, column):
        return self.tables[table]["columns"][column]["distinct"]

    def input(self, table, columns):
        about = self.tables[table]
        of = about["columns"]
        # Bytes that belong to no column (footers) are read whichever columns are.
        read = 1 - sum(of[c]["stored_share"] for c in of if c not in columns)
        described = {"size": f"{about['size']} B", "format": "parquet", "files": about["files"],
                     "rows": about["rows"], "row_width": f"{self.row_width(table)} B"}
        if len(columns) < len(of):
            described["columns_read"] = round(read, 4)
        if self.engine == "spark":
            described["compression"] = about["compression"]
        return described

    def narrow(self, table, columns, **more):
        """The step that keeps some columns of a table."""
        share = round(self.width(columns) / self.row_width(table), 4)
        return {"project": {"width": share}, "from": table, **more}


def write_job(name, about, engine, reads, steps, cluster, settings):
    facts = Facts(engine)
    job = {"name": name.replace("_", " "), "engine": engine, "session": "running",
           "inputs": {table: facts.input(table, columns) for table, columns in reads.items()},
           "steps": steps, "cluster": cluster, engine: settings}
    JOBS.mkdir(exist_ok=True)
    text = yaml.safe_dump(job, sort_keys=False, default_flow_style=None, width=100)
    (JOBS / f"{name}.yaml").write_text(f"# {about}\n{text}")
