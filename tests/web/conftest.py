"""What tests of serving borrow from those of the ledger, and the desk that tests of reviewing share."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from review_desk import Desk, desk, make_ledger

from tocsin.pipeline import Coding

sys.path.insert(0, str(Path(__file__).parents[1] / "ledger"))


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, coding: Coding) -> Path:
    """Return a ledger to be reviewed; it is copied, never written."""
    path = tmp_path_factory.mktemp("desk") / "t.db"
    make_ledger(path, coding)
    return path


@pytest.fixture
def served(tmp_path: Path, made: Path) -> Iterator[Desk]:
    """Serve a copy of the ledger to be reviewed."""
    shutil.copy(made, tmp_path / "t.db")
    with desk(tmp_path / "t.db") as opened:
        yield opened
