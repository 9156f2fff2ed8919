"""Commands that say what is withheld from readers."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.table import Table

from tocsin.cli.console import LedgerOption, counted, fail, fresh, opened_ledger, out, tell, write_out
from tocsin.cli.deciding import ByOption, at_the_terminal, login_name
from tocsin.cli.options import ShowFormat
from tocsin.codebook import Kind
from tocsin.discretion.rules import Area, Rule, UnfitRuleError
from tocsin.ledger import Ledger
from tocsin.ledger.disclosing import Viewer
from tocsin.ledger.view import View
from tocsin.ruling import release, restrained, rule_json

discretion_app = typer.Typer(
    no_args_is_help=True, help="What readers are shown later, or told roughly, so that nobody is harmed.",
)  # fmt: skip


@discretion_app.command("add")
def add_rule(
    reason: Annotated[str, typer.Argument(help="Why.")],
    *,
    delay_hours: Annotated[
        float | None,
        typer.Option(help="Show the incidents so many hours after the day they were first reported on; 87840 at most."),
    ] = None,
    blur_km: Annotated[float | None, typer.Option(help="Tell their places only within so many kilometres.")] = None,
    kind: Annotated[Kind | None, typer.Option(help="Only of this kind.")] = None,
    country: Annotated[str | None, typer.Option(metavar="CODE", help="Only in this country (ISO 3166).")] = None,
    area: Annotated[str | None, typer.Option(metavar="LAT,LON,KM", help="Only so near to this point.")] = None,
    incident: Annotated[str | None, typer.Option(metavar="ID", help="Only this incident.")] = None,
    by: ByOption = None,
    ledger: LedgerOption = "",
) -> None:
    """Withhold from readers what a rule says. What is said of no option holds for all incidents."""
    if delay_hours is None and blur_km is None:
        raise fail(
            "say what is withheld: --delay-hours HOURS shows later, --blur-km KM tells the place roughly; or both"
        )
    with fresh(ledger) as opened:
        rule = Rule(
            id="", kind=kind, country=country.upper() if country else None, area=_area(area),
            incident=opened.incident(incident).id if incident else None, delay_hours=delay_hours, blur_km=blur_km,
            reason=reason,
        )  # fmt: skip
        try:
            kept, about = restrained(opened, rule, at_the_terminal(by or login_name()))
        except UnfitRuleError as error:
            raise fail(str(error)) from error
        tell(f"Rule {kept.id} holds from now on. {_what_it_does(opened, kept, about)}")


def _what_it_does(opened: Ledger, rule: Rule, about: frozenset[str]) -> str:
    """Say what a rule withholds now, so that nobody believes to have hidden what is still shown."""
    hidden = View(opened, Viewer()).hidden(about)
    if rule.delay_hours is None:
        return f"It tells the place of {counted(len(about), 'incident')} roughly now."
    if hidden:
        hides = "is" if len(hidden) == 1 else "are"
        return f"Of {counted(len(about), 'incident')} that it is about {len(hidden)} {hides} hidden now."
    return (
        f"It hides none of the {counted(len(about), 'incident')} that it is about now: hours count from the end of the "
        "day on which an incident was first reported."
    )


def _area(written: str | None) -> Area | None:
    if written is None:
        return None
    try:
        lat, lon, radius_km = (float(part) for part in written.split(","))
    except ValueError as error:
        raise typer.BadParameter(f"{written!r} is not LAT,LON,KM", param_hint="'--area'") from error
    return Area(lat, lon, radius_km)


@discretion_app.command("list")
def list_rules(
    *,
    form: Annotated[ShowFormat, typer.Option("--format", help="table, or json: one rule a line.")] = ShowFormat.TABLE,
    ledger: LedgerOption = "",
) -> None:
    """List the rules that hold, oldest first."""
    with opened_ledger(ledger) as opened:
        rules = opened.rules()
    if form is ShowFormat.JSON:
        write_out(json.dumps(rule_json(rule), ensure_ascii=False) + "\n" for rule in rules)
        return
    if rules:
        table = Table(box=None, pad_edge=False, header_style="", show_edge=False)
        for name in ("rule", "about", "hours", "km", "by", "why"):
            table.add_column(name, overflow="fold")
        for rule in rules:
            table.add_row(rule.id, _about(rule), _number(rule.delay_hours), _number(rule.blur_km), rule.by, rule.reason)
        out.print(table)
    tell(f"{counted(len(rules), 'rule')}.")


def _about(rule: Rule) -> str:
    area = None if rule.area is None else f"{rule.area.lat},{rule.area.lon} within {rule.area.radius_km} km"
    return ", ".join(str(one) for one in (rule.kind, rule.country, area, rule.incident) if one) or "all incidents"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


@discretion_app.command("remove")
def remove_rule(
    identifier: Annotated[str, typer.Argument(metavar="RULE", help="The id of a rule.")],
    *,
    by: ByOption = None,
    ledger: LedgerOption = "",
) -> None:
    """End a rule: what it withheld is shown again."""
    with fresh(ledger) as opened:
        release(opened, identifier, at_the_terminal(by or login_name()))
    tell(f"Rule {identifier} holds no more.")
