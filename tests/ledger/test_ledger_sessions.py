"""Sessions of browsers: how long they last, how many there are, and what is kept of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from ledger_samples import empty_ledger

from tocsin.access import Actor, Role, token_hash
from tocsin.ledger import Ledger
from tocsin.ledger import sessions as kept
from tocsin.ledger.access import Access
from tocsin.ledger.sessions import IDLE, LONGEST, MOST_OF_ONE, USED_EVERY, Sessions

ROOT = Actor("root", "command line", "this machine")


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with empty_ledger(tmp_path / "t.db") as opened:
        yield opened


def token(ledger: Ledger, name: str) -> str:
    return token_hash(Access(ledger).create(name, Role.REVIEWER, ROOT))


def test_a_session_ends_when_it_is_not_used_and_at_last_anyway(ledger: Ledger) -> None:
    clock, ann = Clock(), token(ledger, "Ann")
    sessions = Sessions(ledger, clock)
    cookie, session = sessions.begin(ann)
    clock.now += IDLE
    assert sessions.find(cookie) == session
    clock.now += IDLE + timedelta(seconds=1)
    assert sessions.find(cookie) is None
    cookie, session = sessions.begin(ann)
    began = clock.now
    while clock.now + IDLE <= began + LONGEST:
        clock.now += IDLE
        assert sessions.find(cookie) == session
    clock.now = began + LONGEST + timedelta(seconds=1)
    assert sessions.find(cookie) is None
    assert sessions.find("no cookie of ours \ud800") is None


def test_a_token_has_so_many_sessions_and_the_unused_end_first(ledger: Ledger) -> None:
    clock, ann, bob = Clock(), token(ledger, "Ann"), token(ledger, "Bob")
    sessions = Sessions(ledger, clock)
    cookies = []
    for _ in range(MOST_OF_ONE):
        cookies.append(sessions.begin(ann)[0])
        clock.now += timedelta(seconds=1)
    other, _ = sessions.begin(bob)
    clock.now += 2 * USED_EVERY
    assert sessions.find(cookies[0]) is not None
    newest, _ = sessions.begin(ann)
    assert sessions.find(cookies[1]) is None
    assert all(sessions.find(cookie) is not None for cookie in (cookies[0], *cookies[2:], newest, other))


def test_there_are_so_many_sessions_in_all(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 3)
    clock = Clock()
    sessions = Sessions(ledger, clock)
    cookies = []
    for name in ("Ann", "Bob", "Cem", "Dora"):
        cookies.append(sessions.begin(token(ledger, name))[0])
        clock.now += timedelta(seconds=1)
    assert [sessions.find(cookie) is not None for cookie in cookies] == [False, True, True, True]


def test_what_has_ended_is_taken_away(ledger: Ledger, tmp_path: Path) -> None:
    clock, ann = Clock(), token(ledger, "Ann")
    sessions = Sessions(ledger, clock)
    sessions.begin(ann)
    clock.now += IDLE + timedelta(seconds=1)
    sessions.begin(ann)
    database = sqlite3.connect(tmp_path / "t.db")
    assert database.execute("SELECT count(*) FROM sessions").fetchone() == (1,)
    database.close()


def test_nothing_of_the_cookie_stands_in_the_file(ledger: Ledger, tmp_path: Path) -> None:
    cookie, session = Sessions(ledger).begin(token(ledger, "Ann"))
    ledger.close()
    stored = (tmp_path / "t.db").read_bytes()
    assert cookie.encode() not in stored
    assert session.csrf.encode() not in stored


def test_a_token_that_is_revoked_takes_its_sessions_along(ledger: Ledger) -> None:
    sessions = Sessions(ledger)
    ann, bob = (sessions.begin(token(ledger, name))[0] for name in ("Ann", "Bob"))
    Access(ledger).revoke("Ann", ROOT)
    assert (sessions.find(ann), sessions.find(bob) is None) == (None, False)
