"""Tokens and the audit: what the ledger keeps of them, and what it never does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from ledger_samples import coded, empty_ledger

from tocsin.access import AccessError, Act, Actor, Role, looks_like_token, token_hash
from tocsin.ledger import Ledger
from tocsin.ledger.access import Access

ROOT = Actor("root", "command line", "this machine")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with empty_ledger(tmp_path / "test.db") as opened:
        yield opened


def test_a_token_is_known_by_its_hash_and_kept_nowhere(ledger: Ledger) -> None:
    access = Access(ledger)
    words = access.create("Ann", Role.REVIEWER, ROOT)
    assert looks_like_token(words)
    found = access.token(token_hash(words))
    assert found is not None
    assert (found.name, found.role, found.used, found.revoked) == ("Ann", Role.REVIEWER, None, None)
    assert access.token(token_hash(words + "x")) is None
    ledger.close()
    for file in Path(ledger.name).parent.iterdir():
        assert words.encode() not in file.read_bytes(), file.name


def test_no_two_tokens_are_alike(ledger: Ledger) -> None:
    access = Access(ledger)
    assert len({access.create(f"p{number}", Role.READER, ROOT) for number in range(20)}) == 20


def test_a_revoked_token_holds_no_more_and_its_name_can_have_another(ledger: Ledger) -> None:
    access = Access(ledger)
    first = access.create("Ann", Role.ADMIN, ROOT)
    access.revoke("Ann", ROOT)
    assert access.token(token_hash(first)) is None
    second = access.create("Ann", Role.REVIEWER, ROOT)
    assert access.token(token_hash(second)) is not None
    assert [(token.role, token.revoked is None) for token in access.tokens()] == [
        (Role.ADMIN, False),
        (Role.REVIEWER, True),
    ]


def test_renewing_ends_the_old_token_and_keeps_name_and_role(ledger: Ledger) -> None:
    access = Access(ledger)
    first = access.create("Ann", Role.ADMIN, ROOT)
    second = access.renew("Ann", ROOT)
    assert access.token(token_hash(first)) is None
    found = access.token(token_hash(second))
    assert found is not None
    assert (found.name, found.role) == ("Ann", Role.ADMIN)


@pytest.mark.parametrize("name", ["", " Ann", "Ann ", "Ann\n", "a\x00b", "../x", "x" * 65, "<b>", "\u202eAnn", "-a"])
def test_a_name_that_could_pass_for_another_or_break_a_line_is_refused(ledger: Ledger, name: str) -> None:
    with pytest.raises(AccessError, match="is no name"):
        Access(ledger).create(name, Role.READER, ROOT)
    assert Access(ledger).tokens() == ()


def test_a_person_has_one_name_and_one_token(ledger: Ledger) -> None:
    access = Access(ledger)
    access.create("Zoë", Role.REVIEWER, ROOT)
    with pytest.raises(AccessError, match="has a token that holds"):
        access.create("Zoë", Role.ADMIN, ROOT)
    with pytest.raises(AccessError, match="there is Zoë already"):
        access.create("ZOË", Role.REVIEWER, ROOT)
    for change in (access.revoke, access.renew):
        with pytest.raises(AccessError, match="nobody has no token that holds"):
            change("nobody", ROOT)


def test_the_last_use_is_kept_to_the_minute(ledger: Ledger) -> None:
    access = Access(ledger)
    words = access.create("Ann", Role.REVIEWER, ROOT)
    began = datetime(2030, 5, 6, 12, tzinfo=UTC)
    for seconds, kept in ((0, 0), (59, 0), (60, 60), (61, 60)):
        token = access.token(token_hash(words))
        assert token is not None
        access.used(token, began + timedelta(seconds=seconds))
        (after,) = access.tokens()
        assert after.used == began + timedelta(seconds=kept)


def test_what_is_done_with_tokens_is_audited_without_their_words(ledger: Ledger) -> None:
    access = Access(ledger)
    words = [access.create("Ann", Role.REVIEWER, ROOT), access.renew("Ann", ROOT)]
    access.revoke("Ann", ROOT)
    found = list(access.audit())
    assert [(one.act.what, one.act.target, one.act.actor) for one in found] == [
        ("token revoked", "Ann", ROOT),
        ("token renewed", "Ann", ROOT),
        ("token made", "Ann", ROOT),
    ]
    assert [one.number for one in found] == [3, 2, 1]
    assert not any(word in str(found) or token_hash(word) in str(found) for word in words)


def test_the_audit_is_read_in_pages_latest_first(ledger: Ledger) -> None:
    access = Access(ledger)
    for number in range(5):
        access.record(Act(ROOT, "look", str(number)))
    first = list(access.audit(limit=2))
    assert [one.act.target for one in first] == ["4", "3"]
    assert [one.act.target for one in access.audit(before=first[-1].number, limit=2)] == ["2", "1"]


def test_the_audit_of_a_change_that_fails_is_not_kept(ledger: Ledger) -> None:
    ledger.add(coded(1))

    def fail() -> None:
        with ledger.change() as change:
            change.record(Act(ROOT, "judged", "j1"))
            raise RuntimeError("too late")

    with pytest.raises(RuntimeError, match="too late"):
        fail()
    assert list(Access(ledger).audit()) == []
    with ledger.change() as change:
        change.record(Act(ROOT, "judged", "j1", {"claims": ["c1"]}))
    (kept,) = Access(ledger).audit()
    assert (kept.at, kept.act.detail) == (change.at, {"claims": ["c1"]})


@pytest.mark.parametrize(
    ("role", "asked", "covered"),
    [
        (Role.READER, Role.READER, True),
        (Role.READER, Role.REVIEWER, False),
        (Role.REVIEWER, Role.REVIEWER, True),
        (Role.REVIEWER, Role.ADMIN, False),
        (Role.ADMIN, Role.REVIEWER, True),
    ],
)
def test_a_role_covers_the_lesser_ones(role: Role, asked: Role, covered: bool) -> None:
    assert role.covers(asked) is covered
