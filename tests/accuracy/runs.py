"""Published runs: one row of the table, what it states, and the family it belongs to."""
import csv
import dataclasses
import re


class NotExpressible(Exception):
    """A row that cannot honestly be written as a job; the text says why."""


@dataclasses.dataclass(frozen=True)
class Run:
    """A row. Empty cells mean that the source did not say."""

    cells: dict

    def __getattr__(self, name):
        try:
            return self.cells[name]
        except KeyError:
            raise AttributeError(name) from None

    def number(self, column):
        """The cell as a number; None where the source did not say."""
        text = (self.cells.get(column) or "").strip()
        if not text:
            return None
        value = float(text)
        return int(value) if value.is_integer() else value

    def needed(self, column, what):
        """The cell as a number above 0; without it the row cannot be expressed."""
        value = self.number(column)
        if not value:
            raise NotExpressible(f"{what} not stated")
        return value

    def says(self, pattern):
        """What the workload's text matches, or None."""
        return re.search(pattern, self.workload, re.IGNORECASE)

    def stated(self, pattern):
        """The number in the workload's text after `pattern` (its one group), or None."""
        match = self.says(pattern)
        return float(match[1]) if match else None

    @property
    def family(self):
        """The id's leading words without figures, at most two: c3o-sort, cern, raysort, exoshuffle-ssd."""
        words = self.id.split("-")
        family = words[:1]
        if len(words) > 2 and not re.search(r"\d", words[1]):
            family.append(words[1])
        return "-".join(family)


def read_runs(path):
    with open(path, newline="", encoding="utf-8") as file:
        return [Run(cells) for cells in csv.DictReader(file)]
