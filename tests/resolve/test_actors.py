"""Actors: who is meant by the words of a report, and who belongs to whom."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.lexicon.loader import Entry, load
from tocsin.model import Span
from tocsin.resolve.actors import ActorResolver, spellings

RESOLVER = ActorResolver.default()


def _resolve(words: str, country: str | None = None) -> str | None:
    return RESOLVER.resolve(Span(0, len(words), words), country).entity


@pytest.mark.parametrize(
    ("words", "entity", "why"),
    [
        ("Hezbollah", "hezbollah", "a name"),
        ("al Qaida", "al-qaeda", "a spelling not listed: particle with a space"),
        ("Al-Shabab fighters", "al-shabaab", "name and noun"),
        ("HEZBOLLAH", "hezbollah", "capitals of a headline"),
        ("the Islamic State's media arm", "islamic-state", "possessive"),
        ("IS", "islamic-state", "capitals"),
        ("Iran-backed militias", "iran-backed-militias", "an expression that names"),
        ("pro-Iranian groups", "iran-backed-militias", "the same in other words"),
        ("Iraqi militia groups aligned with Iran", "iran-backed-militias", "the backer after the noun"),
        ("armed factions loyal to Tehran", "iran-backed-militias", "the capital for the backer"),
        ("an Iran-aligned Iraqi faction", "iran-backed-militias", "adjective between"),
        ("Moscow-backed separatists", "pro-russian-separatists", "a backer and a noun"),
        ("Rwandan-backed rebels", "m23", "a backer of one group"),
        ("the Kurdish-led Syrian Democratic Forces", "syrian-democratic-forces", "the name beats the adjective"),
        ("Iraq's Kataib Hezbollah", "kataib-hezbollah", "the name beats the country; longer beats shorter"),
        ("Islamist rebels of the Nusra Front", "al-nusra-front", "a group beats a general word"),
        ("ISIS-K, a branch of the Islamic State", "islamic-state-khorasan", "the narrower of two"),
        ("a Palestinian cell affiliated with Hamas", "hamas", "the group beats the people"),
        ("Abu Karim, a commander of Ahrar al-Sham", "ahrar-al-sham", "a man of a named body"),
        ("US Army Col. John Roe, the coalition spokesman", "us-led-coalition", "the body he speaks for"),
        ("a spokesman for Hamas in the Fatah stronghold", "hamas", "the body he speaks for, of two"),
        ("Turkish-backed GNA forces", "gna", "the backer is not the actor"),
        ("the Rahanweyn Resistance Army", "ucdp:678", "only the UCDP list knows it"),
    ],
)
def test_groups(words: str, entity: str, why: str) -> None:
    assert _resolve(words) == entity, why


@pytest.mark.parametrize(
    ("words", "entity", "why"),
    [
        ("Israeli", "state:IL", "an adjective alone, of an airstrike"),
        ("US", "state:US", "an abbreviation"),
        ("The U.S.", "state:US", "with points and article"),
        ("Russian Armed Forces", "state:RU", "adjective and organ"),
        ("Nigeria's military", "state:NG", "possessive and organ"),
        ("Armed Forces of Ukraine", "state:UA", "organ and country"),
        ("Iraqi army officials", "state:IQ", "officials of an organ"),
        ("Kenyan policeman John Roe", "state:KE", "one of an organ"),
        ("two Israeli soldiers", "state:IL", "counted members of an organ"),
        ("Russian drones", "state:RU", "adjective of a means"),
        ("US ambassador to Iraq", "state:US", "the other country is where he is"),
        ("American troops in Iraq", "state:US", "the other country is the place"),
        ("the Palestinians", "state:PS", "a people as a side"),
        ("Tehran", "state:IR", "the capital for the government"),
        ("Libyan Revolutionary Guard", "state:LY", "another state's name for its own body"),
        ("South Sudanese soldiers", "state:SS", "the longer country"),
        ("Papua New Guinea police", "state:PG", "not Guinea"),
    ],
)
def test_states(words: str, entity: str, why: str) -> None:
    assert _resolve(words) == entity, why


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("gunmen", "armed, no name"),
        ("three children", "civilians"),
        ("John Roe", "no name known"),
        ("Nigerian gunmen", "no organ of the state"),
        ("two Somali clans", "no organ of the state"),
        ("a Palestinian", "a person"),
        ("a Tunisian from Sfax", "a person"),
        ("a man from Morocco", "no organ of the state"),
        ("an Israeli hospital", "a site or thing"),
        ("French and Malian troops", "more than one country: state:FR, state:ML"),
        ("Hamas and Fatah", "more than one is named: fatah, hamas"),
        ("former US soldiers", "former"),
        ("an ex-Taliban fighter", "armed, no name"),
        ("Russian-held towns", "facility, no name"),
        ("gunmen in Iraq", "Iraq is the place"),
        ("militias loyal to the Libyan government", "tied to Libyan"),
    ],
)
def test_undecided_with_a_reason(words: str, reason: str) -> None:
    mention = RESOLVER.resolve(Span(3, 3 + len(words), words))
    assert (mention.entity, mention.name) == (None, None)
    assert reason in mention.reason


@pytest.mark.parametrize(
    ("words", "country", "entity", "why"),
    [
        ("the coalition", "YE", "saudi-led-coalition", "in Yemen another coalition"),
        ("the coalition", "IQ", "us-led-coalition", "the common one"),
        ("the army", "SY", "state:SY", "the army of where it happened"),
        ("security forces", "IQ", "state:IQ", "an organ without a country"),
        ("separatists", "UA", "pro-russian-separatists", "the separatists there"),
        ("separatists", "FR", "separatists", "none known there"),
        ("gunmen", "IQ", None, "no organ"),
        ("soldiers who defected to the rebels", "SY", None, "not the army"),
        ("the army", None, None, "nobody knows where"),
        ("the army", "ZZ", None, "no such country"),
        ("Israeli army", "SY", "state:IL", "a country named beats the place"),
    ],
)
def test_where_it_happened_decides_what_is_left_open(
    words: str, country: str | None, entity: str | None, why: str
) -> None:
    assert _resolve(words, country) == entity, why


def test_a_mention_keeps_its_span_and_names_its_entry() -> None:
    span = Span(10, 15, "Daesh")
    mention = RESOLVER.resolve(span)
    assert mention.span == span
    assert mention.name == "Islamic State"
    assert mention.reason == "named: Daesh"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Israel bombed a Hezbollah depot.", [("Israel", "state:IL"), ("Hezbollah", "hezbollah")]),
        ("Pro-Iran militias shelled a US base.", [("Pro-Iran militias", "iran-backed-militias"), ("US", "state:US")]),
        ("He told us that they turkey hunt.", []),
        ("Ships waited in the Gulf of Oman near New Mexico.", []),
        ("Anti-Taliban protests in Russian-held towns", []),
        ("A Turkish-made drone fell.", []),
        ("THIS IS WAR", []),
    ],
)
def test_spotting(text: str, found: list[tuple[str, str]]) -> None:
    assert [(text[m.start : m.end], m.payload) for m in RESOLVER.spot(text)] == found


@pytest.mark.parametrize(
    ("entity", "parents", "side", "country"),
    [
        ("qassam-brigades", ("hamas", "palestinian-militants"), "hamas", "PS"),
        ("quds-force", ("irgc", "state:IR"), "iran_backed", "IR"),
        ("iswap", ("islamic-state", "boko-haram", "jihadists"), "is", "NG"),
        ("state:FR", (), "state:FR", "FR"),
        ("los-lobos", (), "los-lobos", "EC"),
        ("jihadists", (), None, None),
        ("ucdp:678", (), "ucdp:678", "SO"),
        ("ucdp:0", (), None, None),
        ("nobody", (), None, None),
    ],
)
def test_what_is_known_of_an_entity(
    entity: str, parents: tuple[str, ...], side: str | None, country: str | None
) -> None:
    assert RESOLVER.parents(entity) == parents
    assert RESOLVER.side_of(entity) == side
    assert RESOLVER.country_of(entity) == country


@pytest.mark.parametrize(
    ("left", "right", "same", "why"),
    [
        ("kataib-hezbollah", "iran-backed-militias", True, "told more and less exactly"),
        ("idf", "state:IL", True, "a state and its army"),
        ("hamas", "islamic-jihad", True, "one camp"),
        ("houthis", "state:IR", True, "one camp"),
        ("boko-haram", "jihadists", True, "a general word for it"),
        ("idf", "hezbollah", False, "enemies"),
        ("islamic-state", "al-qaeda", False, "both jihadists, never each other"),
        ("farc", "eln", False, "two groups of one country"),
        ("separatists", "ttp", None, "a word that names nobody"),
        (None, "ttp", None, "nobody told"),
        ("nobody", "ttp", None, "unknown to the lexicon"),
    ],
)
def test_same_side(left: str | None, right: str | None, same: bool | None, why: str) -> None:
    assert RESOLVER.same_side(left, right) is same, why


IDS = [entry.id for entry in load("actors")] + ["state:US", "state:RU", "ucdp:678"]


@given(st.sampled_from(IDS), st.sampled_from(IDS))
def test_same_side_does_not_depend_on_the_order(left: str, right: str) -> None:
    assert RESOLVER.same_side(left, right) is RESOLVER.same_side(right, left)
    assert RESOLVER.same_side(left, left) is True


@given(st.text(max_size=80))
def test_any_text_is_resolved_or_given_a_reason(text: str) -> None:
    mention = RESOLVER.resolve(Span(0, len(text), text))
    assert (mention.entity is None) == (mention.name is None)
    assert mention.reason


@pytest.mark.parametrize("entry", [e for e in load("actors") if not e.facts.get("context")], ids=lambda e: e.id)
def test_every_canonical_name_resolves_to_its_entry(entry: Entry) -> None:
    assert {_resolve(form) for form in entry.forms[:1]} == {entry.id}


@pytest.mark.parametrize("entry", load("countries"), ids=lambda e: e.id)
def test_every_country_resolves_to_its_state(entry: Entry) -> None:
    assert {_resolve(form) for form in entry.forms} == {f"state:{entry.id.upper()}"}


@pytest.mark.parametrize(
    ("form", "spelling"),
    [
        ("Israel Defense Forces", "Israel Defence Forces"),
        ("Jaish-e-Mohammed", "Jaish e Mohammed"),
        ("Kata'ib Hezbollah", "Kataib Hezbollah"),
        ("Ansar al-Sharia", "Ansar Al Sharia"),
        ("Hamas", "HAMAS"),
        ("jihadists", "jihadists"),
    ],
)
def test_spellings_of_the_press(form: str, spelling: str) -> None:
    assert spelling in set(spellings(form))


def test_the_rare_list_is_not_loaded_before_it_is_needed() -> None:
    calls: list[str] = []

    def rare() -> tuple[Entry, ...]:
        calls.append("asked")
        return (Entry("ucdp:1", ("Zorkan Front",), "made up", facts={"name": "Zorkan Front"}),)

    resolver = ActorResolver(load("actors"), load("countries"), load("roles"), rare)
    resolver.resolve(Span(0, 5, "Hamas"))
    resolver.spot("The Zorkan Front fired.")
    assert calls == []
    assert resolver.resolve(Span(0, 12, "Zorkan Front")).entity == "ucdp:1"
    assert calls == ["asked"]
