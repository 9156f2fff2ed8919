"""The demonstration."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from tocsin import wire
from tocsin.cli.console import DEMO_LEDGER, counted, demo_ledger, opened_ledger, out, tell, viewer
from tocsin.cli.looking import print_incident
from tocsin.cli.reading import Reading, add_all, coding_with
from tocsin.discretion.names import WITHHELD
from tocsin.ledger import Ledger
from tocsin.ledger.view import View
from tocsin.model import Incident
from tocsin.publish import terminal
from tocsin.publish.tally import TallyBy, tally
from tocsin.read import Defaults
from tocsin.samples import sample_path


def demo(
    *,
    ledger: Annotated[
        str,
        typer.Option(
            "--ledger",
            metavar="PATH|URL",
            callback=demo_ledger,
            help=f"Where the sample ledger is kept [default: {DEMO_LEDGER}].",
        ),
    ] = "",
) -> None:
    """Read the sample reports and show what comes of them."""
    reading = Reading([str(sample_path())], Defaults())
    coding = coding_with(None)
    with opened_ledger(ledger, create=True) as opened:
        with sample_path().open("rb") as samples:
            tell(f"Reading {counted(sum(1 for line in samples if line.strip()), 'sample report')} …")
        add_all(opened, reading, coding)
        _print_demo(opened)


def _print_demo(opened: Ledger) -> None:
    view = View(opened, viewer(in_full=False))
    found = list(view.incidents())
    telling = max(found, key=lambda one: (_reads_whole(one), len(one.conflicts), len(_outlets(one)), one.id))
    out.rule("Incidents", align="left")
    out.print(terminal.incident_table(one for one in found if not one.background))
    out.print(terminal.LEGEND, style="dim", markup=False)
    out.rule("One incident on which the reports differ", align="left")
    chosen = _differing(telling)
    told = [one for one in view.tellings(telling.id) if one.claim.id in chosen]
    print_incident(telling, sorted(told, key=lambda one: chosen.index(one.claim.id)))
    if len(told) < len(telling.claims):
        out.print(f"{len(told)} of its {len(telling.claims)} claims.", style="dim")
    out.rule("Tally by week", align="left")
    out.print(terminal.tally_table(tally(found, TallyBy.WEEK), TallyBy.WEEK))
    out.rule("What to try next", align="left")
    words = _NEXT.format(
        ledger=opened.name, incident=telling.id[: terminal.SHOWN_ID], claim=told[0].claim.id[: terminal.SHOWN_ID]
    )
    out.print(words, markup=False, soft_wrap=True, end="")


def _reads_whole(incident: Incident) -> bool:
    """Return whether nothing of an incident had to be withheld."""
    return WITHHELD not in json.dumps(wire.incident_json(incident), ensure_ascii=False)


def _outlets(incident: Incident) -> set[str]:
    return {report.outlet or report.ref for report in incident.reports}


def _differing(incident: Incident) -> list[str]:
    """Return claims that differ most on the first thing in conflict: the lowest value, a middle one, the highest."""
    if not incident.conflicts:
        return list(incident.claims[: terminal.SIDE_BY_SIDE])
    values = incident.conflicts[0].values
    chosen = (values[0], values[len(values) // 2], values[-1])
    return list(dict.fromkeys(value.claims[0] for value in chosen))


_NEXT = """The outlets of these reports are invented; the events are not.
  tocsin --ledger {ledger} show {incident}
  tocsin --ledger {ledger} explain {claim}
  tocsin --ledger {ledger} incidents --country IQ --since 2021-07-01
  tocsin --ledger {ledger} tally --by kind
  tocsin --ledger {ledger} export geojson incidents.geojson
  tocsin --ledger {ledger} serve
Your own reports, into tocsin.db:
  tocsin add my-reports/ --published 2026-01-31
"""
