"""What can go wrong with a ledger. Every message is one line and names the ledger."""

from __future__ import annotations


class LedgerError(Exception):
    """The ledger cannot do what was asked; nothing was changed."""


class LedgerMissingError(LedgerError):
    """There is no ledger where one should be."""


class NotALedgerError(LedgerError):
    """The file or database holds something else; it was left as it is."""


class NewerLedgerError(LedgerError):
    """The ledger was made by a later version than this one."""


class UnknownIdError(LedgerError):
    """Nothing in the ledger answers to the id."""


class RemovedError(UnknownIdError):
    """The incident once was in the ledger and has been removed, for the reason that the message gives."""


class AmbiguousIdError(LedgerError):
    """More than one thing answers to the beginning of an id."""
