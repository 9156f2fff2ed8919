"""Totals beside the ledger's own count: what is counted, what is left open, and in which words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from link_builders import incident, nation, on, published, report, span, town

from tocsin.codebook import Kind, Status, TotalOf
from tocsin.link.totals import reconcile
from tocsin.model import Incident, Place, Range, Span, Total

REPORT = report("a", "2030-05-02")
ZEDLAND = nation("Zedland", "ZZ")
MARROW = town("Marrow")
SINCE = date(2030, 4, 1)
DAYS = st.dates(SINCE - timedelta(days=40), REPORT.published + timedelta(days=40))


def total(what: TotalOf = TotalOf.ATTACKS, low: int | None = 50, high: int | None = 50, **more: Any) -> Total:
    more = {"place": ZEDLAND, "since": SINCE, **more}
    return Total("t1", REPORT.id, span("50 times this spring"), what, low, high, **more)


def in_marrow(name: str, day: str = "2030-04-10", **more: Any) -> Incident:
    return incident(name, on(day), MARROW, **more)


@pytest.mark.parametrize(
    ("one", "lies"),
    [
        (in_marrow("i1"), "in"),
        (in_marrow("i1", background=True), "in"),  # told as context, it happened all the same
        (in_marrow("i1", "2030-04-01"), "in"),
        (in_marrow("i1", "2030-05-02"), "in"),  # no end told: the day of publication
        (in_marrow("i1", "2030-03-31"), "out"),
        (in_marrow("i1", "2030-05-03"), "out"),
        (incident("i1", on("2030-03-30", "2030-04-02"), MARROW), "open"),
        (incident("i1", published("2030-04-04"), MARROW), "in"),
        (incident("i1", published("2030-04-03"), MARROW), "open"),  # news of three days: it may have been in March
        (incident("i1", published("2030-04-04"), MARROW, background=True), "open"),
        (incident("i1", None, MARROW), "open"),
        (in_marrow("i1", status=Status.DENIED), "out"),
        (in_marrow("i1", status=Status.FOILED), "out"),
        (in_marrow("i1", kind=Kind.THREAT), "out"),
        (incident("i1", on("2030-04-10"), town("Marrow", "YY")), "out"),
        (incident("i1", on("2030-04-10"), town("Marrow", None)), "open"),
        (incident("i1", on("2030-04-10"), Place(span("the camp"))), "out"),
        (incident("i1", on("2030-04-10"), None), "out"),
    ],
)
def test_what_lies_in_a_country_and_period(one: Incident, lies: str) -> None:
    found = reconcile(total(), REPORT, [one])
    assert (found.incidents, found.undecided) == (("i1",) * (lies == "in"), ("i1",) * (lies == "open"))


@pytest.mark.parametrize(
    ("place", "lies"),
    [
        (town("Marrow"), "in"),
        (town("Marrow", radius_km=20.0), "in"),  # one feature, whatever circle is drawn around it
        (replace(town("Marrow"), feature="site:mill", radius_km=1.0), "in"),
        (replace(town("Marrow"), feature="region:moors", radius_km=90.0), "open"),
        (town("Lowick"), "open"),  # 6 km off, and both reach 5 km
        (town("Lowick", radius_km=0.5), "out"),
        (town("Tarn"), "out"),
        (nation("Zedland", "ZZ"), "open"),
        (nation("Yland", "YY"), "out"),  # a neighbour, though its middle is near
        (Place(span("the north"), country="ZZ"), "open"),
        (Place(span("the north"), country="YY"), "out"),
    ],
)
def test_what_lies_within_the_radius_of_a_town(place: Place, lies: str) -> None:
    found = reconcile(total(place=MARROW), REPORT, [incident("i1", on("2030-04-10"), place)])
    assert (found.incidents, found.undecided) == (("i1",) * (lies == "in"), ("i1",) * (lies == "open"))


@pytest.mark.parametrize(
    ("what", "unresolved"),
    [
        ({"place": None}, "no place is told"),
        ({"place": Place(span("the valley"))}, "“the valley” is no place that is known"),
        ({"since": None}, "no beginning is told"),
        ({"since": None, "since_words": span("since the flood")}, "“since the flood” could not be read as days"),
        ({"until": date(2030, 3, 1)}, "it would begin on 2030-04-01 and end before, on 2030-03-01"),
        ({"what": TotalOf.OTHER}, "what it counts is not known"),
    ],
)
def test_an_open_scope_is_named_and_nothing_counted(what: dict[str, Any], unresolved: str) -> None:
    found = reconcile(total(**what), REPORT, [in_marrow("i1")])
    assert found.unresolved == (unresolved,)
    assert (found.incidents, found.undecided, found.min, found.max) == ((), (), None, None)
    assert found.words == f"the report says 50; the ledger has no count of its own: {unresolved}"


def test_all_that_is_open_is_named() -> None:
    assert len(reconcile(total(place=None, since=None), REPORT, []).unresolved) == 2


def test_a_told_end_of_the_period_holds() -> None:
    found = reconcile(total(until=date(2030, 4, 9)), REPORT, [in_marrow("i1"), in_marrow("i2", "2030-04-09")])
    assert found.incidents == ("i2",)
    assert found.scope.until == date(2030, 4, 9)


def test_a_scope_says_how_far_it_reaches() -> None:
    assert reconcile(total(), REPORT, []).scope.radius_km is None
    assert reconcile(total(place=MARROW), REPORT, []).scope.radius_km == MARROW.radius_km


KILLED = [Range(4, 6), Range(20, 25), None, Range(None, None)]


@pytest.mark.parametrize(
    ("figures", "low", "high", "without", "own"),
    [
        (KILLED, 24, 31, 2, "2 incidents with 24 to 31 dead, 2 more without a figure"),
        (KILLED[:1], 4, 6, 0, "1 incident with 4 to 6 dead"),
        ([Range(2, 2), Range(3, None)], 5, None, 0, "2 incidents with at least 5 dead"),
        ([Range(2, 2), Range(None, 3)], 2, 5, 0, "2 incidents with 2 to 5 dead"),
        ([Range(0, 0)], 0, 0, 0, "1 incident with 0 dead"),
        (KILLED[2:], None, None, 2, "2 incidents, none with a figure"),  # not told is never zero
        ([], 0, 0, 0, "no incident there and then"),
    ],
)
def test_the_dead_are_summed_lowest_and_highest(
    figures: list[Range | None], low: int | None, high: int | None, without: int, own: str
) -> None:
    listed = [in_marrow(f"i{at}", killed=figure) for at, figure in enumerate(figures)]
    found = reconcile(total(TotalOf.KILLED), REPORT, listed)
    assert (found.min, found.max, found.without_figure) == (low, high, without)
    assert found.words.split("; ")[:2] == ["the report says 50", f"the ledger knows {own}"]


@pytest.mark.parametrize("what", [TotalOf.KILLED, TotalOf.INJURED, TotalOf.CAPTURED])
def test_each_total_is_put_beside_its_own_figure(what: TotalOf) -> None:
    one = in_marrow("i1", killed=Range(1, 1), injured=Range(2, 2), captured=Range(3, 3))
    found = reconcile(total(what), REPORT, [one])
    assert found.min == found.max == {"killed": 1, "injured": 2, "captured": 3}[what]


@pytest.mark.parametrize(
    ("low", "high", "said", "difference"),
    [
        (50, 50, "50", "the report is higher by 48"),
        (40, None, "at least 40", "the report is higher by 38 or more"),
        (1, 1, "1", "the report is lower by 1"),
        (None, 1, "up to 1", "the report is lower by 1 or more"),
        (2, 2, "2", "the two agree"),
        (1, 5, "1 to 5", "the two may agree"),
    ],
)
def test_the_difference_is_told(low: int | None, high: int | None, said: str, difference: str) -> None:
    found = reconcile(total(low=low, high=high), REPORT, [in_marrow("i1"), in_marrow("i2")])
    assert found.words == f"the report says {said}; the ledger knows 2 incidents; {difference}"


def test_without_a_number_on_either_side_there_is_no_difference() -> None:
    dozens = reconcile(total(low=None, high=None), REPORT, [in_marrow("i1")])
    assert dozens.words == "the report gives no number; the ledger knows 1 incident"
    untold = reconcile(total(TotalOf.KILLED), REPORT, [in_marrow("i1")])
    assert untold.words == "the report says 50; the ledger knows 1 incident, none with a figure"


def test_the_words_say_what_else_may_make_the_difference() -> None:
    perhaps = incident("i2", None, MARROW)
    found = reconcile(total(approximate=True, target=span("on convoys")), REPORT, [in_marrow("i1"), perhaps])
    assert found.words == (
        "the report says about 50; the ledger knows 1 incident; the report is higher by 49; the report counts those on "
        "“on convoys”, the ledger all; 1 incident more may belong there, by day and place"
    )


def test_a_total_of_another_report_is_refused() -> None:
    with pytest.raises(ValueError, match="is of report a, not of b"):
        reconcile(total(), report("b"), [])


@st.composite
def _incidents(draw: st.DrawFn) -> list[Incident]:
    places = st.sampled_from([None, MARROW, town("Lowick"), town("Tarn"), town("Ostra", "YY"), ZEDLAND])
    figures = st.sampled_from(KILLED)
    return [
        incident(f"i{at}", on(draw(DAYS).isoformat()), draw(places), killed=draw(figures), status=draw(st.sampled_from(Status)))
        for at in range(draw(st.integers(0, 6)))
    ]  # fmt: skip


TOTALS = st.builds(total, st.sampled_from([TotalOf.ATTACKS, TotalOf.KILLED]), place=st.sampled_from([MARROW, ZEDLAND]))


@given(TOTALS, _incidents(), st.randoms(use_true_random=False))
def test_the_order_of_incidents_does_not_show(one: Total, listed: list[Incident], chance: Any) -> None:
    shuffled = chance.sample(listed, len(listed))
    assert reconcile(one, REPORT, shuffled) == reconcile(one, REPORT, listed)


@given(
    TOTALS,
    _incidents(),
    DAYS.filter(lambda day: not SINCE <= day <= REPORT.published),
    st.sampled_from([("2030-04-10", town("Ostra", "YY")), ("2030-04-10", None), (None, MARROW)]),
)
def test_an_incident_outside_the_scope_changes_nothing(
    one: Total, listed: list[Incident], day: date, outside: tuple[str | None, Place | None]
) -> None:
    when, place = outside
    other = incident("i9", on(when or day.isoformat()), place, killed=Range(7, 7))
    assert reconcile(one, REPORT, [*listed, other]) == reconcile(one, REPORT, listed)


@given(TOTALS, _incidents())
def test_an_incident_inside_counts_once(one: Total, listed: list[Incident]) -> None:
    before, after = (reconcile(one, REPORT, more) for more in (listed, [*listed, in_marrow("i9", killed=Range(7, 7))]))
    assert set(after.incidents) == {*before.incidents, "i9"}
    added = 1 if one.what is TotalOf.ATTACKS else 7
    assert after.min == (before.min or 0) + added


@pytest.mark.parametrize(
    ("words", "at", "open_scope"),
    [
        ("the third attack in the capital", 200, True),  # a market told of elsewhere is no capital
        ("the third attack in the Capital", 200, True),
        ("the third attack on the market", 200, False),
        ("the third attack on the capital market", 24, False),  # the words name the site themselves
    ],
)
def test_a_site_is_no_capital(words: str, at: int, open_scope: bool) -> None:
    site = replace(
        MARROW, name="Marrow market", span=Span(at, at + 6, "market"), feature="site:marrow-market", radius_km=1.0
    )
    found = reconcile(replace(total(place=site), span=span(words)), REPORT, [in_marrow("i1")])
    assert (found.scope.place is None) is open_scope
    assert (found.unresolved != ()) is open_scope
    if open_scope:
        assert found.unresolved[0].lower() == "which place “capital” means is not known"


def test_the_third_attack_is_an_ordinal_and_stands_beside_attacks_alone() -> None:
    third = replace(total(low=3, high=3), span=span("third attack in a month"))
    held = [in_marrow("i1", kind=Kind.SHELLING), in_marrow("i2", kind=Kind.TERRITORY)]
    found = reconcile(third, REPORT, held)
    assert found.incidents == ("i1",)
    assert found.words.startswith("the report calls it number 3 of its kind;")


def test_a_town_may_be_a_capital() -> None:
    found = reconcile(replace(total(place=MARROW), span=span("the third attack in the capital")), REPORT, [])
    assert found.scope.place == "Marrow"
