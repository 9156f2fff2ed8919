"""Adding, reading, judging and recoding."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_samples import coded, empty_ledger, incident

import strategies
from tocsin.codebook import Kind, Verdict
from tocsin.ledger import AmbiguousIdError, Ledger, LedgerError, UnknownIdError
from tocsin.model import Claim, CodedReport, Figure, Judgement, Place, Span


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with empty_ledger(tmp_path / "test.db") as opened:
        yield opened


def test_what_is_added_comes_back(ledger: Ledger) -> None:
    assert ledger.add(coded(2)).new
    assert ledger.coded(coded(2).report.id) == coded(2)
    assert list(ledger.reports()) == [coded(2).report]
    assert list(ledger.claims()) == list(coded(2).claims)
    assert list(ledger.totals()) == list(coded(2).totals)
    assert list(ledger.presence()) == list(coded(2).presence)
    assert list(ledger.blame()) == list(coded(2).blame)


def test_adding_again_changes_nothing(ledger: Ledger) -> None:
    ledger.add(coded(1))
    before = (list(ledger.dump(history=True)), ledger.revision())
    assert not ledger.add(coded(1)).new
    assert not ledger.add(replace(coded(1), claims=()), "not coded: language").new
    assert (list(ledger.dump(history=True)), ledger.revision()) == before


def test_every_name_of_a_report_is_kept_and_the_first_in_order_shown(ledger: Ledger) -> None:
    report = coded(1).report.id
    for name in ("m.txt", "z.txt", "a.txt"):
        ledger.add(coded(1, name))
    assert ledger.refs(report) == ("a.txt", "m.txt", "z.txt")
    assert ledger.report(report).ref == "a.txt"


def test_a_new_name_makes_incidents_stale_only_where_it_is_shown(ledger: Ledger) -> None:
    ledger.add(coded(1, "m.txt"))
    ledger.replace_incidents([])
    ledger.add(coded(1, "z.txt"))
    assert ledger.stale() is False, "z.txt comes after m.txt: incidents show the same name as before"
    ledger.add(coded(1, "a.txt"))
    assert ledger.stale() is True


def test_states_are_counted(ledger: Ledger) -> None:
    ledger.add(coded(1))
    ledger.add(coded(2))
    ledger.add(CodedReport(coded(3).report), "not coded: language is fr")
    assert ledger.states() == {"coded": 2, "not coded: language is fr": 1}


def test_a_report_is_refused_whole(ledger: Ledger) -> None:
    sound = coded(2)
    twice = replace(sound, claims=(*sound.claims, sound.claims[0]))
    foreign = replace(sound, claims=(*sound.claims, coded(1).claims[0]))
    unsayable = replace(sound, warnings=("\ud800",))
    nowhere = Place(Span(0, 1, "S"), lat=float("nan"), lon=0.0)
    pointless = replace(sound, claims=(replace(sound.claims[0], places=(nowhere,)),))
    for wrong, words in (
        (twice, "stands twice"),
        (foreign, "holds a claim of the report"),
        (unsayable, "surrogates"),
        (pointless, "JSON compliant"),
    ):
        with pytest.raises(LedgerError, match=words) as refused:
            ledger.add(wrong)
        assert str(refused.value).startswith(f"{ledger.name}: ")
    assert list(ledger.dump()) == []
    assert ledger.add(sound).new


def test_a_figure_beyond_any_column_is_kept(ledger: Ledger) -> None:
    many = 10**30
    sound = coded(0)
    claim = replace(sound.claims[0], killed=Figure(Span(0, 1, "S"), many, None))
    ledger.add(replace(sound, claims=(claim,)))
    assert ledger.claim(claim.id).killed == Figure(Span(0, 1, "S"), many, None)


def test_ids_may_be_shortened_while_one_answers(ledger: Ledger) -> None:
    ledger.add(coded(2))
    first, second = coded(2).claims[:2]
    shared = 1
    while first.id[: shared + 1] == second.id[: shared + 1]:
        shared += 1
    assert ledger.claim(first.id) == first
    assert ledger.claim(first.id[:12]) == first
    assert ledger.report(coded(2).report.id[:6]) == coded(2).report
    with pytest.raises(AmbiguousIdError, match="several claims begin with 'c'"):
        ledger.claim("c")
    for unknown in ("c%", "", "xyz"):  # no wildcard, nothing at all, no such letter
        with pytest.raises(UnknownIdError, match="no claim"):
            ledger.claim(unknown)
    with pytest.raises(UnknownIdError, match="no report"):
        ledger.coded("r0")


def judgement(name: str, left: str, right: str | None = None, at: str = "2024-05-06T10:00:00Z") -> Judgement:
    return Judgement(name, Verdict.REJECT if right is None else Verdict.SAME, left, right, "ana", at, "a reason")


def test_judgements_are_kept_in_the_order_of_their_time(ledger: Ledger) -> None:
    ledger.add(coded(1))
    left, right = (claim.id for claim in coded(1).claims)
    later = judgement("j1", left, right, "2024-05-07T09:00:00Z")
    earlier = judgement("j2", left)
    assert ledger.judge(later) is True
    assert ledger.judge(earlier) is True
    assert ledger.judge(replace(later, reason="changed")) is False, "a decision is never changed"
    assert list(ledger.judgements()) == [earlier, later]


def test_a_judgement_about_nothing_is_refused(ledger: Ledger) -> None:
    ledger.add(coded(1))
    with pytest.raises(LedgerError, match="claim c0: it is not in the ledger"):
        ledger.judge(judgement("j1", coded(1).claims[0].id, "c0"))
    assert list(ledger.judgements()) == []


def test_what_changes_claims_or_judgements_makes_incidents_stale(ledger: Ledger) -> None:
    ledger.add(coded(1))
    assert ledger.stale() is True
    ledger.replace_incidents([incident(coded(1).claims[0].id)])
    assert ledger.stale() is False
    ledger.judge(judgement("j1", coded(1).claims[0].id))
    assert ledger.stale() is True
    ledger.replace_incidents([])
    ledger.replace_claims([(coded(1), "coded")])
    assert ledger.stale() is True


def recoded(number: int) -> CodedReport:
    """Return the sample as a coder reads it that finds one claim, of another kind."""
    sound = coded(number)
    return replace(sound, claims=(replace(sound.claims[0], kind=Kind.BOMBING),), totals=(), warnings=("anew",))


def test_recoding_replaces_and_keeps_judgements(ledger: Ledger) -> None:
    for number in (1, 2):
        ledger.add(coded(number))
    ledger.judge(judgement("j1", coded(1).claims[1].id))
    ledger.replace_claims([(recoded(1), "coded")])
    assert ledger.coded(coded(1).report.id) == recoded(1)
    assert ledger.coded(coded(2).report.id) == coded(2), "a report that is not named keeps what it has"
    assert [kept.id for kept in ledger.judgements()] == ["j1"], "though its claim is coded no more"


def test_recoding_is_done_whole_or_not_at_all(ledger: Ledger) -> None:
    ledger.add(coded(1))
    before = list(ledger.dump())
    with pytest.raises(LedgerError, match="not in the ledger"):
        ledger.replace_claims([(recoded(1), "coded"), (coded(2), "coded")])
    assert list(ledger.dump()) == before

    def broken() -> Iterator[tuple[CodedReport, str]]:
        yield recoded(1), "coded"
        raise RuntimeError("the coder stopped")

    with pytest.raises(RuntimeError, match="the coder stopped"):
        ledger.replace_claims(broken())
    assert list(ledger.dump()) == before


def test_recoding_may_stream_from_the_ledger_itself(ledger: Ledger) -> None:
    for number in range(5):
        ledger.add(coded(number))
    numbers = {coded(number).report.id: number for number in range(5)}
    ledger.replace_claims((recoded(numbers[report.id]), "coded") for report in ledger.reports())
    assert {claim.kind for claim in ledger.claims()} == {Kind.BOMBING}


def test_the_dump_is_json_with_every_table(ledger: Ledger) -> None:
    ledger.add(coded(1))
    ledger.judge(judgement("j1", coded(1).claims[0].id))
    ledger.replace_incidents([incident(coded(1).claims[0].id)])
    lines = [json.loads(line) for line in ledger.dump()]
    tables = [line["table"] for line in lines]
    assert tables == ["reports", "claims", "claims", "totals", "presence", "blame", "judgements", "incidents"]
    assert lines[0]["refs"] == ["1.txt"]
    assert lines[0]["state"] == "coded"


@settings(max_examples=25)
@given(st.data())
def test_the_order_of_arrival_does_not_matter(data: st.DataObject) -> None:
    sent = data.draw(st.lists(strategies.coded_reports(), max_size=3, unique_by=lambda sent: sent.report.id))
    met = [strategies.seen_as(one, name) for one in sent for name in data.draw(st.sets(strategies.WORDS, max_size=2))]
    order = data.draw(st.permutations([*sent, *met]))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        with empty_ledger(path / "a.db") as first, empty_ledger(path / "b.db") as second:
            for one in [*sent, *met]:
                first.add(one)
            for one in order:
                second.add(one)
            assert list(first.dump()) == list(second.dump())
            for one in sent:
                kept: tuple[Claim, ...] = first.coded(one.report.id).claims
                assert kept == one.claims
                assert first.report(one.report.id).text == one.report.text
