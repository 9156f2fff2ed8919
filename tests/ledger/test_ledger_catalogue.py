"""The catalogue: kept with every change, filled when an older ledger is opened, the same in PostgreSQL."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from ledger_samples import coded, empty_ledger, incident
from sqlalchemy import create_engine

import tocsin.ledger
from tocsin.codebook import ActorBasis
from tocsin.discretion.rules import Area, Rule, UnfitRuleError, check
from tocsin.ledger import Filter, Ledger, UnknownIdError
from tocsin.ledger.catalogue.asking import Order
from tocsin.ledger.catalogue.columns import Columns
from tocsin.ledger.catalogue.listing import Listing, Suggestion
from tocsin.ledger.disclosing import Viewer
from tocsin.ledger.opening import APPLICATION_ID
from tocsin.ledger.schema import VERSION_TABLE
from tocsin.ledger.view import View
from tocsin.ledger.watching import Counts
from tocsin.model import Conflict, Incident, IncidentActor, Report, SourcedValue, Span
from tocsin.publish.census import Census, census


def titled(number: int, title: str) -> Any:
    told = coded(number)
    return replace(told, report=replace(told.report, title=title))


def of(told: Any) -> Incident:
    one = incident(*(claim.id for claim in told.claims))
    return replace(one, reports=(replace(one.reports[0], id=told.report.id),))


def ids(ledger: Ledger, **wanted: Any) -> list[str]:
    listing = Listing(View(ledger, Viewer()), Columns())
    return [one.id for one in listing.page(Filter(**wanted), Order.OLDEST, 100).incidents]


def test_words_of_titles_find_an_incident_and_change_with_the_title(tmp_path: Path) -> None:
    with empty_ledger(tmp_path / "t.db") as ledger:
        told = titled(0, "Market burned")
        with ledger.change() as change:
            change.add(told, "coded")
            change.put([of(told)], {claim.id for claim in told.claims}, "t")
        assert ids(ledger, text="marke") == [of(told).id]
        with ledger.change() as change:  # the alphabetically first name wins
            renamed = replace(told, report=replace(told.report, ref="0.aaa", title="Bridge burned"))
            assert change.add(renamed, "coded").renamed
            change.put([of(told)], {claim.id for claim in told.claims}, "t")
        assert (ids(ledger, text="marke"), ids(ledger, text="bridge")) == ([], [of(told).id])


def test_an_incident_that_goes_is_found_no_more(tmp_path: Path) -> None:
    with empty_ledger(tmp_path / "t.db") as ledger:
        first, second = (incident(coded(number).claims[0].id) for number in (0, 3))
        for number in (0, 3):
            ledger.add(coded(number))
        columns = Columns()
        listing = Listing(View(ledger, Viewer()), columns)
        ledger.replace_incidents([first, second])
        assert listing.count(Filter(text="harbour")) == 2
        ledger.replace_incidents([first])
        assert (listing.count(Filter(text="harbour")), listing.count(Filter())) == (1, 1)
        ledger.replace_incidents([first, second])
        assert (listing.count(Filter(text="harbour")), listing.count(Filter())) == (2, 2)


def test_the_same_words_stand_in_the_index_as_in_the_catalogue(tmp_path: Path) -> None:
    with empty_ledger(tmp_path / "t.db") as ledger:
        ledger.add(coded(0))
        ledger.replace_incidents([incident(coded(0).claims[0].id)])
        ledger.replace_incidents([replace(incident(coded(0).claims[0].id), place=None)])
    database = sqlite3.connect(tmp_path / "t.db")
    database.execute("INSERT INTO catalogue_words(catalogue_words, rank) VALUES ('integrity-check', 1)")
    database.close()


def as_it_was(path: Path, old: Path, schema: str) -> None:
    """Write at ``old`` what a ledger held with an earlier schema."""
    config = Config()
    config.set_main_option("script_location", str(Path(tocsin.ledger.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    engine = create_engine(f"sqlite:///{old}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, schema)
    engine.dispose()
    database = sqlite3.connect(old)
    database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    database.execute("ATTACH ? AS newer", (str(path),))
    for (name,) in database.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall():
        if name != VERSION_TABLE and not name.startswith("catalogue_words"):  # triggers fill that
            names = ", ".join(f'"{row[1]}"' for row in database.execute(f"PRAGMA main.table_info({name})"))
            database.execute(f"DELETE FROM main.{name}")
            database.execute(f"INSERT INTO main.{name} ({names}) SELECT {names} FROM newer.{name}")
    database.commit()
    database.close()


def test_an_older_ledger_is_opened_with_its_catalogue_filled(tmp_path: Path) -> None:
    told = titled(0, "Market burned")
    with empty_ledger(tmp_path / "t.db") as ledger:
        ledger.add(told)
        ledger.replace_incidents([of(told)])
        before = ledger.schema()
        columns = Columns()
        with ledger.transaction() as connection, columns.held(connection):
            updated = columns["updated"].tolist()
    as_it_was(tmp_path / "t.db", tmp_path / "old.db", "0004")
    with Ledger.open(tmp_path / "old.db", create=False) as ledger:
        assert ledger.schema() == before
        assert ids(ledger, text="market harbour") == [of(told).id]
        columns = Columns()
        with ledger.transaction() as connection, columns.held(connection):
            assert columns["updated"].tolist()[-1] == updated[-1]


def test_a_ledger_from_before_conflicts_were_in_the_catalogue_is_asked_for_them(tmp_path: Path) -> None:
    told, other = titled(0, "Market burned"), titled(1, "Bridge burned")
    contested = replace(of(told), conflicts=(Conflict("kind", (SourcedValue("bombing", of(told).claims),)),))
    with empty_ledger(tmp_path / "t.db") as ledger:
        for one in (told, other):
            ledger.add(one)
        ledger.replace_incidents([contested, of(other)])
        before = ids(ledger, conflicts=True), ids(ledger, conflicts=False)
    as_it_was(tmp_path / "t.db", tmp_path / "old.db", "0006")
    with Ledger.open(tmp_path / "old.db", create=False) as ledger:
        assert (ids(ledger, conflicts=True), ids(ledger, conflicts=False)) == before == ([contested.id], [of(other).id])


def test_a_ledger_from_before_spellings_is_searched_by_them(tmp_path: Path) -> None:
    told = titled(0, "Market burned")
    one = replace(of(told), actors=(IncidentActor("Youssef Brigade", None, ActorBasis.STATED, (), of(told).claims),))
    with empty_ledger(tmp_path / "t.db") as ledger:
        ledger.add(told)
        ledger.replace_incidents([one])
    as_it_was(tmp_path / "t.db", tmp_path / "old.db", "0007")
    database = sqlite3.connect(tmp_path / "old.db")
    database.execute("UPDATE catalogue SET words = 'old harbour youssef brigade'")
    database.commit()
    database.close()
    with Ledger.open(tmp_path / "old.db", create=False) as ledger:
        assert ids(ledger, text="yousef brigade") == [one.id]
    database = sqlite3.connect(tmp_path / "old.db")
    database.execute("INSERT INTO catalogue_words(catalogue_words, rank) VALUES ('integrity-check', 1)")
    database.close()


def test_a_search_for_no_word_is_no_search(tmp_path: Path) -> None:
    with empty_ledger(tmp_path / "t.db") as ledger:
        told = titled(0, "Market burned")
        ledger.add(told)
        ledger.replace_incidents([of(told)])
        assert ids(ledger, text=' "*" - ') == [of(told).id]
        assert ids(ledger, text="nowhere") == []


@pytest.mark.parametrize(
    ("rule", "named"),
    [
        (Rule("d", reason="r"), "delay_hours or blur_km"),
        (Rule("d", delay_hours=0, reason="r"), "delay_hours"),
        (Rule("d", blur_km=-1, reason="r"), "blur_km"),
        (Rule("d", blur_km=float("nan"), reason="r"), "blur_km"),
        (Rule("d", blur_km=1, country="iraq", reason="r"), "country"),
        (Rule("d", blur_km=1, area=Area(91, 0, 1), reason="r"), "area"),
        (Rule("d", blur_km=1, area=Area(1, 0, float("inf")), reason="r"), "area"),
        (Rule("d", blur_km=1, reason=" "), "reason"),
    ],
)
def test_a_rule_that_says_nothing_or_nonsense_is_refused(rule: Rule, named: str) -> None:
    with pytest.raises(UnfitRuleError, match=named):
        check(rule)


def test_rules_are_kept_and_taken_away(tmp_path: Path) -> None:
    rule = Rule("d1", None, "YE", Area(14.5, 42.5, 10.0), None, 48.0, 20.0, "people flee there", "ada", "2026-03-02")
    with empty_ledger(tmp_path / "t.db") as ledger:
        ledger.restrain(rule)
        assert ledger.rules() == (rule,)
        assert ledger.release("d1") == rule
        assert ledger.rules() == ()
        with pytest.raises(UnknownIdError, match="d1"):
            ledger.release("d1")


def test_a_new_incident_is_withheld_from_the_start(tmp_path: Path) -> None:
    told = titled(0, "Market burned")
    with empty_ledger(tmp_path / "t.db") as ledger:
        ledger.restrain(Rule("d1", country="YE", delay_hours=24 * 3000, reason="r"))
        ledger.add(told)
        ledger.replace_incidents([replace(of(told), first_reported=date.fromisoformat("2024-05-05"))])
        assert ids(ledger) == []
        assert list(View(ledger, Viewer()).incidents()) == []
        assert [one.id for one in View(ledger, Viewer(in_full=True)).incidents()] == [of(told).id]
        assert isinstance(next(ledger.reports()), Report)


def test_a_rule_about_an_incident_holds_for_the_one_it_went_into(tmp_path: Path) -> None:
    with empty_ledger(tmp_path / "t.db") as ledger:
        for number in (0, 3):
            ledger.add(coded(number))
        first, second = (incident(coded(number).claims[0].id) for number in (0, 3))
        ledger.replace_incidents([first, second])
        ledger.restrain(Rule("d1", incident=second.id, blur_km=10, reason="r"))
        assert ids(ledger, text="harbour") == [first.id]
        ledger.replace_incidents([incident(*first.claims, *second.claims)])
        assert (ids(ledger, text="harbour"), ids(ledger)) == ([], [first.id])
        [shown] = View(ledger, Viewer()).incidents()
        assert shown.place is not None
        assert (shown.place.name, shown.place.lat) == ("Yemen", None)
        assert [rule.incident for rule in ledger.rules()] == [second.id]
        ledger.release("d1")
        assert ids(ledger, text="harbour") == [first.id]


def test_the_ledger_is_counted_as_its_incidents_are(tmp_path: Path) -> None:
    first = incident(coded(0).claims[0].id)
    later = date.fromisoformat("2030-01-01")
    background, placeless = (
        replace(first, id="i1", background=True, first_reported=later),
        replace(first, id="i2", place=None),
    )
    with empty_ledger(tmp_path / "t.db") as ledger:
        ledger.add(coded(0))
        ledger.replace_incidents([first, background, placeless])
        for viewer in (Viewer(), Viewer(in_full=True)):
            view = View(ledger, viewer)
            assert view.census() == census(view.incidents()) == Census(3, 1, 1)
        ledger.restrain(Rule("d1", incident="i1", delay_hours=24 * 3000, reason="r"))
        assert (View(ledger, Viewer()).census(), View(ledger, Viewer(in_full=True)).census()) == (
            Census(2, 0, 1), Census(3, 1, 1),
        )  # fmt: skip


def test_outlets_are_counted_without_what_is_hidden(tmp_path: Path) -> None:
    days = [date.fromisoformat(f"2030-01-0{day}") for day in (1, 2, 3)]
    told = [
        replace(one, report=replace(one.report, outlet="The Post", published=day))
        for one, day in zip((coded(1), coded(3), coded(4)), days, strict=True)
    ]
    with empty_ledger(tmp_path / "t.db") as ledger:
        for one in told:
            ledger.add(one)
        made = [replace(of(one), first_reported=days[0]) for one in told]
        ledger.replace_incidents(made)
        claims = [len(one.claims) for one in told]
        view = View(ledger, Viewer())
        assert view.outlet_counts() == {"The Post": Counts(3, sum(claims), days[0], days[2])}
        ledger.restrain(Rule("d1", incident=made[2].id, delay_hours=24 * 3000, reason="r"))
        assert view.outlet_counts() == {"The Post": Counts(2, sum(claims[:2]), days[0], days[1])}
        assert View(ledger, Viewer(in_full=True)).outlet_counts()["The Post"].reports == 3
        # a report that also tells of something shown is told of, without the claims that are not
        ledger.release("d1")
        first, second = told[0].claims
        beside = replace(of(told[0]), claims=(first.id,), first_reported=days[0])
        other = replace(made[1], reports=(*made[1].reports, *beside.reports), claims=(*made[1].claims, second.id))
        ledger.replace_incidents([beside, other, made[2]])
        ledger.restrain(Rule("d2", incident=beside.id, delay_hours=24 * 3000, reason="r"))
        assert view.outlet_counts()["The Post"] == Counts(3, sum(claims) - 1, days[0], days[2])


def test_a_place_is_found_by_other_spellings_of_its_name_and_by_its_other_names(tmp_path: Path) -> None:
    one = incident(coded(0).claims[0].id)
    assert one.place is not None
    place = replace(one.place, name="Deir ez-Zor", span=Span(0, 11, "that suburb"))
    with empty_ledger(tmp_path / "t.db") as ledger:
        ledger.replace_incidents([replace(one, place=place)])
        viewer = Viewer(places=lambda phrase: ("Deir ez-Zor",) if phrase == "desert pearl" else ())
        for asked in (Viewer(), viewer):
            view = View(ledger, asked)
            listing = Listing(view, Columns())
            for text in ("Deir Ezzor", "dayr al-zor", "Desert Pearl", "desert"):
                wanted = Filter(text=text)
                meant = asked is viewer and text == "Desert Pearl"
                held = text.lower().startswith("d") and not text.lower().startswith("desert")
                assert listing.count(wanted) == int(meant or held)
                assert len(list(view.incidents(wanted))) == listing.count(wanted)


def test_names_spelled_almost_so_are_suggested_unless_they_are_hidden(tmp_path: Path) -> None:
    one = incident(coded(0).claims[0].id)
    assert one.place is not None
    first = replace(one, place=replace(one.place, name="Bakhmut"))
    second = replace(
        one, id="i2", place=replace(one.place, name="Bakhchysarai"), first_reported=date.fromisoformat("2030-01-01")
    )
    with empty_ledger(tmp_path / "t.db") as ledger:
        ledger.replace_incidents([first, second])
        listing = Listing(View(ledger, Viewer()), Columns())
        assert listing.suggestions("Bahmut") == [Suggestion("Bakhmut", 1)]
        assert listing.suggestions("harbour bahmutt")[0].incidents == 1
        assert listing.suggestions("Bakhchyserei")[0].text == "Bakhchysarai"
        assert listing.suggestions("Bakhmut") == []  # found as it is
        assert listing.suggestions("zzzz") == listing.suggestions(" ") == listing.suggestions("b") == []
        ledger.restrain(Rule("d1", incident="i2", delay_hours=24 * 3000, reason="r"))
        assert [found.text for found in listing.suggestions("Bakhchyserei")] != ["Bakhchysarai"]
