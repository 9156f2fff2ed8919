"""Settings that all tests share; standing here it also puts the folder of ``strategies`` on the import path."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tocsin.pipeline import Coding
from tocsin.resolve.gazetteer import compiled_path, ensure_compiled

# Machines that run the tests are slow and busy at times: how long an example takes says nothing about the code.
settings.register_profile("tocsin", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tocsin")

_CACHE = pytest.StashKey[str]()
_COMPILING_TAKES_AT_MOST = 300.0


def pytest_configure(config: pytest.Config) -> None:
    """Compile the gazetteer into a folder of this run, unless ``TOCSIN_CACHE`` names one to use again.

    Workers of pytest-xdist inherit the environment and with it the folder.
    """
    if "TOCSIN_CACHE" not in os.environ:
        folder = tempfile.mkdtemp(prefix="tocsin-tests-")
        os.environ["TOCSIN_CACHE"] = config.stash[_CACHE] = folder


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take away the folder again, in the process that made it."""
    folder = config.stash.get(_CACHE, None)
    if folder is not None:
        del os.environ["TOCSIN_CACHE"]
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def gazetteer() -> Path:
    """Return the compiled gazetteer; of several workers one compiles it and the others wait."""
    claimed = compiled_path().with_suffix(".compiling")
    claimed.parent.mkdir(parents=True, exist_ok=True)
    try:
        claimed.touch(exist_ok=False)
    except FileExistsError:
        given_up = time.monotonic() + _COMPILING_TAKES_AT_MOST
        while claimed.exists() and not compiled_path().exists() and time.monotonic() < given_up:
            time.sleep(0.1)
        return ensure_compiled()
    try:
        return ensure_compiled()
    finally:
        claimed.unlink()


@pytest.fixture(scope="session")
def coding(gazetteer: Path) -> Coding:
    """Return the coding by rules, built once a session."""
    assert gazetteer.exists()
    return Coding.rules()
