"""A server over the sample reports and a browser that looks at it, as people do."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from page_visits import Visit
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "src" / "tocsin" / "web" / "static" / "index.html"
LONGEST = 120

#: Names under which systems install the browser; TOCSIN_CHROMIUM names another.
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = ("--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")

_TOCSIN = (sys.executable, "-c", "from tocsin.cli import main; main()")


def tocsin(*arguments: str | Path) -> str:
    """Run a command to its end and return what it prints."""
    command = [*_TOCSIN, *(str(one) for one in arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=LONGEST).stdout


@pytest.fixture(scope="session")
def sample_ledger(gazetteer: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a ledger of the sample reports, to be read and copied, never written."""
    assert gazetteer.exists()
    path = tmp_path_factory.mktemp("browser") / "samples.db"
    tocsin("demo", "--ledger", path)
    return path


@contextmanager
def _serving(ledger: Path) -> Iterator[str]:
    assert PAGES.is_file(), "the pages are not built: make pages"
    command = [*_TOCSIN, "serve", "--ledger", str(ledger), "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"http://\S+?(?=;)", line)
        assert found, line + process.stderr.read()
        yield found[0]
    finally:
        process.kill()
        process.communicate(timeout=LONGEST)


@pytest.fixture(scope="session")
def served(sample_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a server that is only read from."""
    copy = tmp_path_factory.mktemp("served") / "samples.db"
    shutil.copy(sample_ledger, copy)
    with _serving(copy) as address:
        yield address


@pytest.fixture
def desk(sample_ledger: Path, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Return the address of a server of this test's own, and a reviewer's token."""
    copy = tmp_path / "samples.db"
    shutil.copy(sample_ledger, copy)
    token = tocsin("token", "create", "Amal", "--role", "reviewer", "--ledger", copy).strip()
    with _serving(copy) as address:
        yield address, token


@pytest.fixture
def office(sample_ledger: Path, tmp_path: Path) -> Iterator[tuple[str, str, str]]:
    """Return the address of a server of this test's own, an administrator's token and a reviewer's."""
    copy = tmp_path / "samples.db"
    shutil.copy(sample_ledger, copy)
    tokens = (
        tocsin("token", "create", name, "--role", role, "--ledger", copy).strip()
        for name, role in (("Ada", "admin"), ("Amal", "reviewer"))
    )
    admin, reviewer = tokens
    with _serving(copy) as address:
        yield address, admin, reviewer


@pytest.fixture
def strict_desk(sample_ledger: Path, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Return the same where a decision needs two people."""
    copy = tmp_path / "strict.db"
    shutil.copy(sample_ledger, copy)
    tocsin("two-persons", "on", "--by", "keeper", "--ledger", copy)
    token = tocsin("token", "create", "Amal", "--role", "reviewer", "--ledger", copy).strip()
    with _serving(copy) as address:
        yield address, token


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the machine's own browser; nothing is fetched."""
    path = os.environ.get("TOCSIN_CHROMIUM") or next(filter(None, map(shutil.which, _BROWSERS)), None)
    assert path, f"no browser: install one of {', '.join(_BROWSERS)}, or name one with TOCSIN_CHROMIUM"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Return a visit; when it ends, nothing has left the server's own address, and the browser has complained of nothing."""
    visit = Visit(browser, request.node.name)
    try:
        yield visit
        assert visit.strangers() == []
        assert visit.complaints == []
    finally:
        visit.end()
