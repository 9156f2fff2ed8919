"""Commands by which people decide."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from tocsin.cli.console import (
    LedgerOption,
    counted,
    fail,
    incidents_held,
    knowledge,
    opened_ledger,
    out,
    refresh,
    tell,
    viewer,
    write_out,
)
from tocsin.cli.options import InFullOption, ShowFormat
from tocsin.codebook import Verdict
from tocsin.correcting import Ground, UnreadableValueError, find_words, value_of
from tocsin.identity import incident_id, judgement_id
from tocsin.ledger import Ledger, RemovedError
from tocsin.ledger.view import View
from tocsin.link import CORRECTABLE, ConflictingJudgementsError, UnfitCorrectionError
from tocsin.link.cluster import PAIRWISE, in_force
from tocsin.model import Judgement
from tocsin.pipeline import judge, require_two_persons
from tocsin.publish import terminal
from tocsin.publish.json import array_lines
from tocsin.wire import judgement_json

ByOption = Annotated[str | None, typer.Option(help="Who decides [default: your login name].")]
ReasonOption = Annotated[str, typer.Option(help="Why.")]


class OnOff(StrEnum):
    """A setting of two states."""

    ON = "on"
    OFF = "off"


def judge_command(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="ID [ID] VERDICT",
            help="Two ids and same, different or undecided; or one id and accept or reject.",
        ),
    ],
    *,
    by: ByOption = None,
    reason: ReasonOption = "",
    ledger: LedgerOption = "",
) -> None:
    """Record a decision on incidents. It survives recoding, and a later one answers it."""
    ids, verdict = _verdict(words)
    judging = by or login_name()
    with opened_ledger(ledger) as opened:
        with suppress(ConflictingJudgementsError):  # this decision may be the one that settles it
            refresh(opened)
        claims = [_claim_of(opened, identifier) for identifier in ids]
        if len(set(claims)) != len(claims):
            raise fail("both ids mean the same: name two claims of the incident to tell them apart")
        decision = _judgement(verdict, claims, judging, reason)
        judge(opened, decision, knowledge())
        _tell_recorded(opened, decision)


def correct_command(
    identifier: Annotated[str, typer.Argument(metavar="CLAIM", help="A claim, or the beginning of its id.")],
    field: Annotated[str, typer.Argument(metavar="FIELD", help=f"One of {', '.join(CORRECTABLE)}.")],
    written: Annotated[
        str | None,
        typer.Argument(
            metavar="VALUE",
            help="What is right: 5, 20+, 10-15 or none; 2021-07-05; a name; 36.24,43.96; yes or no.",
        ),
    ] = None,
    *,
    words: Annotated[str, typer.Option(help="The words of the report that say so.")] = "",
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take the correction back: as it was coded.")] = False,
    by: ByOption = None,
    reason: ReasonOption = "",
    ledger: LedgerOption = "",
) -> None:
    """Set right a value of a claim. The claim stays as coded; the correction stands beside it and is what counts."""
    if (written is None) is not withdraw:
        raise typer.BadParameter("give a value, or --withdraw", param_hint="VALUE")
    judging = by or login_name()
    with opened_ledger(ledger) as opened:
        refresh(opened)
        claim = opened.claim(identifier)
        report = opened.report(claim.report)
        try:
            ground = Ground(claim, report, find_words(report, words) if words else None, knowledge().resolvers)
            value = None if written is None else value_of(field, written, ground)
            decision = _judgement(Verdict.CORRECT, [claim.id], judging, reason, (field, value))
            judge(opened, decision, knowledge())
        except (UnreadableValueError, UnfitCorrectionError) as error:
            raise fail(f"claim {claim.id}: {error}") from error
        _tell_recorded(opened, decision)


def _tell_recorded(opened: Ledger, decision: Judgement) -> None:
    said = f"Recorded: {decision.verdict}{' ' + decision.field if decision.field else ''}, by {decision.by}."
    if opened.two_persons() and decision not in in_force(opened.judgements(), two_persons=True):
        tell(f"{said} It waits for a second person to decide the same.")
    else:
        tell(f"{said} {incidents_held(opened)} now.")


def judgements_command(
    *,
    form: Annotated[ShowFormat, typer.Option("--format", help="table or json.")] = ShowFormat.TABLE,
    in_full: InFullOption = False,
    ledger: LedgerOption = "",
) -> None:
    """List the decisions of people, oldest first: who, when, why, and whether they hold."""
    with opened_ledger(ledger) as opened:
        holding = {one.id for one in in_force(opened.judgements(), two_persons=opened.two_persons())}
        made = View(opened, viewer(in_full=in_full)).judgements()
        holding &= {one.id for one in made}
        if form is ShowFormat.JSON:
            write_out(array_lines("[", ({**judgement_json(one), "holds": one.id in holding} for one in made), "]"))
            return
        if made:
            out.print(terminal.judgement_table(made, holding))
        tell(f"{counted(len(made), 'decision')}, {len(holding)} in force.")


def two_persons_command(
    state: Annotated[OnOff, typer.Argument(metavar="on|off", help="Whether two people must decide the same.")],
    *,
    by: ByOption = None,
    ledger: LedgerOption = "",
) -> None:
    """Set whether a decision holds only once a second person has made it too."""
    setting = by or login_name()
    with opened_ledger(ledger) as opened:
        require_two_persons(opened, knowledge(), required=state is OnOff.ON, by=setting)
        tell(f"{opened.name}: two persons {state}, by {setting}. {incidents_held(opened)} now.")


def _verdict(words: Sequence[str]) -> tuple[list[str], Verdict]:
    *ids, last = words
    try:
        verdict = next(one for one in Verdict if one == last and one is not Verdict.CORRECT)
    except StopIteration as error:
        raise typer.BadParameter(
            f"{last!r} is no verdict: same, different, undecided, accept or reject", param_hint="VERDICT"
        ) from error
    wanted = 2 if verdict in PAIRWISE else 1
    if len(ids) != wanted:
        raise typer.BadParameter(f"{verdict} takes {counted(wanted, 'id')}", param_hint="ID")
    return ids, verdict


def login_name() -> str:
    """Return who is logged in; a container may have a user without a name."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError) as error:
        raise typer.BadParameter("you have no login name here: say who judges", param_hint="'--by'") from error


def _claim_of(opened: Ledger, identifier: str) -> str:
    """Return the claim that an id stands for in a judgement: of an incident, past or present, its founding claim."""
    if identifier.startswith("c"):
        return opened.claim(identifier).id
    try:
        incident = opened.incident(identifier)
    except RemovedError:
        founding = _founding(identifier, (claim.id for claim in opened.claims()))
        if founding is None:
            raise
        return founding
    return _founding(identifier, incident.claims) or incident.founding


def _founding(identifier: str, claims: Iterable[str]) -> str | None:
    """Return the claim that the id of an incident was minted from, the incident itself being merged away or removed."""
    return next((claim for claim in claims if incident_id(claim).startswith(identifier)), None)


def _judgement(
    verdict: Verdict, claims: Sequence[str], by: str, reason: str, fixed: tuple[str, str | None] = ("", None)
) -> Judgement:
    """Return a decision made now; ``fixed`` are the field and value of a correction."""
    at = datetime.now(UTC).isoformat(timespec="microseconds")
    left, right = claims[0], claims[1] if len(claims) > 1 else None
    key = judgement_id(verdict, left, right or fixed[0], by, at)
    return Judgement(key, verdict, left, right, by, at, reason, fixed[0] or None, fixed[1])
