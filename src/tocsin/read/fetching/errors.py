"""Why something was not fetched. Every message is one line: the address and the reason."""

from __future__ import annotations

from tocsin.read.canonical import one_line

_ADDRESS_LENGTH = 300
_REASON_LENGTH = 200


class FetchError(Exception):
    """An address was not fetched.

    ``passing`` says whether trying again later may help, ``wait`` after how many seconds at the earliest, where
    somebody said so; ``status`` is the answer's, 0 where none came.
    """

    passing = False

    def __init__(self, address: str, reason: str, *, status: int = 0, wait: float | None = None) -> None:
        self.address = one_line(address, _ADDRESS_LENGTH)
        self.reason = one_line(reason, _REASON_LENGTH)
        self.status = status
        self.wait = wait
        super().__init__(f"{self.address}: {self.reason}")


class ForbiddenError(FetchError):
    """The address is none that may be fetched, or the site's robots.txt asks not to."""


class UnfitError(FetchError):
    """What came is nothing that can be used: too large, broken, or the answer that there is no such page."""


class PassingError(FetchError):
    """It did not work this time: no answer, too slow, or the server is in trouble or asks to wait."""

    passing = True


class StoppedError(PassingError):
    """The program is to end, so nothing more is fetched."""
