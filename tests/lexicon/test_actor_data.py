"""The lexicons of actors, countries, roles and weapons hold what they promise, and every example comes out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from tocsin.codebook import Kind
from tocsin.lexicon import ucdp
from tocsin.lexicon.loader import Entry, load
from tocsin.resolve.actors import ActorResolver
from tocsin.resolve.weapons import WeaponResolver

KINDS = {
    "state_force", "insurgent", "militia", "terrorist", "gang", "coalition", "organisation", "monitor", "government",
    "people",
}  # fmt: skip
CODES = {entry.id.upper() for entry in load("countries")}


def _examples(entries: tuple[Entry, ...], which: str) -> list[tuple[str, str]]:
    return [(entry.id, sentence) for entry in entries for sentence in getattr(entry, which)]


@pytest.mark.parametrize(("actor", "sentence"), _examples(load("actors"), "must"))
def test_an_actor_is_spotted_in_its_example(actor: str, sentence: str) -> None:
    assert actor in {match.payload for match in ActorResolver.default().spot(sentence)}


@pytest.mark.parametrize(("actor", "sentence"), _examples(load("actors"), "must_not"))
def test_an_actor_is_not_spotted_in_its_counter_example(actor: str, sentence: str) -> None:
    assert actor not in {match.payload for match in ActorResolver.default().spot(sentence)}


@pytest.mark.parametrize(("weapon", "sentence"), _examples(load("weapons"), "must"))
def test_a_weapon_is_spotted_in_its_example(weapon: str, sentence: str) -> None:
    assert weapon in {match.payload for match in WeaponResolver.default().spot(sentence)}


@pytest.mark.parametrize(("weapon", "sentence"), _examples(load("weapons"), "must_not"))
def test_a_weapon_is_not_spotted_in_its_counter_example(weapon: str, sentence: str) -> None:
    assert weapon not in {match.payload for match in WeaponResolver.default().spot(sentence)}


def test_a_third_of_the_actors_carry_examples() -> None:
    actors = load("actors")
    with_examples = [entry for entry in actors if entry.must and entry.must_not]
    assert len(with_examples) * 3 >= len(actors)


@pytest.mark.parametrize(("lexicon", "least"), [("actors", 220), ("countries", 195), ("roles", 300), ("weapons", 120)])
def test_a_lexicon_is_as_large_as_its_purpose_asks(lexicon: str, least: int) -> None:
    assert len(load(lexicon)) >= least


def test_every_actor_has_a_known_kind_and_place() -> None:
    wrong = [e.id for e in load("actors") if e.facts["kind"] not in KINDS or e.facts.get("country", "IQ") not in CODES]
    assert wrong == []


def test_every_id_an_actor_refers_to_exists() -> None:
    resolver = ActorResolver.default()
    asked = {
        other
        for entry in load("actors")
        for other in (*entry.facts.get("parents", ()), *entry.facts.get("context", {}).values())
    }
    assert [entity for entity in asked if resolver.known(entity) is None] == []
    backers = {code for entry in load("actors") for code in entry.facts.get("backers", ())}
    assert backers <= CODES


def test_no_actor_is_its_own_parent() -> None:
    resolver = ActorResolver.default()
    assert [entry.id for entry in load("actors") if entry.id in resolver.parents(entry.id)] == []


@pytest.mark.parametrize("lexicon", ["actors", "weapons"])
def test_no_form_is_given_to_two_entries(lexicon: str) -> None:
    forms = Counter(form for entry in load(lexicon) for form in entry.forms)
    assert [form for form, times in forms.items() if times > 1] == []


def test_a_name_of_two_countries_is_given_to_one() -> None:
    forms = Counter(form for entry in load("countries") for form in (*entry.forms, *entry.facts["demonyms"]))
    assert [form for form, times in forms.items() if times > 1] == []


def test_a_ucdp_actor_is_answered_for_once() -> None:
    curated = Counter(int(entry.facts["ucdp"]) for entry in load("actors") if "ucdp" in entry.facts)
    assert [number for number, times in curated.items() if times > 1] == []
    assert set(curated).isdisjoint(int(entry.facts["ucdp"]) for entry in load("ucdp_actors"))


def test_weapons_name_kinds_of_the_codebook_and_known_broader_weapons() -> None:
    ids = {entry.id for entry in load("weapons")}
    for entry in load("weapons"):
        assert entry.facts.get("kind") is None or Kind(entry.facts["kind"])
        assert set(entry.facts.get("broader", ())) <= ids - {entry.id}


def test_roles_say_what_they_are_and_whose() -> None:
    classes = {(entry.facts["class"], entry.facts["of"]) for entry in load("roles")}
    assert {role_class for role_class, _ in classes} == {"armed", "civilian", "official", "facility", "rank"}
    assert {owner for _, owner in classes} == {"state", "nonstate", "any"}


# --- compiling the UCDP list

HEADER = "ActorId,NameData,NameOrigFullEng,Location,Org\n"


def _list(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "actors.csv"
    path.write_text("\ufeff" + HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_reading_keeps_organised_groups_with_their_tidied_names(tmp_path: Path) -> None:
    path = _list(
        tmp_path,
        '9001,RRX,Rahan\u2019s  Valley Army (Old),"Somalia, Kenya",1',
        "9002,Government of Atlantis,Government of Atlantis,Atlantis,4",
    )
    assert ucdp.read(path) == [ucdp.Group(9001, ("RRX", "Rahan's Valley Army"), "Somalia")]


def test_reading_refuses_another_file(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(ucdp.UcdpError, match="no column ActorId"):
        ucdp.read(path)


@pytest.mark.parametrize(
    ("name", "telling", "why"),
    [
        ("Rahanweyn Resistance Army", True, "a word of its own among the common ones"),
        ("National Liberation Army", False, "many groups bear it"),
        ("Ninjas", False, "a plain word"),
        ("CMA", False, "too short an acronym"),
        ("GATIA", True, "an acronym long enough"),
        ("Military faction (forces of Tanay)", False, "a description"),
        ("Forces of Ismail Khan", False, "a description"),
        ("Janjaweed", True, "one long word of no other meaning"),
    ],
)
def test_a_telling_name_means_one_group(name: str, telling: bool, why: str) -> None:
    assert ucdp.is_telling(name) is telling, why


@pytest.mark.parametrize(
    ("names", "kept", "why"),
    [
        (("Zorkan Valley Front",), True, "free"),
        (("Chadian Armed Forces",), False, "a state's army in a report"),
        (("Hezbollah",), False, "a curated entry uses it"),
    ],
)
def test_names_that_meet_others_are_left_out(names: tuple[str, ...], kept: bool, why: str) -> None:
    group = ucdp.Group(9001, names, "Chad")
    assert bool(ucdp.select([group], frozenset(), frozenset({"Hezbollah", "Chadian"}))) is kept, why


def test_groups_answered_for_and_names_that_are_shared_are_left_out() -> None:
    groups = [ucdp.Group(n, ("Zorkan Valley Front",), "Chad") for n in (1, 2)]
    assert ucdp.select(groups, frozenset(), frozenset()) == []
    assert ucdp.select(groups, frozenset({2}), frozenset()) == groups[:1]


def test_the_compiled_list_loads_and_says_where_it_comes_from(tmp_path: Path) -> None:
    text = ucdp.compile_list(_list(tmp_path, "9001,ZZVF,Zorkan Valley Front,Chad,1"))
    assert "CC BY 4.0" in text
    assert (
        '- {id: "ucdp:9001", name: "Zorkan Valley Front", forms: ["ZZVF", "Zorkan Valley Front"], country: "TD"' in text
    )


def test_compiling_without_a_file_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert ucdp.main([]) == 2
    assert "usage" in capsys.readouterr().err


def test_the_packaged_list_is_well_formed() -> None:
    entries = load("ucdp_actors")
    facts: list[Mapping[str, object]] = [entry.facts for entry in entries]
    assert len(entries) > 400
    assert all(entry.id == f"ucdp:{fact['ucdp']}" for entry, fact in zip(entries, facts, strict=True))
