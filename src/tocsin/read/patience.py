"""When to give up a file of which nothing is a report: a line of refusal for each of millions helps nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tocsin.read.found import Outcome, Refusal

#: So many lines or rows in a row that are no reports.
NONE_IN_A_ROW = 10_000


class Patience:
    """Counts refusals that come in a row."""

    def __init__(self) -> None:
        self._refused = 0

    def seeing(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """Hand on what comes of a line or row."""
        for outcome in outcomes:
            self._refused = self._refused + 1 if isinstance(outcome, Refusal) else 0
            yield outcome

    @property
    def is_over(self) -> bool:
        """Whether the file is to be given up."""
        return self._refused >= NONE_IN_A_ROW

    def last_word(self, name: str, what: str) -> Refusal:
        """Return what to say at the place where reading ends; ``what`` is what was read, "lines" or "rows"."""
        return Refusal(name, f"reading ends here: {self._refused:,} {what} in a row are no reports")
