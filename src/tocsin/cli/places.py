"""The command for places of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tocsin.cli.console import bar, counted, said, tell, warn
from tocsin.resolve.gazetteer import GazetteerError, add_dump

#: So many bad rows of a dump are named one by one; the rest are counted.
BAD_ROWS_NAMED = 20


gazetteer_app = typer.Typer(no_args_is_help=True, help="The list of places that names are looked up in.")


@gazetteer_app.command("add")
def gazetteer_add(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="GeoNames dumps: 19 tab-separated columns, .txt or .zip.")
    ],
) -> None:
    """Add places from GeoNames dumps to the gazetteer of this user."""
    whole = [_add_dump(path) for path in files]  # a bad file keeps no other from being read
    tell("What is added from now on is read with them; tocsin rebuild reads a ledger anew.")
    if not all(whole):
        raise typer.Exit(1)


def _add_dump(path: Path) -> bool:
    """Add one dump and say what came of it; return whether all of it was good."""
    try:
        with bar(path.name, None) as advance:
            added = add_dump(path, lambda _done, _total: advance(1))
    except (GazetteerError, OSError) as error:
        warn(str(path), said(error).removeprefix(f"{path}: "))
        return False
    for line, why in added.bad[:BAD_ROWS_NAMED]:
        warn(f"{path}:{line}", why)
    tell(
        f"{path}: {counted(added.kept, 'place')} added, {added.left_out} left out (roads, streams and the like), {len(added.bad)} bad rows."
    )
    return not added.bad
