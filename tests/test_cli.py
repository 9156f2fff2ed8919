"""The command line: what it prints where, how it ends, and what bad inputs do to it (nothing but a line)."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import random
import shlex
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tocsin import cli
from tocsin.ledger import Ledger
from tocsin.link.figures import RULE
from tocsin.pipeline import Coding
from tocsin.publish.figures import LATEST_RULE, LOWEST_RULE
from tocsin.samples import sample_path

pytestmark = pytest.mark.usefixtures("coding")

FRENCH = (
    "Trois roquettes sont tombées dimanche soir sur la base aérienne, sans faire de victimes, ont indiqué les "
    "autorités locales. Personne n'a revendiqué l'attaque, et une enquête a été ouverte par le ministère."
)
GOOD = {
    "id": "good",
    "published": "2021-07-07",
    "outlet": "Valley Wire",
    "text": "Two rockets hit an air base near Erbil on Tuesday night, killing one guard, officials said.",
}
OTHER = {
    "id": "other",
    "published": "2021-07-08",
    "outlet": "Plain Times",
    "text": "A car bomb went off in Mogadishu on Wednesday and killed at least five people, police said.",
}
RUN = [sys.executable, "-c", "import sys; from tocsin.cli import main; sys.exit(main())"]


def tocsin(*words: object, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli.app, [str(word) for word in words], input=stdin)


def lines_of(path: Path, *records: object) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def dump(ledger: Path) -> list[str]:
    with Ledger.open(ledger, create=False) as opened:
        return list(opened.dump())


def integrity(ledger: Path) -> str:
    connection = sqlite3.connect(ledger)
    try:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])
    finally:
        connection.close()


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory, coding: object) -> Path:
    """Return a ledger of all sample reports; tests that change one copy it."""
    assert coding is not None
    ledger = tmp_path_factory.mktemp("cli") / "samples.db"
    result = tocsin("add", sample_path(), "--ledger", ledger)
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    return ledger


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a ledger of two reports of two events."""
    ledger = tmp_path / "small.db"
    assert tocsin("add", lines_of(tmp_path / "two.jsonl", GOOD, OTHER), "--ledger", ledger).exit_code == 0
    return ledger


def listed(ledger: Path, *words: str) -> list[dict[str, object]]:
    result = tocsin("incidents", "--format", "json", "--ledger", ledger, *words)
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert isinstance(found, list)
    return found


# --- bad inputs ----------------------------------------------------------------------------------------------------


def binary(path: Path) -> None:
    path.write_bytes(random.Random(7).randbytes(5000))


def long_line(path: Path) -> None:
    with path.open("wb") as stream:
        stream.write(b'{"published": "2021-07-07", "text": "')
        for _ in range(50):
            stream.write(b"a" * 1_000_000)
        stream.write(b'"}\n')


def words_of(text: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_text(text, encoding="utf-8")

    return write


BAD: list[tuple[str, Callable[[Path], None] | None, str, str]] = [
    ("missing.txt", None, "missing.txt", "No such file"),
    ("empty.txt", words_of(""), "empty.txt", "empty"),
    ("empty.jsonl", words_of(""), "empty.jsonl", "empty"),
    ("noise.txt", binary, "noise.txt", ""),
    ("noise.jsonl.gz", binary, "noise.jsonl.gz:1", "broke off"),
    ("broken.html", words_of("<html><p <<<div></ body <script>"), "broken.html", "no article text"),
    ("keys.jsonl", words_of('{"headline": "A bomb", "day": "2021-07-07"}\n'), "keys.jsonl:1", '"text" is missing'),
    ("cut.jsonl", words_of('{"text": "A bomb went off'), "cut.jsonl:1", "not valid JSON"),
    ("date.jsonl", words_of('{"text": "A bomb.", "published": "2021-02-30"}\n'), "date.jsonl:1", "impossible"),
    ("undated.txt", words_of("A bomb went off in the market."), "undated.txt", "no date of publication"),
    ("long.jsonl", long_line, "long.jsonl:1", "longer than"),
    ("french.txt", words_of(f"Date: 2021-07-07\n\n{FRENCH}\n"), "french.txt", "not coded: language fr"),
]


@pytest.mark.parametrize(("name", "write", "named", "reason"), BAD, ids=[row[0] for row in BAD])
def test_a_bad_input_is_named_with_its_reason_and_the_others_are_read(
    tmp_path: Path, name: str, write: Callable[[Path], None] | None, named: str, reason: str
) -> None:
    bad, ledger = tmp_path / name, tmp_path / "t.db"
    if write is not None:
        write(bad)
    before, after = lines_of(tmp_path / "a.jsonl", GOOD), lines_of(tmp_path / "z.jsonl", OTHER)
    result = tocsin("add", before, bad, after, "--ledger", ledger)
    assert result.exit_code == 1
    assert result.stdout == ""
    complaint, summary = result.stderr.splitlines()
    assert complaint.startswith(f"{tmp_path / named}: ")
    assert reason in complaint
    assert "2 new reports" in summary or ("3 new reports" in summary and "1 not coded" in summary)
    assert integrity(ledger) == "ok"
    assert {"good", "other"} <= {json.loads(line).get("ref") for line in dump(ledger)}


def test_a_report_in_another_language_is_kept_with_the_reason_and_named_each_time(tmp_path: Path) -> None:
    ledger, path = (
        tmp_path / "t.db",
        lines_of(tmp_path / "fr.jsonl", {"id": "fr", "published": "2021-07-07", "text": FRENCH}),
    )
    first, again = (tocsin("add", path, "--ledger", ledger) for _ in range(2))
    for result in (first, again):
        assert result.exit_code == 1
        assert result.stderr.splitlines()[0] == "fr: not coded: language fr"
    with Ledger.open(ledger) as opened:
        assert opened.states() == {"not coded: language fr": 1}


def test_code_prints_the_line_of_a_report_in_another_language_too(tmp_path: Path) -> None:
    path = lines_of(tmp_path / "x.jsonl", {"id": "fr", "published": "2021-07-07", "text": FRENCH}, GOOD)
    result = tocsin("code", path)
    assert result.exit_code == 1
    assert result.stderr.splitlines() == ["fr: not coded: language fr"]
    foreign, good = map(json.loads, result.stdout.splitlines())
    assert (foreign["id"], foreign["claims"], foreign["warnings"]) == ("fr", [], ["not coded: language fr"])
    assert good["id"] == "good"
    assert good["claims"]


def test_code_reads_standard_input_and_prints_tables(tmp_path: Path) -> None:
    piped = tocsin("code", "-", "--published", "2021-07-07", stdin=GOOD["text"].encode())
    assert json.loads(piped.stdout)["claims"]
    table = tocsin("code", lines_of(tmp_path / "x.jsonl", GOOD), "--format", "table")
    assert table.stdout.startswith("good, Valley Wire, 2021-07-07: ")
    assert "Erbil" in table.stdout


def test_the_trained_tagger_reads_unless_rules_are_asked_for(tmp_path: Path) -> None:
    path = lines_of(tmp_path / "x.jsonl", GOOD)
    for words, name in (((), "neural"), (("--coder", "neural"), "neural"), (("--coder", "rules"), "rules")):
        result = tocsin("code", path, *words)
        assert {claim["coder"]["name"] for claim in json.loads(result.stdout)["claims"]} == {name}
        assert result.stderr == ""


@pytest.fixture
def no_networks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a file of the trained tagger be missing."""
    monkeypatch.setattr("tocsin.code.neural.FILES", ("finder.onnx", "gone.onnx"))
    Coding.neural.cache_clear()
    yield
    Coding.neural.cache_clear()


@pytest.mark.usefixtures("no_networks")
def test_without_its_networks_rules_read_and_say_so(tmp_path: Path) -> None:
    result = tocsin("code", lines_of(tmp_path / "x.jsonl", GOOD))
    assert result.exit_code == 0
    assert result.stderr.splitlines() == ["the trained tagger is not installed: no gone.onnx; coding by rules."]
    assert {claim["coder"]["name"] for claim in json.loads(result.stdout)["claims"]} == {"rules"}


@pytest.mark.usefixtures("no_networks")
def test_asked_for_by_name_the_missing_tagger_is_an_error(tmp_path: Path) -> None:
    result = tocsin("add", lines_of(tmp_path / "x.jsonl", GOOD), "--ledger", tmp_path / "t.db", "--coder", "neural")
    assert result.exit_code == 1
    assert "the trained tagger is not installed: no gone.onnx" in result.stderr
    assert result.stdout == ""


# --- wrong usage ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("frobnicate",),
        ("add",),  # nothing to add
        ("add", "x.txt", "--published", "2021-02-30"),
        ("incidents", "--kind", "party"),
        ("incidents", "--since", "yesterday"),
        ("incidents", "--country", "Iraq"),  # a code is meant
        ("incidents", "--since", "2022-01-01", "--until", "2021-01-01"),
        ("tally", "--format", "geojson"),
        ("code", "x.txt", "--format", "csv"),
        ("export", "xml", "x"),
        ("export", "csv", "x", "--figures", "highest"),
        ("judge", "i1", "perhaps"),
        ("judge", "i1", "same"),  # the same as what?
        ("judge", "i1", "i2", "accept"),
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2_and_touches_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    result = tocsin(*words)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert "Error: " in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words", [("incidents",), ("show", "i1"), ("tally",), ("totals",), ("rebuild",), ("judge", "i1", "accept")]
)
def test_a_ledger_that_is_not_there_is_not_made(tmp_path: Path, words: tuple[str, ...]) -> None:
    ledger = tmp_path / "none.db"
    result = tocsin("--ledger", ledger, *words)
    assert result.exit_code == 1
    assert result.stderr == f"tocsin: {ledger}: there is no ledger here\n"
    assert not ledger.exists()


def test_the_ledger_may_be_named_before_or_after_the_command(small: Path, tmp_path: Path) -> None:
    before = tocsin("--ledger", small, "incidents", "--format", "json")
    after = tocsin("incidents", "--format", "json", "--ledger", small)
    both = tocsin("--ledger", tmp_path / "none.db", "incidents", "--format", "json", "--ledger", small)
    assert before.stdout == after.stdout == both.stdout
    assert json.loads(before.stdout)


def test_without_a_login_name_judging_asks_who_judges(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise OSError("No username set in the environment")

    monkeypatch.setattr("getpass.getuser", nobody)
    one = str(listed(small)[0]["id"])
    refused = tocsin("judge", one, "accept", "--ledger", small)
    assert refused.exit_code == 2
    assert "--by" in refused.stderr
    assert tocsin("judge", one, "accept", "--by", "me", "--ledger", small).exit_code == 0


# --- what is printed -----------------------------------------------------------------------------------------------


def test_adding_twice_changes_nothing(small: Path, tmp_path: Path) -> None:
    before = dump(small)
    result = tocsin("add", tmp_path / "two.jsonl", "--ledger", small)
    assert result.exit_code == 0
    assert "0 new reports with 0 claims, 2 known before" in result.stderr
    assert dump(small) == before


def test_show_and_explain_answer_to_an_incident_or_a_claim_or_a_beginning(samples: Path) -> None:
    incident = max(listed(samples), key=lambda one: len(one["claims"]))  # type: ignore[arg-type]
    identifier, claim = str(incident["id"]), str(incident["claims"][0])  # type: ignore[index]
    whole = tocsin("show", identifier, "--format", "json", "--ledger", samples)
    assert json.loads(whole.stdout) == incident
    assert tocsin("show", identifier[:9], "--format", "json", "--ledger", samples).stdout == whole.stdout
    assert tocsin("show", claim, "--format", "json", "--ledger", samples).stdout == whole.stdout
    table = tocsin("show", identifier, "--ledger", samples).stdout
    assert identifier in table
    assert all(str(one)[:8] in table for one in incident["claims"])  # type: ignore[attr-defined]
    explained = tocsin("explain", claim, "--ledger", samples).stdout
    assert "how it was read" in explained
    assert "\nwhen " in explained
    assert "\nsum " in explained


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "zzz"), "no incident 'zzz'"),
        (("show", "i"), "several incidents begin with 'i'"),
        (("show", "c"), "several claims begin with 'c'"),
        (("show", ""), "no incident ''"),
        (("explain", "c00000000000zzzz"), "no claim 'c00000000000zzzz'"),
        (("judge", "zzz", "reject", "--by", "me"), "no incident 'zzz'"),
    ],
)
def test_an_id_that_means_nothing_or_too_much_gets_one_line(samples: Path, words: tuple[str, ...], said: str) -> None:
    result = tocsin("--ledger", samples, *words)
    assert result.exit_code == 1
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert said in line


def test_results_are_whole_json_and_empty_ones_too(samples: Path) -> None:
    assert len(listed(samples)) > 20
    assert listed(samples, "--country", "ZZ") == []
    tally = json.loads(tocsin("tally", "--by", "kind", "--format", "json", "--ledger", samples).stdout)
    assert {row["group"] for row in tally} >= {"bombing", "shelling"}
    for line in tocsin("totals", "--format", "json", "--ledger", samples).stdout.splitlines():
        total = json.loads(line)
        assert total["id"] == total["reconciled"]["total"]
    nothing = tocsin("incidents", "--country", "ZZ", "--ledger", samples)
    assert (nothing.stdout, nothing.stderr) == ("", "0 incidents.\n")
    assert tocsin("tally", "--country", "ZZ", "--ledger", samples).stdout == ""
    assert json.loads(tocsin("tally", "--country", "ZZ", "--format", "json", "--ledger", samples).stdout) == []


def test_totals_stand_beside_the_own_count(samples: Path) -> None:
    lines = tocsin("totals", "--format", "json", "--ledger", samples).stdout.splitlines()
    known = {one["id"] for one in listed(samples)}
    own = [json.loads(line)["reconciled"] for line in lines]
    assert any(one["incidents"] for one in own)
    for one in own:
        assert {*one["incidents"], *one["undecided"]} <= known
        assert (one["min"] is None) == bool(one["unresolved"])  # all totals of the samples count attacks
    table = tocsin("totals", "--ledger", samples)
    assert table.stdout.split()[:6] == ["words", "what", "claimed", "own", "count", "scope"]
    assert table.stderr.endswith(f"{len(lines)} totals.\n")


@pytest.mark.parametrize(("policy", "rule"), [("lowest", LOWEST_RULE), ("latest", LATEST_RULE), ("range", RULE)])
def test_figures_are_shown_by_the_policy_asked_for(samples: Path, policy: str, rule: str) -> None:
    chosen = listed(samples, "--figures", policy)
    assert {one["killed"]["rule"] for one in chosen if one["killed"]} == {rule}
    assert json.loads(tocsin("export", "json", "-", "--figures", policy, "--ledger", samples).stdout) == chosen
    assert (chosen == listed(samples)) is (policy == "range")
    rows = json.loads(tocsin("tally", "--figures", policy, "--format", "json", "--ledger", samples).stdout)
    assert {row["figures"] for row in rows} == {policy}
    for command in ("tally", "incidents"):
        said = tocsin(command, "--figures", policy, "--ledger", samples).stderr
        assert (f"Figures: {policy} told." in said) is (policy != "range")


def test_exports_parse_and_hold_every_incident(samples: Path, tmp_path: Path) -> None:
    identifiers = {one["id"] for one in listed(samples)}
    for form in ("json", "csv", "geojson"):
        assert tocsin("export", form, tmp_path / form, "--ledger", samples).exit_code == 0
    assert {one["id"] for one in json.loads((tmp_path / "json").read_text())} == identifiers
    with (tmp_path / "csv").open(newline="", encoding="utf-8") as stream:
        assert {row["id"] for row in csv.DictReader(stream, strict=True)} == identifiers
    features = json.loads((tmp_path / "geojson").read_text())["features"]
    assert {feature["id"] for feature in features} == identifiers
    piped = tocsin("export", "csv", "-", "--ledger", samples).stdout
    assert len(list(csv.reader(io.StringIO(piped)))) == len(identifiers) + 1
    refused = tocsin("export", "csv", tmp_path / "no" / "x.csv", "--ledger", samples)
    assert refused.exit_code == 1
    assert len(refused.stderr.splitlines()) == 1


@pytest.mark.parametrize("words", [("incidents",), ("tally", "--by", "actor"), ("tally", "--by", "kind")])
def test_tables_fit_80_columns_and_cut_nothing(samples: Path, words: tuple[str, ...]) -> None:
    told = tocsin(*words, "--ledger", samples).stdout.splitlines()
    assert len(told) > 5
    assert max(map(len, told)) <= 80
    assert not [line for line in told if "…" in line]


def test_the_demo_shows_incidents_a_conflict_a_tally_and_what_to_try(tmp_path: Path) -> None:
    result = tocsin("demo", "--ledger", tmp_path / "d.db")
    assert result.exit_code == 0
    assert "69 new reports" in result.stderr
    headings = [line.split(" ─")[0] for line in result.stdout.splitlines() if " ─" in line]
    assert headings == ["Incidents", "One incident on which the reports differ", "Tally by week", "What to try next"]
    assert "\nconflicts " in result.stdout
    tried = next(line for line in result.stdout.splitlines() if " show i" in line).split()
    assert tocsin(*tried[1:]).exit_code == 0


# --- judging -------------------------------------------------------------------------------------------------------


def judge(ledger: Path, *words: str) -> Result:
    result = tocsin("judge", *words, "--by", "editor", "--ledger", ledger)
    assert result.exit_code == 0, result.output
    return result


def test_same_is_undone_by_different_and_survives_rebuilding(small: Path) -> None:
    before = listed(small)
    assert len(before) == 2
    one, other = (str(incident["id"]) for incident in before)
    judge(small, one, other, "same")
    (joined,) = listed(small)
    assert tocsin("rebuild", "--ledger", small).exit_code == 0
    assert listed(small) == [joined]
    retired = ({one, other} - {str(joined["id"])}).pop()
    shown = tocsin("show", retired, "--format", "json", "--ledger", small)
    assert json.loads(shown.stdout) == joined
    assert shown.stderr == f"{retired} has become part of {joined['id']}.\n"
    judge(small, one, other, "different")  # by the ids of before, though one of them is retired
    assert [incident["id"] for incident in listed(small)] == [one, other]


def test_reject_is_undone_by_accept(small: Path) -> None:
    one, other = (str(incident["id"]) for incident in listed(small))
    tocsin("judge", one, "reject", "--by", "editor", "--reason", "a drill", "--ledger", small)
    assert [incident["id"] for incident in listed(small)] == [other]
    gone = tocsin("show", one, "--ledger", small)
    assert gone.exit_code == 1
    assert gone.stderr.endswith(f"the incident {one} was removed: rejected by editor: a drill\n")
    judge(small, one, "accept")
    assert {incident["id"] for incident in listed(small)} == {one, other}


def test_a_judgement_that_contradicts_others_is_refused_and_not_recorded(tmp_path: Path) -> None:
    third = {
        **OTHER,
        "id": "third",
        "published": "2021-07-20",
        "text": "Gunmen abducted two men in Gao on Monday, police said.",
    }
    ledger = tmp_path / "t.db"
    assert tocsin("add", lines_of(tmp_path / "x.jsonl", GOOD, OTHER, third), "--ledger", ledger).exit_code == 0
    a, b, c = (str(one["id"]) for one in listed(ledger))
    judge(ledger, a, b, "same")
    judge(ledger, b, c, "different")
    before = dump(ledger)
    refused = tocsin("judge", a, c, "same", "--by", "editor", "--ledger", ledger)
    assert refused.exit_code == 1
    assert "judged different" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    assert dump(ledger) == before
    assert tocsin("judge", a, a, "same", "--by", "editor", "--ledger", ledger).exit_code == 1
    assert len(listed(ledger)) == 2


def test_a_decision_is_taken_back_by_its_id_and_that_too(small: Path) -> None:
    before = listed(small)
    judge(small, str(before[0]["id"]), "reject")
    assert listed(small) == before[1:]

    def decisions() -> list[dict[str, object]]:
        return list(json.loads(tocsin("judgements", "--format", "json", "--ledger", small).stdout))

    (made,) = decisions()
    told = tocsin("judgements", "undo", str(made["id"])[:9], "--by", "chief", "--reason", "a slip", "--ledger", small)
    assert (told.exit_code, told.stderr) == (0, "Recorded: undo, by chief. 2 incidents now.\n")
    assert [one["id"] for one in listed(small)] == [one["id"] for one in before]
    again = tocsin("judgements", "undo", str(made["id"]), "--by", "chief", "--ledger", small)
    assert again.exit_code == 1
    assert f"the judgement {made['id']} is undone already" in again.stderr
    assert [(one["verdict"], one["state"]) for one in decisions()] == [("reject", "undone"), ("undo", "holding")]
    assert tocsin("judgements", "undo", str(decisions()[1]["id"]), "--by", "chief", "--ledger", small).exit_code == 0
    assert [one["id"] for one in listed(small)] == [before[1]["id"]]
    back = tocsin("judgements", "--ledger", small, "undo", str(decisions()[2]["id"]), "--by", "chief")
    assert back.exit_code == 0, "the ledger may be named before the word undo"
    back = tocsin("--ledger", small, "judgements", "undo", str(decisions()[3]["id"]), "--by", "chief")
    assert back.exit_code == 0
    table = tocsin("judgements", "--ledger", small)
    assert "undo" in table.stdout
    assert table.stderr == "5 decisions, 1 in force.\n"


@pytest.mark.parametrize("command", [("token", "create", "Ann"), ("discretion", "add", "why", "--blur-km", "9")])
def test_nothing_is_set_on_a_ledger_that_is_not_there(tmp_path: Path, command: tuple[str, ...]) -> None:
    ledger = tmp_path / "missing.db"
    done = tocsin(*command, "--ledger", ledger)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == f"tocsin: {ledger}: there is no ledger here\n"
    assert not ledger.exists()


def test_a_token_is_printed_once_and_alone(tmp_path: Path) -> None:
    ledger = tmp_path / "t.db"
    with Ledger.open(ledger):
        pass
    made = tocsin("token", "create", "Ann", "--role", "admin", "--by", "root", "--ledger", ledger)
    assert made.exit_code == 0, made.output
    words = made.stdout.strip()
    assert made.stdout == words + "\n"
    assert words not in made.stderr
    found = tocsin("token", "list", "--ledger", ledger)
    assert "Ann" in found.stdout
    assert words not in found.output
    assert tocsin("token", "create", "Ann", "--by", "root", "--ledger", ledger).exit_code == 1
    renewed = tocsin("token", "renew", "Ann", "--by", "root", "--ledger", ledger)
    assert renewed.stdout.strip() not in {"", words}
    assert tocsin("token", "revoke", "Ann", "--by", "root", "--ledger", ledger).exit_code == 0
    gone = tocsin("token", "revoke", "Ann", "--by", "root", "--ledger", ledger)
    assert (gone.exit_code, gone.stderr) == (1, "tocsin: Ann has no token that holds\n")
    assert tocsin("token", "list", "--ledger", ledger).stderr == "2 tokens, 0 in force.\n"
    assert tocsin("token", "create", "a\nb", "--by", "root", "--ledger", ledger).exit_code == 1


# --- the gazetteer -------------------------------------------------------------------------------------------------


def dump_row(name: str) -> str:
    row = [
        "99000001",
        name,
        name,
        "",
        "35.5",
        "43.2",
        "P",
        "PPL",
        "IQ",
        "",
        "11",
        "",
        "",
        "",
        "120",
        "",
        "",
        "Asia/Baghdad",
    ]
    return "\t".join([*row, "2024-01-01"]) + "\n"


def test_places_of_a_dump_are_added_and_bad_files_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_CACHE", str(tmp_path / "cache"))
    good, bad = tmp_path / "IQ.txt", tmp_path / "diary.txt"
    good.write_text(dump_row("Tell Zarqan"), encoding="utf-8")
    bad.write_text("Dear diary\nnothing happened\n", encoding="utf-8")
    result = tocsin("gazetteer", "add", bad, tmp_path / "none.txt", good)
    assert result.exit_code == 1
    told = result.stderr.splitlines()
    assert told[0].startswith(f"{bad}: ")
    assert told[1] == f"{tmp_path / 'none.txt'}: No such file or directory"
    assert told[2].startswith(f"{good}: 1 place added")
    assert list((tmp_path / "cache").glob("gazetteer-added-*"))


# --- as a process --------------------------------------------------------------------------------------------------


def test_a_reader_that_stops_early_is_no_error(samples: Path) -> None:
    process = subprocess.Popen(
        [*RUN, "export", "json", "-", "--ledger", str(samples)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline() == b"[\n"
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(60) in (0, 1)


def is_made(ledger: Path) -> bool:
    """Say whether another process has made a ledger, tables and all."""
    if not ledger.exists():
        return False
    connection = sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)
    try:
        return bool(connection.execute("SELECT value FROM meta WHERE key = 'two_persons'").fetchone())
    except sqlite3.OperationalError:  # its tables are not there yet
        return False
    finally:
        connection.close()


def attend_to_interrupts() -> None:
    """Let interrupts end a process that is about to begin."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_interrupt_ends_with_one_line_and_130(tmp_path: Path) -> None:
    words = [*RUN, "add", "-", "--ledger", str(tmp_path / "t.db")]
    # Whoever runs the tests in the background has interrupts ignored, which a process inherits.
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=attend_to_interrupts)  # noqa: PLW1509 - no threads here
    assert process.stdin is not None
    process.stdin.write(json.dumps(GOOD).encode() + b"\n")
    process.stdin.flush()
    while not is_made(tmp_path / "t.db"):
        time.sleep(0.05)
    time.sleep(1.0)  # it waits for more of its standard input
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors.decode().splitlines() == ["tocsin: interrupted; reports read so far are kept."]
    assert integrity(tmp_path / "t.db") == "ok"


def test_a_progress_bar_on_a_terminal_leaves_standard_output_alone(tmp_path: Path) -> None:
    """Standard error is a terminal, standard output a file: the bar goes to the one, every line to the other."""
    ours, theirs = pty.openpty()
    results = tmp_path / "out.jsonl"
    with results.open("wb") as stream:
        process = subprocess.Popen(
            [*RUN, "code", str(sample_path())], stdout=stream, stderr=theirs, env={**os.environ, "TERM": "xterm"}
        )
        os.close(theirs)
        shown = b""
        while piece := _read(ours):
            shown += piece
        assert process.wait(120) == 0
    os.close(ours)
    assert b"coding" in shown
    assert b"100%" in shown
    assert b'"claims"' not in shown
    assert len([json.loads(line) for line in results.read_text(encoding="utf-8").splitlines()]) == 69


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other side has closed
        return b""


def test_columns_and_dates_as_they_are_given(tmp_path: Path) -> None:
    line = {"Body": GOOD["text"], "when": {"day": "07/07/2021"}, "paper": "Valley Wire"}
    source = lines_of(tmp_path / "a.jsonl", line)
    refused = tocsin("code", source, "--coder", "rules", "--columns", "published=when.day")
    assert refused.exit_code == 1
    assert "--date-format" in refused.stderr
    columns = "published=when.day,outlet=paper"
    done = tocsin("code", source, "--coder", "rules", "--columns", columns, "--date-format", "%d/%m/%Y")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["claims"][0]["when"]["start"].startswith("2021-07-06")
    written = tmp_path / "columns.toml"
    written.write_text('date_format = "%d/%m/%Y"\n[columns]\npublished = "when.day"\noutlet = "paper"\n')
    assert tocsin("code", source, "--coder", "rules", "--columns", written).stdout == done.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("--columns", "text"),
        ("--columns", "body=Text"),
        ("--columns", "nowhere.toml"),
        ("--date-format", "%d/%m"),
        ("--columns", "text=a", "--date-format", "day"),
    ],
)
def test_columns_and_formats_that_are_none_are_wrong_usage(tmp_path: Path, words: tuple[str, ...]) -> None:
    result = tocsin("code", lines_of(tmp_path / "a.jsonl", GOOD), "--coder", "rules", *words)
    assert result.exit_code == 2
    assert result.stdout == ""


def test_reports_that_are_not_coded_are_counted_by_language(tmp_path: Path) -> None:
    spanish = "Dos proyectiles cayeron en la madrugada sobre el molino del pueblo. El alcalde dijo que no hubo heridos."
    records = [
        {"id": str(n), "published": "2021-07-07", "text": f"{text} ({n})"}
        for n, text in enumerate([FRENCH, spanish, FRENCH])
    ]
    source = lines_of(tmp_path / "a.jsonl", GOOD, *records)
    result = tocsin("add", source, "--ledger", tmp_path / "t.db", "--coder", "rules")
    assert result.exit_code == 1
    assert "3 not coded (2 fr, 1 es);" in result.stderr.splitlines()[-1]


def test_incidents_are_found_by_other_spellings_and_names_are_suggested(samples: Path) -> None:
    for text in ("Ain al Assad", "ayn al-asad", "Ain al-Asad air base"):
        found = tocsin("incidents", "--text", text, "--format", "json", "--ledger", samples)
        assert "Ain al-Asad air base" in {one["place"]["name"] for one in json.loads(found.stdout)}
    nothing = tocsin("incidents", "--text", "Baghdud", "--ledger", samples)
    assert nothing.stdout == ""
    told = nothing.stderr.splitlines()
    assert told[:1] == ["0 incidents."]
    assert told[1].startswith("Perhaps you meant Baghdad (")
    assert told[2] == f"  tocsin --ledger {shlex.quote(str(samples))} incidents --text Baghdad"


def test_a_missing_ledger_names_those_beside_it(small: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("no ledger")
    done = tocsin("incidents", "--ledger", tmp_path / "none.db")
    assert done.exit_code == 1
    named = f"{small} is one: --ledger {shlex.quote(str(small))}"
    assert done.stderr == f"tocsin: {tmp_path / 'none.db'}: there is no ledger here; {named}\n"
