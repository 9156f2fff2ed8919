"""The database: schema, migrations, store. Append-only for reports, claims and judgements."""

from tocsin.ledger.errors import (
    AmbiguousIdError,
    LedgerError,
    LedgerMissingError,
    NewerLedgerError,
    NotALedgerError,
    RemovedError,
    UnknownIdError,
)
from tocsin.ledger.search import Filter
from tocsin.ledger.store import Ledger

__all__ = [
    "AmbiguousIdError",
    "Filter",
    "Ledger",
    "LedgerError",
    "LedgerMissingError",
    "NewerLedgerError",
    "NotALedgerError",
    "RemovedError",
    "UnknownIdError",
]
