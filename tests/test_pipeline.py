"""The stages together: the same ledger in whatever order and batches reports come, and every value on its words."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consistency import check_consistent
from tocsin.access import Actor
from tocsin.codebook import Verdict
from tocsin.correcting import Ground, value_of
from tocsin.identity import incident_id
from tocsin.ledger import Ledger
from tocsin.link import LINKER, link
from tocsin.link.cluster import ConflictingJudgementsError
from tocsin.link.decisions import PAIRWISE
from tocsin.linking import relink_all
from tocsin.model import Judgement, Report, Span
from tocsin.pipeline import (
    CODED,
    Coding,
    add_reports,
    bring_up_to_date,
    code,
    code_all,
    judge,
    rebuild,
    require_two_persons,
    state_of,
)
from tocsin.read import Defaults, read_sources
from tocsin.samples import sample_path
from tocsin.wire import incident_json


@cache
def sample_reports() -> tuple[Report, ...]:
    found = tuple(read_sources([str(sample_path())], Defaults()))
    reports = tuple(one for one in found if isinstance(one, Report))
    assert len(reports) == len(found) == 69
    return reports


def add(ledger: Ledger, reports: Iterable[Report], coding: Coding) -> list[bool]:
    added = [arrival.new for _, arrival in add_reports(ledger, reports, coding)]
    bring_up_to_date(ledger, coding)
    return added


def ledger_of(batches: Sequence[Sequence[Report]], coding: Coding) -> list[str]:
    with tempfile.TemporaryDirectory() as folder, Ledger.open(Path(folder, "t.db")) as ledger:
        for batch in batches:
            add(ledger, batch, coding)
        return list(ledger.dump())


@pytest.fixture(scope="module")
def neural() -> Coding:
    return Coding.neural()


def test_the_trained_tagger_reads_a_report_the_same_in_any_company(neural: Coding) -> None:
    reports = sample_reports()[:24]
    together = code_all(reports, neural)
    assert code_all(reports[::-1], neural)[::-1] == together
    assert [code(report, neural) for report in reports[:6]] == together[:6]
    assert any(coded.claims for coded in together)


def test_what_the_trained_tagger_reads_stands_where_it_says_and_says_how_sure_it_is(neural: Coding) -> None:
    for coded in code_all(sample_reports()[:24], neural):
        for span in spans(coded):
            assert coded.report.text[span.start : span.end] == span.text
            assert span.confidence is None or 0 <= span.confidence <= 1
        for claim in coded.claims:
            assert 0 <= claim.confidence <= 1
            assert {"kind", "status", "background"} <= dict(claim.certainty).keys()


@st.composite
def arrivals(draw: st.DrawFn) -> list[list[Report]]:
    """Draw up to eight reports, near ones in the file (which tell of the same days) likelier, in any order and batches.

    Some come twice.
    """
    start = draw(st.integers(0, len(sample_reports()) - 1))
    near = sample_reports()[start : start + 12]
    chosen = draw(st.lists(st.sampled_from(near), min_size=2, max_size=8))
    batches: list[list[Report]] = [[]]
    for report in chosen:
        if draw(st.booleans()):
            batches.append([])
        batches[-1].append(report)
    return batches


@settings(max_examples=25)
@given(batches=arrivals())
def test_any_order_and_any_batches_give_the_same_ledger(coding: Coding, batches: list[list[Report]]) -> None:
    at_once = sorted({report for batch in batches for report in batch}, key=lambda report: report.id)
    assert ledger_of(batches, coding) == ledger_of([at_once], coding)


@settings(max_examples=15)
@given(batches=arrivals())
def test_as_of_any_moment_is_the_ledger_of_what_had_arrived_by_then(
    coding: Coding, batches: list[list[Report]]
) -> None:
    arrived = list(dict.fromkeys(report for batch in batches for report in batch))
    with tempfile.TemporaryDirectory() as folder, Ledger.open(Path(folder, "t.db")) as ledger:
        moments: list[datetime] = []
        for report in arrived:
            add(ledger, [report], coding)
            moments.append(datetime.now(UTC))
        relinked = list(ledger.dump())
        for count, moment in enumerate(moments, start=1):
            with Ledger.open(Path(folder, f"{count}.db")) as then:
                add(then, arrived[:count], coding)
                assert list(ledger.as_of(moment)) == list(then.incidents())
        assert not list(ledger.as_of(moments[0] - timedelta(days=1)))
        with ledger.change() as change:
            relink_all(change, coding.resolvers.actors, "test")
        assert list(ledger.dump()) == relinked, "linking all at once gives what linking one by one gave"


@dataclass(frozen=True)
class Decision:
    """A decision on claims given as places in the list of all there are by then, those told most often first.

    An undo is of the judgement that ``left`` places among those made by then.
    """

    by: str
    verdict: Verdict
    left: int
    right: int
    fixed: tuple[str, str | None]


@st.composite
def happenings(draw: st.DrawFn) -> list[Report | Decision]:
    """Draw a few reports with decisions between and after them, in any order."""
    decisions = st.builds(
        Decision,
        st.sampled_from(["ann", "bob"]),
        st.sampled_from([*Verdict, *[Verdict.UNDO] * 3]),
        st.integers(0, 3),
        st.integers(0, 7),
        # A figure that seldom parts claims, a day that always does, and both taken back.
        st.sampled_from(
            [("killed", "3"), ("killed", "400+"), ("killed", None), ("when", "2019-01-01"), ("when", None)]
        ),
    )
    reports = [report for batch in draw(arrivals()) for report in batch]
    happening: list[Report | Decision] = [*reports, *draw(st.lists(decisions, min_size=1, max_size=8))]
    return draw(st.permutations(happening))


def decide(ledger: Ledger, decision: Decision, second: int, coding: Coding) -> None:
    """Make a decision; nothing changes if it contradicts others, and there is none on no claims."""
    told = Counter({claim: len(one.claims) for one in ledger.incidents() for claim in one.claims})
    claims = sorted(ledger.claims(), key=lambda claim: (-told[claim.id], claim.id))
    if len(claims) < 2:
        return
    left = claims[decision.left % len(claims)]
    others = [claim for claim in claims if claim.id != left.id]
    right = others[decision.right % len(others)].id if decision.verdict in PAIRWISE else None
    field, value = None, None
    if decision.verdict is Verdict.CORRECT:
        field, written = decision.fixed
        ground = Ground(left, ledger.report(left.report), None, coding.resolvers)
        value = None if written is None else value_of(field, written, ground)
    at = f"2024-01-01T00:00:{second:02d}+00:00"
    judgement = Judgement(f"j{second}", decision.verdict, left.id, right, decision.by, at, "", field, value)
    if decision.verdict is Verdict.UNDO:
        made = list(ledger.judgements())
        if not made:
            return
        undone = made[decision.left % len(made)]
        judgement = replace(judgement, left=undone.left, right=undone.right, field=undone.field, undoes=undone.id)
    before = list(ledger.dump(history=True))
    try:
        judge(ledger, judgement, coding)
    except ConflictingJudgementsError:
        assert list(ledger.dump(history=True)) == before
        reports = {report.id: report for report in ledger.reports()}
        told, sides = [*ledger.judgements(), judgement], coding.resolvers.actors
        with pytest.raises(ConflictingJudgementsError):
            link(reports, ledger.claims(), told, sides, two_persons=ledger.two_persons())
    else:
        assert judgement in set(ledger.judgements())


@settings(max_examples=20)
@given(happening=happenings(), two_persons=st.booleans())
def test_after_each_report_and_decision_the_ledger_is_as_linked_at_once(
    coding: Coding, happening: list[Report | Decision], two_persons: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder, Ledger.open(Path(folder, "t.db")) as ledger:
        require_two_persons(ledger, coding, required=two_persons, by=Actor("chief", "admin", ""))
        for second, one in enumerate(happening):
            if isinstance(one, Report):
                add(ledger, [one], coding)
            else:
                decide(ledger, one, second, coding)
            if not ledger.stale(LINKER):  # as it is until the first report
                check_consistent(ledger, coding.resolvers.actors)
        assert not ledger.stale(LINKER)
        before = list(ledger.dump())
        assert _in_another_order(Path(folder, "other.db"), ledger, coding) == before
        rebuild(ledger, coding, lambda _: None)
        assert list(ledger.dump()) == before


def _in_another_order(path: Path, ledger: Ledger, coding: Coding) -> list[str]:
    """Return what a ledger of the same reports and decisions holds that come the other way round."""
    with Ledger.open(path) as other:
        require_two_persons(other, coding, required=ledger.two_persons(), by=Actor("chief", "admin", ""))
        add(other, list(ledger.reports())[::-1], coding)
        for judgement in reversed(list(ledger.judgements())):
            other.judge(judgement)
        with other.change() as change:
            relink_all(change, coding.resolvers.actors, "test")
        return list(other.dump())


def test_merge_and_split_return_the_former_state_and_the_history_tells(tmp_path: Path, coding: Coding) -> None:
    with Ledger.open(tmp_path / "t.db") as ledger:
        add(ledger, sample_reports()[:8], coding)
        before = [incident_json(one) | {"version": 0} for one in ledger.incidents()]
        a, b = sorted(one.founding for one in ledger.incidents())[:2]
        together = Judgement("j1", Verdict.SAME, a, b, "editor", "2024-01-01T00:00:01")
        apart = Judgement("j2", Verdict.DIFFERENT, a, b, "editor", "2024-01-01T00:00:02")
        judge(ledger, together, coding)
        (merged,) = ledger.deleted()
        assert merged.cause == "judgement j1"
        assert merged.successor in {incident_id(a), incident_id(b)}
        moment = datetime.now(UTC)
        judge(ledger, apart, coding)
        assert [incident_json(one) | {"version": 0} for one in ledger.incidents()] == before
        assert list(ledger.deleted()) == []
        assert len(list(ledger.as_of(moment))) == len(before) - 1
        back = list(ledger.history(merged.incident))
        assert [(one.cause.split()[0], one.state is None) for one in back] == [
            ("report", False),
            ("judgement", True),
            ("judgement", False),
        ]


def test_a_change_names_the_fields_that_changed(whole: Ledger) -> None:
    changed = [one for one in whole.changes() if one.changes]
    assert changed
    for version in changed:
        assert version.state is not None
        doc = incident_json(version.state)
        for field in version.changes:
            assert field.before != field.after
            assert json.loads(field.after) == doc[field.field]
    later = list(whole.changes(datetime.fromisoformat(changed[0].at)))
    assert all(one.at > changed[0].at for one in later)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, coding: Coding) -> Iterator[Ledger]:
    with Ledger.open(tmp_path_factory.mktemp("pipeline") / "whole.db") as ledger:
        assert all(add(ledger, sample_reports(), coding))
        yield ledger


def test_adding_again_changes_nothing(whole: Ledger, coding: Coding) -> None:
    before, revision = list(whole.dump(history=True)), whole.revision()
    assert not any(add(whole, reversed(sample_reports()), coding))
    assert whole.revision() == revision
    assert list(whole.dump(history=True)) == before


def test_all_samples_in_three_batches_backwards_give_the_same_ledger(whole: Ledger, coding: Coding) -> None:
    backwards = sample_reports()[::-1]
    assert ledger_of([backwards[:5], backwards[5:40], backwards[40:]], coding) == list(whole.dump())


def test_rebuilding_gives_the_same_ledger(whole: Ledger, coding: Coding) -> None:
    before = list(whole.dump(history=True))
    steps: list[int] = []
    rebuild(whole, coding, steps.append)
    assert list(whole.dump(history=True)) == before
    assert sum(steps) == len(sample_reports())


def spans(value: object) -> Iterator[Span]:
    """Yield every span inside a value."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from spans(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from spans(getattr(value, field.name))


def test_every_value_stands_on_the_words_it_names(whole: Ledger) -> None:
    seen = 0
    for report in whole.reports():
        coded = whole.coded(report.id)
        for span in spans((coded.claims, coded.totals, coded.presence, coded.blame)):
            seen += 1
            assert span.text, f"a span of no words in {report.ref}"
            assert report.text[span.start : span.end] == span.text, report.ref
    assert seen > 500


def test_every_claim_is_in_one_incident(whole: Ledger) -> None:
    held = [claim for incident in whole.incidents() for claim in incident.claims]
    assert sorted(held) == sorted(claim.id for claim in whole.claims())


def test_a_report_in_another_language_has_no_claims_and_says_why(coding: Coding) -> None:
    foreign = replace(sample_reports()[0], language="fr")
    coded = code(foreign, coding)
    assert (coded.claims, coded.totals, coded.warnings) == ((), (), ("not coded: language fr",))
    assert state_of(foreign) == "not coded: language fr"
    assert state_of(sample_reports()[0]) == CODED


def test_a_contradicting_judgement_is_refused_before_anything_is_recorded(tmp_path: Path, coding: Coding) -> None:
    with Ledger.open(tmp_path / "t.db") as ledger:
        add(ledger, sample_reports()[:8], coding)
        a, b, c = sorted(incident.founding for incident in ledger.incidents())[:3]

        def decide(verdict: Verdict, left: str, right: str, at: str) -> None:
            judge(ledger, Judgement(f"j{at}", verdict, left, right, "editor", f"2024-01-01T00:00:0{at}"), coding)
            assert not ledger.stale(LINKER)

        decide(Verdict.SAME, a, b, "1")
        decide(Verdict.DIFFERENT, b, c, "2")
        before = list(ledger.dump(history=True))
        with pytest.raises(ConflictingJudgementsError):
            decide(Verdict.SAME, a, c, "3")
        assert list(ledger.dump(history=True)) == before
        decide(Verdict.SAME, b, c, "4")  # a later word on the same two settles it
        decide(Verdict.SAME, a, c, "5")
        together = [incident for incident in ledger.incidents() if a in incident.claims]
        assert [set(incident.claims) >= {a, b, c} for incident in together] == [True]
