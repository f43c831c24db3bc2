"""A log repeated to any size, as one application that goes on: jobs, stages, tasks, queries and counters of each
repetition have numbers of their own, so that a reader which keeps them all would be seen.

    repeated_log.py LOG BYTES       to standard output; LOG is plain or compressed by zstd
"""

import re
import subprocess
import sys

KEYS = {  # of the ids of one kind, each of which counts up over the whole application
    "job": [rb'"Job ID":'],
    "stage": [rb'"Stage ID":', rb'"Stage IDs":\[', rb'"Parent IDs":\['],
    "task": [rb'"Task ID":'],
    "query": [rb'"executionId":', rb'"spark\.sql\.execution\.id":"'],
    "counter": [rb'[{,]"ID":', rb'"accumulatorId":'],
}
IDS = re.compile(b"|".join(b"(?:%s)(?P<%s>[0-9]+(?:,[0-9]+)*)" % (b"|".join(keys), kind.encode())
                           for kind, keys in KEYS.items()))
NUMBER = re.compile(rb"[0-9]+")


def plain_bytes(path):
    if path.endswith((".zstd", ".zst")):
        return subprocess.run(["zstd", "-dc", path], check=True, capture_output=True).stdout
    with open(path, "rb") as file:
        return file.read()


class RepeatedLog:
    def __init__(self, log):
        if not log.endswith(b"\n"):
            log += b"\n"
        self.pieces, self.ids = [], []  # text between ids; (where in pieces, id, kind)
        self.spans = dict.fromkeys(KEYS, 0)
        done = 0
        for found in IDS.finditer(log):
            kind = found.lastgroup
            for number in NUMBER.finditer(log, *found.span(kind)):
                self.pieces.append(log[done:number.start()])
                self.ids.append((len(self.pieces), int(number.group()), kind))
                self.pieces.append(number.group())
                self.spans[kind] = max(self.spans[kind], int(number.group()) + 1)
                done = number.end()
        self.pieces.append(log[done:])

    def repetition(self, number):
        shift = {kind: number * span for kind, span in self.spans.items()}
        for at, each, kind in self.ids:
            self.pieces[at] = b"%d" % (each + shift[kind])
        return b"".join(self.pieces)


def main():
    log, size = RepeatedLog(plain_bytes(sys.argv[1])), float(sys.argv[2])
    made = number = 0
    while made < size:
        made += sys.stdout.buffer.write(log.repetition(number))
        number += 1


if __name__ == "__main__":
    main()
