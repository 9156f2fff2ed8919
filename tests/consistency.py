"""What has to hold of every ledger whose incidents are up to date, whatever happened to it before."""

from __future__ import annotations

import sqlite3
from collections import Counter

from sqlalchemy import select

from tocsin.ledger import Ledger, schema
from tocsin.link import ACROSS_BAR, LINKER, NEAR_BAR, Ground, Sides, link, links_among, prepared, standings, verdicts
from tocsin.link.block import candidate_pairs
from tocsin.link.days import days_meet
from tocsin.model import Incident
from tocsin.reviewing import review_anew


def check_consistent(ledger: Ledger, sides: Sides) -> None:
    """Check a ledger in a file against what linking all its claims at once gives, table by table."""
    assert not ledger.stale(LINKER)
    shown = {one.id: one for one in ledger.incidents()}
    assert shown == _linked_at_once(ledger, sides)
    assert max(Counter(claim for one in shown.values() for claim in one.claims).values(), default=1) == 1
    _check_history(ledger, shown)
    _check_reviews(ledger, shown)
    connection = sqlite3.connect(ledger.name)
    try:
        _check_tables(connection, ledger, sides)
        held = connection.execute("SELECT incident, claim FROM incident_claims").fetchall()
    finally:
        connection.close()
    assert sorted(held) == sorted((one.id, claim) for one in shown.values() for claim in one.claims)


def _linked_at_once(ledger: Ledger, sides: Sides) -> dict[str, Incident]:
    reports = {report.id: report for report in ledger.reports()}
    made = link(reports, ledger.claims(), ledger.judgements(), sides, two_persons=ledger.two_persons())
    return {one.id: one for one in made}


def _check_history(ledger: Ledger, shown: dict[str, Incident]) -> None:
    """Check that the last version of every incident is what is shown, and what became of those not shown."""
    last: dict[str, Incident | None] = {}
    numbers: Counter[str] = Counter()
    for version in ledger.changes():
        numbers[version.incident] += 1
        assert version.number == numbers[version.incident]
        last[version.incident] = version.state
    assert {key: state for key, state in last.items() if state is not None} == shown
    redirects, tombstones = ledger.redirects(), ledger.tombstones()
    assert not redirects.keys() & tombstones.keys()
    assert redirects.keys() | tombstones.keys() == last.keys() - shown.keys()
    assert set(redirects.values()) <= shown.keys()


def _check_reviews(ledger: Ledger, shown: dict[str, Incident]) -> None:
    """Check that what needs a look is what looking at every incident anew gives."""
    table = schema.reviews
    rows = select(table).order_by(table.c.incident)
    with ledger.trial() as change:
        kept = change._connection.execute(rows).all()
        review_anew(change, shown)
        anew = change._connection.execute(rows).all()
    assert kept == anew
    assert [row.incident for row in kept] == sorted(shown)


def _check_tables(connection: sqlite3.Connection, ledger: Ledger, sides: Sides) -> None:
    """Check that the file is sound and that the index and the links are whole."""
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    reports = {report.id: report for report in ledger.reports()}
    tellings = prepared(
        ledger.claims(), Ground(reports, verdicts(ledger.judgements(), two_persons=ledger.two_persons()), sides)
    )
    index = {(one.key, one.first, key, one.last) for key, told in tellings.items() for one in standings(told)}
    assert set(connection.execute("SELECT key, first, claim, last FROM standings")) == index
    found = links_among(tellings, candidate_pairs(tellings.values()), sides, NEAR_BAR)
    links = {(one.a, one.b, one.score) for one in found if one.score >= ACROSS_BAR.link}
    assert set(connection.execute("SELECT a, b, score FROM links")) == links
    nears = {
        (one.a, one.b, one.score)
        for one in found
        if one.score < ACROSS_BAR.link and days_meet(tellings[one.a].claim, tellings[one.b].claim)
    }
    assert set(connection.execute("SELECT a, b, score FROM nears")) == nears
