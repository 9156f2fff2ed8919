"""Watching sites on this machine: what is new gets into the ledger once, whatever happens on the way."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import sqlite3
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]

from killable import KILLED, Program
from printed import page_of, pdf_of
from served import Answer, Site, feed, item, page
from tocsin.cli import app
from tocsin.ledger import Ledger
from tocsin.watch.settings import SettingsError, read_settings
from tocsin.watch.status import Health, health_of, usual_gap
from tocsin.watched import Outage, Outlet, Source, SourceKind, SourceState

TEXT = "At least four rockets hit the airport in {} late on Sunday, killing a contractor, officials said."


def settings(folder: Path, *sources: str, more: str = "", evidence: str = "") -> Path:
    path = folder / "feeds.toml"
    path.write_text(
        f'[fetch]\ncontact = "desk@example.org"\nallow = ["127.0.0.1"]\npause = "0s"\nbackoff = "0s"\n{more}\n'
        f"{evidence}\n" + "\n".join(f"[[sources]]\n{source}\n" for source in sources),
        encoding="utf-8",
    )
    return path


def source(address: str, **more: str) -> str:
    lines = {"address": address, "outlet": "The Morning Post", "name": "post", **more}
    return "\n".join(f"{key} = {json.dumps(value)}" for key, value in lines.items())


def run(*words: str, code: int = 0, env: dict[str, str] | None = None) -> tuple[str, str]:
    done = CliRunner().invoke(app, [str(word) for word in words], env=env)
    assert done.exit_code == code, done.output
    return done.stdout, done.stderr


def watch(path: Path, ledger: Path, env: dict[str, str] | None = None) -> list[dict[str, object]]:
    _, said = run("watch", str(path), "--once", "--log", "json", "--coder", "rules", "--ledger", str(ledger), env=env)
    return [json.loads(line) for line in said.splitlines() if line.startswith("{")]


def reports(ledger: Path) -> list[str]:
    with Ledger.open(ledger) as opened:
        return sorted(report.text for report in opened.reports())


@pytest.fixture
def site(gazetteer: Path) -> Iterator[Site]:
    assert gazetteer.exists()
    with Site() as site:
        yield site


def test_new_pages_of_a_feed_are_read_once(site: Site, tmp_path: Path) -> None:
    site.answers |= {f"/{town}": page(TEXT.format(town), f"Rockets hit {town}") for town in ("Erbil", "Basra")}
    site.answers["/feed"] = feed(*(item(f"{site.address}/{town}", town, guid="1") for town in ("Erbil", "Basra")))
    path, ledger = settings(tmp_path, source(f"{site.address}/feed")), tmp_path / "t.db"
    told = watch(path, ledger)
    assert sorted(str(one["outcome"]) for one in told) == ["list", "new", "new"]
    assert all(one["event"] == "fetch" for one in told)
    assert len(reports(ledger)) == 2
    asked = len(site.asked)
    assert [one["outcome"] for one in watch(path, ledger)] == ["list"]
    assert [path for path, _ in site.asked[asked:]] == ["/feed"], "robots.txt is kept too"


def test_an_unchanged_feed_says_so_and_its_pages_are_left_alone(site: Site, tmp_path: Path) -> None:
    site.answers["/feed"] = Answer(feed(item(None, "Erbil hit", TEXT.format("Erbil"))).body, headers={"ETag": '"1"'})
    path, ledger = settings(tmp_path, source(f"{site.address}/feed")), tmp_path / "t.db"
    watch(path, ledger)
    site.answers["/feed"] = Answer(status=304)
    assert next(one["outcome"] for one in watch(path, ledger)) == "unchanged"
    assert site.asked[-1][1]["if-none-match"] == '"1"'


@pytest.mark.parametrize("answer", [Answer(b"", 404), Answer(b"\x89PNG", headers={"Content-Type": "image/png"})])
def test_a_page_that_cannot_be_had_is_stood_in_for_by_its_entry(site: Site, tmp_path: Path, answer: Answer) -> None:
    site.answers |= {"/1": answer, "/feed": feed(item(f"{site.address}/1", "Erbil hit", TEXT.format("Erbil")))}
    path, ledger = settings(tmp_path, source(f"{site.address}/feed")), tmp_path / "t.db"
    assert [one["outcome"] for one in watch(path, ledger)] == ["list", "entry"]
    [text] = reports(ledger)
    assert TEXT.format("Erbil") in text


def test_a_document_that_a_feed_links_to_is_read(site: Site, tmp_path: Path) -> None:
    printed = pdf_of([page_of("Rockets hit the airport in Erbil on Sunday,", "killing a contractor, the mayor said.")])
    site.answers["/1"] = Answer(printed, headers={"Content-Type": "application/pdf"})
    site.answers["/feed"] = feed(item(f"{site.address}/1"))
    path, ledger = settings(tmp_path, source(f"{site.address}/feed")), tmp_path / "t.db"
    assert [one["outcome"] for one in watch(path, ledger)] == ["list", "new"]
    assert "Rockets hit the airport" in reports(ledger)[0]


def test_a_page_in_trouble_is_asked_for_again(site: Site, tmp_path: Path) -> None:
    site.answers |= {"/1": Answer(b"", 503), "/feed": feed(item(f"{site.address}/1"))}
    path, ledger = settings(tmp_path, source(f"{site.address}/feed")), tmp_path / "t.db"
    assert [one["outcome"] for one in watch(path, ledger)] == ["list", "later"]
    site.answers["/1"] = page(TEXT.format("Erbil"))
    assert sorted(str(one["outcome"]) for one in watch(path, ledger)) == ["list", "new"]
    assert len(reports(ledger)) == 1


def test_a_live_page_that_changes_is_read_again(site: Site, tmp_path: Path) -> None:
    site.answers["/live"] = page(TEXT.format("Erbil"))
    path, ledger = settings(tmp_path, source(f"{site.address}/live", type="page")), tmp_path / "t.db"
    assert [one["outcome"] for one in watch(path, ledger)] == ["new"]
    assert [one["outcome"] for one in watch(path, ledger)] == ["unchanged"]
    site.answers["/live"] = page(TEXT.format("Erbil") + "\n\nThe death toll rose to three on Monday, the police said.")
    assert [one["outcome"] for one in watch(path, ledger)] == ["revised"]
    assert len(reports(ledger)) == 2


def test_site_maps_that_name_each_other_end(site: Site, tmp_path: Path) -> None:
    day = datetime.now(UTC).date().isoformat()
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    index = "<sitemapindex {}>{}</sitemapindex>"
    named = "".join(f"<sitemap><loc>{site.address}/{name}</loc></sitemap>" for name in ("a", "b", "c"))
    site.answers |= {f"/{name}": Answer(index.format(space, named).encode()) for name in ("a", "b")}
    entry = f"<url><loc>{site.address}/1</loc><lastmod>{day}T00:00:00Z</lastmod></url>"
    old = f"<url><loc>{site.address}/0</loc><lastmod>2019-01-01T00:00:00Z</lastmod></url>"
    site.answers |= {"/c": Answer(f"<urlset {space}>{entry}{old}</urlset>".encode()), "/1": page(TEXT.format("Erbil"))}
    path, ledger = settings(tmp_path, source(f"{site.address}/a", type="sitemap")), tmp_path / "t.db"
    watch(path, ledger)
    assert sorted(site.paths()) == ["/1", "/a", "/b", "/c"]
    assert len(reports(ledger)) == 1


def graph(*addresses: str) -> bytes:
    """Return an export of GDELT's knowledge graph that names pages."""
    return b"".join(
        "\t".join([f"2026030208-{n}", "20260302080000", "1", "wire.example", address, *[""] * 22]).encode() + b"\n"
        for n, address in enumerate(addresses)
    )


def test_pages_that_gdelt_lists_are_read_under_their_own_outlets(site: Site, tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("20260302080000.gkg.csv", graph(f"{site.address}/1", f"{site.address}/2", f"{site.address}/1"))
    site.answers |= {
        "/1": page(TEXT.format("Erbil")),
        "/2": page(TEXT.format("Basra")),
        "/lastupdate.txt": Answer(
            "".join(
                f"100 {'0' * 32} {site.address}/20260302080000.{name}\n"
                for name in ("export.CSV.zip", "mentions.CSV.zip", "gkg.csv.zip")
            ).encode()
        ),
        "/20260302080000.gkg.csv.zip": Answer(held.getvalue(), headers={"Content-Type": "application/zip"}),
    }
    path, ledger = settings(tmp_path, source(f"{site.address}/lastupdate.txt", type="gdelt")), tmp_path / "t.db"
    told = watch(path, ledger)
    assert sorted(str(one["outcome"]) for one in told) == ["list", "list", "new", "new"]
    assert "/20260302080000.export.CSV.zip" not in site.paths(), "one of the three names all"
    with Ledger.open(ledger) as opened:
        assert {report.outlet for report in opened.reports()} == {"wire.example"}


def test_what_is_no_list_of_gdelts_is_a_failure_of_the_source(site: Site, tmp_path: Path) -> None:
    site.answers["/gkg"] = Answer(b"no table at all\n")
    path, ledger = settings(tmp_path, source(f"{site.address}/gkg", type="gdelt")), tmp_path / "t.db"
    [told] = watch(path, ledger)
    assert told["outcome"] == "failed"
    assert "none of GDELT's" in str(told["reason"])


def test_of_a_list_only_pages_of_the_sites_asked_for_are_read(site: Site, tmp_path: Path) -> None:
    site.answers |= {
        "/1": page(TEXT.format("Erbil")),
        "/gkg": Answer(graph("http://other.example/1", f"{site.address}/1")),
    }
    more = f'{source(f"{site.address}/gkg", type="gdelt")}\nhosts = ["127.0.0.1"]'
    assert sorted(str(one["outcome"]) for one in watch(settings(tmp_path, more), tmp_path / "t.db")) == ["list", "new"]


def test_pages_in_wrong_charsets_and_with_endless_titles_are_read(site: Site, tmp_path: Path) -> None:
    wrong = page(TEXT.format("Łódź")).body.replace(b'charset="utf-8"', b'charset="iso-8859-2"')
    endless = page(TEXT.format("Basra")).body.replace(b"<title>", b"<title>" + b"Rockets " * 1_200_000)
    site.answers |= {
        "/1": Answer(wrong, headers={"Content-Type": "text/html; charset=ascii"}),
        "/2": Answer(endless, headers={"Content-Type": "text/html"}),
        "/feed": feed(*(item(f"{site.address}/{n}", "") for n in (1, 2))),
    }
    ledger = tmp_path / "t.db"
    told = watch(settings(tmp_path, source(f"{site.address}/feed")), ledger)
    assert sorted(str(one["outcome"]) for one in told) == ["list", "new", "new"]
    texts = reports(ledger)
    assert any("the airport in Łódź late" in text for text in texts)
    assert all(len(text) < 100_000 for text in texts)


def test_links_to_private_addresses_and_files_are_refused_and_the_rest_read(site: Site, tmp_path: Path) -> None:
    bad = ("http://127.0.0.2/", "file:///etc/passwd", "http://169.254.169.254/latest/")
    site.answers |= {
        "/1": page(TEXT.format("Erbil")),
        "/feed": feed(*(item(one) for one in bad), item(f"{site.address}/1")),
    }
    path, ledger = settings(tmp_path, source(f"{site.address}/feed")), tmp_path / "t.db"
    told = watch(path, ledger)
    assert [one["outcome"] for one in told].count("new") == 1
    assert len(reports(ledger)) == 1


def test_secrets_come_from_the_environment_and_get_nowhere_else(site: Site, tmp_path: Path) -> None:
    secret = "hush-4711"
    body = feed(item(None, "Erbil hit", TEXT.format("Erbil"))).body
    site.answers["/feed"] = Answer(body, headers={"ETag": secret, "Server": secret})
    auth = source(f"{site.address}/feed") + '\nauth = {env = "FEED_TOKEN"}\nheaders = {X-Key = "k ${FEED_TOKEN}"}'
    path = settings(tmp_path, auth, evidence="[evidence]\nkeep = true")
    with pytest.raises(SettingsError, match="no variable FEED_TOKEN"):
        read_settings(path, {})
    told = watch(path, tmp_path / "t.db", {"FEED_TOKEN": secret})
    fetched = next(headers for path, headers in site.asked if path == "/feed")
    assert (fetched["authorization"], fetched["x-key"]) == (secret, f"k {secret}")
    assert secret not in json.dumps(told)
    assert all(secret.encode() not in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def test_how_it_goes_with_the_sources_is_shown(site: Site, tmp_path: Path) -> None:
    site.answers |= {"/1": page(TEXT.format("Erbil")), "/feed": feed(item(f"{site.address}/1"))}
    gone = source(f"{site.address}/gone", name="gone", outlet="The Herald", country="IQ", side="government")
    path, ledger = settings(tmp_path, source(f"{site.address}/feed"), gone), tmp_path / "t.db"
    watch(path, ledger)
    lines = [json.loads(line) for line in run("sources", "--format", "json", "--ledger", str(ledger))[0].splitlines()]
    assert [(one["source"], one["state"], one["failures"]) for one in lines] == [
        ("gone", "failing", 1),
        ("post", "ok", 0),
    ]
    assert lines[0]["reason"] == "answer 404 Not Found"
    assert (lines[0]["outlet"]["country"], lines[0]["outlet"]["side"]) == ("IQ", "government")
    assert lines[1]["outlet"]["reports"] == 1
    assert lines[1]["outlet"]["claims"] >= 1
    assert "failing" in run("sources", "--ledger", str(ledger))[0]


def test_outlets_that_are_not_watched_are_listed_with_what_there_is_of_them(tmp_path: Path) -> None:
    ledger = str(tmp_path / "t.db")
    for day in ("2026-03-02", "2026-03-04"):
        (tmp_path / day).write_text(TEXT.format("Erbil") + day, encoding="utf-8")
        run(
            "add",
            str(tmp_path / day),
            "--published",
            day,
            "--outlet",
            "The Herald",
            "--coder",
            "rules",
            "--ledger",
            ledger,
        )
    [line] = [json.loads(one) for one in run("sources", "--format", "json", "--ledger", ledger)[0].splitlines()]
    assert (line["source"], line["state"]) == (None, "not watched")
    told = {name: line["outlet"][name] for name in ("name", "reports", "first", "last", "watched")}
    assert told == {
        "name": "The Herald", "reports": 2, "first": "2026-03-02", "last": "2026-03-04", "watched": False,
    }  # fmt: skip
    assert line["outlet"]["incidents"] >= 1
    table, said = run("sources", "--ledger", ledger)
    assert "The Herald" in table
    assert said == "0 sources watched; 1 outlet, 0 of them watched.\n"


def test_evidence_is_kept_checked_exported_and_pruned(site: Site, tmp_path: Path) -> None:
    site.answers |= {"/1": page(TEXT.format("Erbil")), "/feed": feed(item(f"{site.address}/1"))}
    path = settings(tmp_path, source(f"{site.address}/feed"), evidence="[evidence]\nkeep = true")
    ledger = str(tmp_path / "t.db")
    watch(path, tmp_path / "t.db")
    assert "2 right, 0 wrong" in run("evidence", "check", "--ledger", ledger)[1]
    archive = tmp_path / "out.warc.gz"
    run("evidence", "export", str(archive), "--ledger", ledger)
    with archive.open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            body = record.content_stream().read()
            kind = record.rec_type
    assert kind == "response"
    assert record.rec_headers.get_header("WARC-Target-URI") == f"{site.address}/1"
    assert body == site.answers["/1"].body  # type: ignore[union-attr]
    [kept] = (tmp_path / "t.db.evidence").glob("??/*.gz")
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-5])
    assert "damaged" in run("evidence", "check", "--ledger", ledger, code=1)[1]
    run("evidence", "export", tmp_path / "half.warc.gz", "--ledger", ledger, code=1)
    assert not (tmp_path / "half.warc.gz").exists(), "a file is written whole or not at all"
    kept.unlink()
    assert "0 right, 1 wrong" in run("evidence", "check", "--ledger", ledger, code=1)[1]
    kept.write_bytes(whole)
    assert "1 file taken away" in run("evidence", "prune", "--days", "0", "--ledger", ledger)[1]
    assert not kept.exists()
    assert "0 right, 0 wrong" in run("evidence", "check", "--ledger", ledger)[1]


def test_evidence_of_what_an_entry_says_is_checked_too(site: Site, tmp_path: Path) -> None:
    entries = (
        item(f"{site.address}/{n}", f"{town} hit", TEXT.format(town)) for n, town in enumerate(("Erbil", "Basra"))
    )
    site.answers["/feed"] = feed(*entries, item(None, "Mosul hit", TEXT.format("Mosul")))
    path = settings(tmp_path, source(f"{site.address}/feed"), evidence="[evidence]\nkeep = true")
    told = watch(path, tmp_path / "t.db")
    assert sorted(str(one["outcome"]) for one in told) == ["entry", "entry", "entry", "list"]
    ledger = str(tmp_path / "t.db")
    assert "4 right, 0 wrong" in run("evidence", "check", "--ledger", ledger)[1]
    with sqlite3.connect(tmp_path / "t.db") as connection:
        connection.execute("UPDATE reports SET text = text || ' more' WHERE text LIKE '%Basra%'")
    assert "3 right, 1 wrong" in run("evidence", "check", "--ledger", ledger, code=1)[1]


def _but_times(ledger: Ledger) -> list[str]:
    """Return what a ledger holds but for when it was fetched."""
    return [re.sub(r'"retrieved_at": "[^"]*"', "", line) for line in ledger.dump()]


def test_a_watch_that_is_killed_loses_and_doubles_nothing(site: Site, tmp_path: Path) -> None:
    towns = ["Erbil", "Basra", "Mosul", "Kirkuk", "Tikrit", "Fallujah"]
    site.answers |= {f"/{town}": page(TEXT.format(town), f"Rockets hit {town}") for town in towns}
    site.answers["/feed"] = feed(*(item(f"{site.address}/{town}", town) for town in towns))
    path = settings(tmp_path, source(f"{site.address}/feed"), more="parallel = 2")
    whole, broken = tmp_path / "whole.db", tmp_path / "broken.db"
    watch(path, whole)
    words = ["watch", str(path), "--once", "--coder", "rules", "--ledger"]
    with Program(tmp_path / "said.txt") as program:
        killed = 0
        for last in (3, 9, 14, 20, 31, 40):
            program.start(*words, str(broken), last=last)
            killed += program.end() == KILLED
        assert killed >= 3
        program.start(*words, str(broken))
        assert program.end() == 0
    with Ledger.open(whole) as one, Ledger.open(broken) as other:
        assert _but_times(one) == _but_times(other)
    with sqlite3.connect(broken) as connection:
        assert connection.execute("SELECT count(*) FROM pages WHERE fetched IS NULL").fetchone() == (0,)


def test_a_watch_without_end_ends_when_it_is_told_to(site: Site, tmp_path: Path) -> None:
    site.answers |= {"/1": page(TEXT.format("Erbil")), "/feed": feed(item(f"{site.address}/1"))}
    path, ledger = settings(tmp_path, source(f"{site.address}/feed")), tmp_path / "t.db"
    said = tmp_path / "said.txt"
    said.touch()
    with Program(said) as program:
        program.start("watch", str(path), "--coder", "rules", "--ledger", str(ledger))
        while not re.search(r"outcome\S*=\S*new", program.said()):
            assert program.running()
            time.sleep(0.02)
        os.kill(program._pid, signal.SIGTERM)
        assert program.end() == 0
    assert len(reports(ledger)) == 1


def test_the_settings_in_the_documents_are_settings(tmp_path: Path) -> None:
    text = (Path(__file__).parents[1] / "docs" / "operations.md").read_text(encoding="utf-8")
    path = tmp_path / "feeds.toml"
    path.write_text(text.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    found = read_settings(path, {"WIRE_TOKEN": "t", "WIRE_CLIENT": "c"})
    assert [one.name for one in found.outlets()] == ["The Morning Post", "The Wire"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            '[fetch]\ncontact="a@b"\n[[sources]]\naddress="x"\noutlet="o"\nevrey="1m"',
            r"feeds\.toml:6: .*evrey: unknown key",
        ),
        ('[fetch]\ncontact="a@b"\n[[sources]]\naddress="x"\noutlet="o"\nevery="1"', r"toml:6: .*every: must be a time"),
        ('[[sources]]\naddress="x"\noutlet="o"', "fetch: Field required"),
        ("[fetch", "not TOML"),
        ('[fetch]\ncontact="a@b"\n' + '[[sources]]\naddress="x"\noutlet="o"\n' * 2, "two sources are named 'x'"),
    ],
)
def test_settings_with_a_fault_are_refused_naming_line_and_key(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(text)
    with pytest.raises(SettingsError, match=why):
        read_settings(path, {})
    run("watch", str(path), code=2)


NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
READ = SourceState(
    Source("s", SourceKind.FEED, "http://x.example/", "o"), NOW - timedelta(days=30), attempted=NOW, succeeded=NOW
)


def test_health_tells_dark_from_silent_from_failing() -> None:
    outlet, hourly = Outlet("o"), [NOW - timedelta(hours=n) for n in range(1, 20)]
    old = [one - timedelta(days=3) for one in hourly]
    assert usual_gap(hourly[:5]) is None
    assert health_of(replace(READ, attempted=None), outlet, [], NOW) is Health.UNREAD
    assert health_of(READ, outlet, hourly, NOW) is Health.OK
    assert health_of(READ, outlet, old, NOW) is Health.SILENT
    assert health_of(READ, outlet, old[:5], NOW) is Health.OK
    assert health_of(replace(READ, failures=2), outlet, hourly, NOW) is Health.FAILING
    assert health_of(replace(READ, failures=2, succeeded=NOW - timedelta(days=2)), outlet, hourly, NOW) is Health.DARK
    known = Outlet("o", outages=(Outage(NOW.date(), None, "cut off"),))
    assert health_of(replace(READ, failures=2), known, hourly, NOW) is Health.OUTAGE
