"""Commands by which people decide."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Annotated

import typer

from tocsin.cli.console import LedgerOption, counted, fail, incidents_held, knowledge, opened_ledger, refresh, tell
from tocsin.codebook import Verdict
from tocsin.identity import incident_id, judgement_id
from tocsin.ledger import Ledger, RemovedError
from tocsin.link.cluster import ConflictingJudgementsError
from tocsin.model import Judgement
from tocsin.pipeline import (
    judge,
)


def judge_command(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="ID [ID] VERDICT", help="Two ids and same or different; or one id and accept or reject."
        ),
    ],
    *,
    by: Annotated[str | None, typer.Option(help="Who judges [default: your login name].")] = None,
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    ledger: LedgerOption = "",
) -> None:
    """Record a decision on incidents. It survives recoding, and a later one answers it."""
    ids, verdict = _verdict(words)
    judging = by or _login_name()
    with opened_ledger(ledger) as opened:
        with suppress(ConflictingJudgementsError):  # this decision may be the one that settles it
            refresh(opened)
        claims = [_claim_of(opened, identifier) for identifier in ids]
        if len(set(claims)) != len(claims):
            raise fail("both ids mean the same: name two claims of the incident to tell them apart")
        judge(opened, _judgement(verdict, claims, judging, reason), knowledge())
        tell(f"Recorded: {verdict}, by {judging}. {incidents_held(opened)} now.")


def _verdict(words: Sequence[str]) -> tuple[list[str], Verdict]:
    *ids, last = words
    try:
        verdict = Verdict(last)
    except ValueError as error:
        raise typer.BadParameter(
            f"{last!r} is no verdict: same, different, accept or reject", param_hint="VERDICT"
        ) from error
    wanted = 2 if verdict in (Verdict.SAME, Verdict.DIFFERENT) else 1
    if len(ids) != wanted:
        raise typer.BadParameter(f"{verdict} takes {counted(wanted, 'id')}", param_hint="ID")
    return ids, verdict


def _login_name() -> str:
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


def _judgement(verdict: Verdict, claims: Sequence[str], by: str, reason: str) -> Judgement:
    at = datetime.now(UTC).isoformat(timespec="microseconds")
    left, right = claims[0], claims[1] if len(claims) > 1 else None
    return Judgement(judgement_id(verdict, left, right or "", by, at), verdict, left, right, by, at, reason)
