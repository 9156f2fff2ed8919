"""Commands by which people decide."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from contextlib import suppress
from enum import StrEnum
from typing import Annotated

import typer

from tocsin.access import Actor
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
from tocsin.deciding import Decision, DecisionError, Made, claim_of, decide, undo
from tocsin.ledger import Ledger
from tocsin.ledger.view import View
from tocsin.link import CORRECTABLE, ConflictingJudgementsError, UnfitCorrectionError
from tocsin.link.decisions import PAIRWISE, Outcome, decided
from tocsin.pipeline import require_two_persons
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
        claims = [claim_of(opened, identifier) for identifier in ids]
        if len(set(claims)) != len(claims):
            raise fail("both ids mean the same: name two claims of the incident to tell them apart")
        decision = Decision(verdict, claims[0], claims[1] if len(claims) > 1 else None, reason)
        _tell_recorded(opened, decide(opened, decision, at_the_terminal(judging), knowledge()))


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
            decision = Decision(Verdict.CORRECT, claim.id, None, reason, field, value)
            made = decide(opened, decision, at_the_terminal(judging), knowledge())
        except (UnreadableValueError, UnfitCorrectionError) as error:
            raise fail(f"claim {claim.id}: {error}") from error
        _tell_recorded(opened, made)


def undo_command(
    identifier: Annotated[
        str, typer.Argument(metavar="JUDGEMENT", help="A decision, or the beginning of its id; an undo is one too.")
    ],
    *,
    by: ByOption = None,
    reason: ReasonOption = "",
    ledger: LedgerOption = "",
) -> None:
    """Take a decision back by a new one; what was decided before it holds again. Nothing is deleted."""
    judging = by or login_name()
    with opened_ledger(ledger) as opened:
        with suppress(ConflictingJudgementsError):  # this undo may be what settles it
            refresh(opened)
        try:
            _tell_recorded(opened, undo(opened, identifier, reason, at_the_terminal(judging), knowledge()))
        except DecisionError as error:
            raise fail(str(error)) from error


def _tell_recorded(opened: Ledger, made: Made) -> None:
    decision = made.judgement
    said = f"Recorded: {decision.verdict}{' ' + decision.field if decision.field else ''}, by {decision.by}."
    if made.outcome is Outcome.WAITING:
        tell(f"{said} It waits for a second person to decide the same.")
    else:
        tell(f"{said} {incidents_held(opened)} now.")


judgements_app = typer.Typer(help="Decisions of people: list them, take one back.", invoke_without_command=True)
judgements_app.command("undo")(undo_command)


@judgements_app.callback()
def judgements_command(
    context: typer.Context,
    *,
    form: Annotated[ShowFormat, typer.Option("--format", help="table or json.")] = ShowFormat.TABLE,
    in_full: InFullOption = False,
    ledger: LedgerOption = "",
) -> None:
    """List the decisions of people, oldest first: who, when, why, and whether they hold. undo takes one back."""
    if context.invoked_subcommand is not None:
        return
    with opened_ledger(ledger) as opened:
        found = decided(opened.judgements(), two_persons=opened.two_persons())
        made = View(opened, viewer(in_full=in_full)).judgements()
        holding = {one.id for one in found.in_force} & {one.id for one in made}
        if form is ShowFormat.JSON:
            listed = (
                {**judgement_json(one), "holds": one.id in holding, "state": found.outcomes[one.id].value}
                for one in made
            )
            write_out(array_lines("[", listed, "]"))
            return
        if made:
            out.print(terminal.judgement_table(made, found.outcomes))
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
        by_whom = at_the_terminal(setting)
        require_two_persons(opened, knowledge(), required=state is OnOff.ON, by=by_whom)
        tell(f"{opened.name}: two persons {state}, by {setting}. {incidents_held(opened)} now.")


def _verdict(words: Sequence[str]) -> tuple[list[str], Verdict]:
    *ids, last = words
    try:
        verdict = next(one for one in Verdict if one == last and one not in {Verdict.CORRECT, Verdict.UNDO})
    except StopIteration as error:
        raise typer.BadParameter(
            f"{last!r} is no verdict: same, different, undecided, accept or reject", param_hint="VERDICT"
        ) from error
    wanted = 2 if verdict in PAIRWISE else 1
    if len(ids) != wanted:
        raise typer.BadParameter(f"{verdict} takes {counted(wanted, 'id')}", param_hint="ID")
    return ids, verdict


def at_the_terminal(name: str) -> Actor:
    """Return who decides by a command: whoever can write the ledger's file may do everything."""
    return Actor(name, "command line", "this machine")


def login_name() -> str:
    """Return who is logged in; a container may have a user without a name."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError) as error:
        raise typer.BadParameter("you have no login name here: say who judges", param_hint="'--by'") from error
