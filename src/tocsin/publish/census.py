"""How many incidents there are, and how many of them no map of the news shows, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tocsin.model import Incident


@dataclass(frozen=True, slots=True)
class Census:
    """Numbers of incidents: all, those told as background only, and those of the others whose place has no point."""

    incidents: int
    background: int
    placeless: int

    def words(self) -> str:
        """Return "9 incidents, 2 of them told as background only and 1 more without a place on the map"."""
        all_of_them = f"{self.incidents:,} incident{'' if self.incidents == 1 else 's'}"
        background = f"{self.background:,} of them told as background only" if self.background else ""
        if not self.placeless:
            return ", ".join(filter(None, (all_of_them, background)))
        if background:
            return f"{all_of_them}, {background} and {self.placeless:,} more without a place on the map"
        return f"{all_of_them}, {self.placeless:,} of them without a place on the map"


def census(incidents: Iterable[Incident]) -> Census:
    """Count incidents."""
    number = background = placeless = 0
    for one in incidents:
        number += 1
        background += one.background
        placeless += not one.background and (one.place is None or one.place.lat is None)
    return Census(number, background, placeless)
