"""A PostgreSQL server of its own for tests, reached over a socket in a temporary folder; as Debian installs it, or by PATH."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: A server does not run as root; where the tests do, it runs as the user that Debian's package makes.
_USER = "postgres"


def _programs() -> Path:
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    assert folders, "PostgreSQL is not installed: apt-get install postgresql"
    return folders[-1]


def _run(*words: str | Path) -> None:
    as_user = ["runuser", "-u", _USER, "--"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*as_user, *map(str, words)], capture_output=True, text=True, timeout=120, check=False, cwd="/"
    )
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def database_server() -> Iterator[str]:
    """Start a server; give the address of a database on it, to which a name is to be put."""
    programs = _programs()
    # A socket's path may have some hundred letters at most, and the user of the server must reach it.
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, _USER)
        data, log = folder / "data", folder / "log"
        _run(programs / "initdb", "-D", data, "-A", "trust", "-U", _USER, "-E", "UTF8", "--locale=C", "--no-sync")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        _run(programs / "pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "start")
        try:
            yield f"postgresql://{_USER}@/{{}}?host={folder}"
        finally:
            _run(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def make_database(server: str, name: str) -> str:
    """Make a database on a server and return its address."""
    import psycopg  # noqa: PLC0415 - only these tests need the driver

    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return server.format(name)
