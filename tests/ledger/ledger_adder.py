"""A program that adds the sample reports START to START + COUNT to a ledger: ledger_adder.py LEDGER START COUNT."""

from __future__ import annotations

import sys

from ledger_samples import coded

from tocsin.ledger import Ledger

path, start, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
with Ledger.open(path) as ledger:
    sys.stdout.write("opened\n")
    sys.stdout.flush()
    for number in range(start, start + count):
        ledger.add(coded(number))
        sys.stdout.write("added\n")
        sys.stdout.flush()
