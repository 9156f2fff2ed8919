"""The documents say what the program does: help texts, JSON shapes, the tour of the README, links and pins.

Run as a script (``make docs``) this file writes the blocks anew. A block is fenced and stands under a comment that says
what it shows: ``<!-- help: add -->``, ``<!-- run: incidents -->``, ``<!-- json: claim -->``.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from tocsin import codebook, wire
from tocsin.cli import app

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
MODEL = ROOT / "docs" / "model.md"
COMMAND_LINE = ROOT / "docs" / "command-line.md"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))

_BLOCK = re.compile(
    r"(<!-- (?P<what>help|run|json): (?P<which>.*?) -->\n+```\w*\n)(?P<body>.*?)(?=^```$)", re.DOTALL | re.MULTILINE
)
_FILE = re.compile(r"`(?P<path>reports/[\w.]+)`:\n\n```\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")

READ_BACK: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "claim": lambda value: wire.claim_json(wire.claim_from_json(value)),
    "total": lambda value: wire.total_json(wire.total_from_json(value)),
    "reconciled": lambda value: wire.reconciliation_json(wire.reconciliation_from_json(value)),
    "incident": lambda value: wire.incident_json(wire.incident_from_json(value)),
}


def _run(*arguments: str) -> str:
    """Run a command at 80 columns and return what it prints, without trailing spaces."""
    done = CliRunner(env={"COLUMNS": "80", "TERM": "dumb"}).invoke(app, list(arguments), prog_name="tocsin")
    assert done.exit_code == 0, done.output
    return "\n".join(line.rstrip() for line in done.stdout.rstrip().split("\n")) + "\n"


def _commands(group: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        yield (*above, name)
        if hasattr(command, "commands"):
            yield from _commands(command, (*above, name))


COMMANDS = sorted(" ".join(names) for names in _commands(typer.main.get_command(app)))


def _blocks(path: Path, what: str) -> dict[str, str]:
    return {b["which"]: b["body"] for b in _BLOCK.finditer(path.read_text(encoding="utf-8")) if b["what"] == what}


def _tour(folder: Path) -> None:
    """Add the two reports of the README to a new ledger in ``folder``, the working folder of what follows."""
    files = {m["path"]: m["body"] for m in _FILE.finditer(README.read_text(encoding="utf-8"))}
    assert sorted(files) == ["reports/herald.txt", "reports/post.jsonl"]
    (folder / "reports").mkdir()
    for path, body in files.items():
        (folder / path).write_text(body, encoding="utf-8")
    _run("add", "reports/herald.txt", "--published", "2026-03-02", "--outlet", "Northern Herald")
    _run("add", "reports/post.jsonl")


def test_every_command_stands_in_the_documents() -> None:
    assert sorted(_blocks(COMMAND_LINE, "help")) == sorted(["tocsin", *COMMANDS])


@pytest.mark.parametrize("command", ["tocsin", *COMMANDS])
def test_the_help_in_the_documents_is_the_help_of_the_command(command: str) -> None:
    words = [] if command == "tocsin" else command.split()
    assert _blocks(COMMAND_LINE, "help").get(command) == _run(*words, "--help"), "run `make docs`"


@pytest.mark.parametrize("shape", sorted(READ_BACK))
def test_a_json_example_is_read_back_as_it_stands(shape: str) -> None:
    example = json.loads(_blocks(MODEL, "json")[shape])
    assert READ_BACK[shape](example) == example


def test_the_tour_of_the_readme_makes_one_incident_of_its_two_reports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    _tour(tmp_path)
    [incident] = json.loads(_run("incidents", "--format", "json"))
    assert (incident["kind"], incident["sources"], incident["when"]["start"]) == ("shelling", 2, "2026-03-01")
    assert (incident["killed"]["min"], incident["killed"]["max"]) == (1, 1)
    assert (incident["injured"]["min"], incident["injured"]["max"]) == (5, 8)


@pytest.mark.parametrize(
    "terms", [codebook.Kind, codebook.Status, codebook.ActorBasis, codebook.Grade, codebook.WhenPrecision]
)
def test_the_codebook_explains_every_term(terms: Any) -> None:
    text = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    assert [term for term in terms if f"`{term}`" not in text] == []


def test_the_codebook_maps_the_kinds_as_the_program_does() -> None:
    text = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    rows = [
        f"| {scheme.acled} | {scheme.plover_event} / {scheme.plover_mode or 'none'} |"
        for scheme in codebook.SCHEMES.values()
    ]
    assert [row for row in rows if row not in text] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_between_the_documents_leads_somewhere(document: Path) -> None:
    links = _LINK.findall(document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("pins", REQUIREMENTS, ids=lambda path: path.name)
def test_the_pins_hold_every_dependency_with_its_hashes_and_no_address(pins: Path) -> None:
    text = pins.read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(project["optional-dependencies"]["dev"] if pins.stem == "dev" else [])]
    names = {re.split(r"[<>=\[ ;]", one)[0].lower() for one in wanted}
    pinned = re.findall(r"^([\w.-]+)==\S+.*\\\n +--hash=sha256:[0-9a-f]{64}", text, re.MULTILINE)
    assert names - set(pinned) == set(), "run `make pins`"
    assert re.findall(r"https?://|^\s*--(?!hash=)|@ ", text, re.MULTILINE) == []


# Writing the blocks anew


def _shown(value: Any, depth: int = 0) -> str:
    """Write JSON for reading: an item a line where it is a list of objects or the outermost object."""
    inner, outer = "  " * (depth + 1), "  " * depth
    if isinstance(value, dict) and depth == 0:
        lines = (f"{inner}{json.dumps(key)}: {_shown(one, depth + 1)}" for key, one in value.items())
        return "{\n" + ",\n".join(lines) + f"\n{outer}}}"
    if isinstance(value, list) and len(value) > 1:
        return "[\n" + ",\n".join(inner + _shown(one, depth + 1) for one in value) + f"\n{outer}]"
    return json.dumps(value, ensure_ascii=False)


def _example(shape: str) -> dict[str, Any]:
    if shape == "incident":
        return dict(json.loads(_run("incidents", "--format", "json"))[0])
    if shape == "reconciled":
        return dict(json.loads(_run("totals", "--format", "json").splitlines()[0])["reconciled"])
    source = ("reports/herald.txt", "--published", "2026-03-02", "--outlet", "Northern Herald")
    coded = json.loads(_run("code", *source))
    return dict(coded["claims" if shape == "claim" else "totals"][0])


def _body(what: str, which: str, marked: str) -> str:
    if what == "help":
        return _run(*([] if which == "tocsin" else which.split()), "--help")
    if what == "json":
        return _shown(_example(which)) + "\n"
    if which == "demo, one incident":
        lines = _run("demo").split("\n")
        first, last = (
            next(i for i, line in enumerate(lines) if line.startswith(s)) for s in ("One incident", "Tally by")
        )
        return "\n".join(lines[first:last]) + "\n"
    command, _, cut = which.partition(", first ")
    printed = _run(*command.split())
    if cut:
        printed = "".join(printed.splitlines(keepends=True)[: int(cut)]) + "…\n"
    return f"$ tocsin {command}\n{printed}" if marked.startswith("$") else printed


def _write() -> None:
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        _tour(Path(folder))
        for path in (README, MODEL, COMMAND_LINE):
            text = path.read_text(encoding="utf-8")
            new = _BLOCK.sub(lambda m: m[1] + _body(m["what"], m["which"], m["body"]), text)
            if new != text:
                path.write_text(new, encoding="utf-8")
                sys.stdout.write(f"{path.relative_to(ROOT)}: written{os.linesep}")


if __name__ == "__main__":
    _write()
