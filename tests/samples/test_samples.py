"""The sample reports are what they say they are, and what is expected of them refers to them."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tocsin.codebook import Kind, RelationKind, Status, TotalOf
from tocsin.lexicon.folding import fold
from tocsin.samples import SAMPLE_FILE, sample_path

EXPECTED = Path(__file__).parents[1] / "corpus" / "expected.yml"
KEYS = {"id", "published", "outlet", "title", "text", "url", "language"}
Reports = dict[str, dict[str, str]]
Expected = dict[str, Any]
SYNDICATED = ("s0012", "s0013", "s0014")


@pytest.fixture(scope="module")
def reports() -> Reports:
    lines = sample_path().read_text(encoding="utf-8").splitlines()
    return {line["id"]: line for line in map(json.loads, lines)}


@pytest.fixture(scope="module")
def expected() -> Expected:
    return dict(yaml.safe_load(EXPECTED.read_text(encoding="utf-8")))


def told(report: dict[str, str]) -> str:
    return f"{report['title']}\n\n{report['text']}"


def test_the_file_lies_beside_the_package() -> None:
    assert sample_path().name == SAMPLE_FILE
    assert (sample_path().parent / "README.md").is_file()


def test_ids_are_unique_and_in_order() -> None:
    ids = [json.loads(line)["id"] for line in sample_path().read_text(encoding="utf-8").splitlines()]
    assert ids == [f"s{number:04d}" for number in range(1, len(ids) + 1)]


def test_there_are_enough_reports_by_enough_outlets(reports: Reports) -> None:
    assert len(reports) >= 60
    assert len({report["outlet"] for report in reports.values()}) >= 8


def test_every_report_is_whole_and_marked_as_a_sample(reports: Reports) -> None:
    for name, report in reports.items():
        assert set(report) == KEYS, name
        assert report["outlet"].endswith(" (sample)"), name
        assert report["url"] == f"https://example.org/samples/{name[1:]}"
        assert report["language"] == "en", name
        assert report["title"].strip(), name
        assert report["text"] == report["text"].strip(), name
        assert date.fromisoformat(report["published"]).year in {2021, 2022, 2023}, name


def test_lengths_are_those_of_news(reports: Reports) -> None:
    words = {name: len(report["text"].split()) for name, report in reports.items()}
    assert {name for name, count in words.items() if not 30 <= count <= 400} == set()
    assert sum(count >= 250 for count in words.values()) >= len(words) // 5


def test_one_text_is_syndicated_under_three_outlets(reports: Reports) -> None:
    copies = [reports[name] for name in SYNDICATED]
    assert len({copy["outlet"] for copy in copies}) == 3
    assert len({copy["text"] for copy in copies}) == 2, "one copy differs by its typography"
    assert len({fold(copy["text"]) for copy in copies}) == 1


def test_no_other_sentence_is_shared(reports: Reports) -> None:
    seen: dict[str, str] = {}
    for name, report in reports.items():
        if name in SYNDICATED[1:]:
            continue
        for sentence in re.split(r"(?<=[.?!])\s+|\n+", fold(report["text"])):
            if len(sentence.split()) >= 12:
                assert seen.setdefault(sentence, name) == name, sentence


def test_the_readme_counts_what_there_is(reports: Reports) -> None:
    readme = (sample_path().parent / "README.md").read_text(encoding="utf-8")
    assert f"holds {len(reports)} short news reports" in readme


def test_every_report_is_expected_to_tell_of_something_or_of_nothing(reports: Reports, expected: Expected) -> None:
    telling = {name for incident in expected["incidents"] for name in incident["reports"]}
    silent = set(expected["no_incident"])
    assert telling | silent == set(reports)
    assert not telling & silent


def test_expected_incidents_are_well_formed(expected: Expected) -> None:
    keys = [incident["key"] for incident in expected["incidents"]]
    assert len(set(keys)) == len(keys)
    for incident in expected["incidents"]:
        key = incident["key"]
        assert {Kind(kind) for kind in [incident["kind"], *incident["kinds_also_fine"]]}, key
        assert {Status(status) for status in [incident["status"], *incident.get("status_also_fine", [])]}, key
        assert (incident["lat"] is None) == (incident["lon"] is None), key
        assert all(set(told_as) == {"background"} for told_as in incident["reports"].values()), key
        for field in ("killed", "injured", "munitions"):
            if incident[field] is not None:
                lowest, highest = incident[field]
                assert 0 <= lowest <= highest, (key, field)


def test_expected_days_are_in_order_and_not_after_their_reports(reports: Reports, expected: Expected) -> None:
    for incident in expected["incidents"]:
        assert incident["start"] <= incident["end"], incident["key"]
        for name in incident["reports"]:
            assert incident["start"] <= date.fromisoformat(reports[name]["published"]), (incident["key"], name)


def test_expected_weekdays_are_those_of_the_calendar(expected: Expected) -> None:
    dated = [incident for incident in expected["incidents"] if "weekday" in incident]
    assert len(dated) >= 30
    assert {i["key"]: i["weekday"] for i in dated} == {i["key"]: f"{i['start']:%A}" for i in dated}


#: Days on which the calendar and the texts must agree: the incident, the report, the words, the day they mean.
SAID = [
    ("omar-grenades-0704", "s0001", "late on Sunday", date(2021, 7, 4)),
    ("omar-shelling-0628", "s0001", "Monday last week", date(2021, 6, 28)),
    ("asad-rockets-0705", "s0003", "on Monday", date(2021, 7, 5)),
    ("erbil-drones-0706", "s0010", "on Tuesday", date(2021, 7, 6)),
    ("asad-rockets-0707", "s0012", "on Wednesday", date(2021, 7, 7)),
    ("embassy-rockets-0708", "s0020", "on Thursday", date(2021, 7, 8)),
    ("kherson-fire-station-0106", "s0035", "on Friday", date(2023, 1, 6)),
    ("dnipro-missile-0114", "s0042", "on Saturday", date(2023, 1, 14)),
    ("ukraine-missiles-0126", "s0048", "on Thursday", date(2023, 1, 26)),
    ("kismayo-hotel-1023", "s0050", "on Sunday", date(2022, 10, 23)),
    ("education-ministry-1029", "s0053", "on Saturday", date(2022, 10, 29)),
    ("bardera-abduction-1115", "s0064", "on Tuesday", date(2022, 11, 15)),
]


@pytest.mark.parametrize("said", SAID)
def test_the_days_said_are_the_days_expected(
    reports: Reports, expected: Expected, said: tuple[str, str, str, date]
) -> None:
    key, name, words, day = said
    incident = next(incident for incident in expected["incidents"] if incident["key"] == key)
    assert words in reports[name]["text"]
    assert incident["start"] == day
    assert f"{day:%A}" in words
    assert 0 <= (date.fromisoformat(reports[name]["published"]) - day).days <= 7


def test_quoted_words_stand_in_their_reports(reports: Reports, expected: Expected) -> None:
    quoted = [entry for part in ("totals", "presence", "relations", "vague") for entry in expected[part]]
    assert len(quoted) >= 30
    assert [entry for entry in quoted if entry["words"] not in told(reports[entry["report"]])] == []


def test_totals_and_relations_use_the_codebook(expected: Expected) -> None:
    keys = {incident["key"] for incident in expected["incidents"]}
    assert {TotalOf(total["what"]) for total in expected["totals"]} >= {TotalOf.ATTACKS}
    told = {RelationKind(relation["relation"]) for relation in expected["relations"]}
    assert told == set(RelationKind) - {RelationKind.DENIAL}  # which joins no two incidents
    assert {relation[end] for relation in expected["relations"] for end in ("from", "to")} <= keys


def test_the_hard_cases_are_there(reports: Reports, expected: Expected) -> None:
    incidents = expected["incidents"]
    assert any("An earlier version of this report said" in report["text"] for report in reports.values())
    assert any(incident["status"] == Status.FOILED for incident in incidents)
    assert any(all(report["background"] for report in incident["reports"].values()) for incident in incidents)
    assert any(
        {report["background"] for report in incident["reports"].values()} == {True, False} for incident in incidents
    )
    assert (
        sum(bool(incident["killed"]) and incident["killed"][0] < incident["killed"][1] for incident in incidents) >= 8
    )
