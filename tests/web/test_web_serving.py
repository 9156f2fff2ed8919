"""The command that serves, run as a process of its own."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from ledger_samples import empty_ledger

LONGEST = 60


def started(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", "from tocsin.cli import main; main()", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ)


@contextmanager
def serving(ledger: Path, *arguments: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Serve a ledger at a free port; give the address and the process."""
    process = started("serve", "--ledger", str(ledger), "--port", "0", *arguments)
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"http://\S+?(?=;)", line)
        assert found, line + process.stderr.read()
        yield found[0], process
    finally:
        process.kill()
        process.communicate(timeout=LONGEST)


def test_a_ledger_is_served_on_loopback_until_it_is_ended(tmp_path: Path) -> None:
    empty_ledger(tmp_path / "t.db").close()
    with serving(tmp_path / "t.db") as (address, process):
        assert address.startswith("http://127.0.0.1:")
        with urlopen(f"{address}/readyz", timeout=LONGEST) as answer:
            assert json.load(answer)["data"]["ready"] is True
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=LONGEST)
        assert "Ended." in told


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    empty_ledger(tmp_path / "t.db").close()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = started("serve", "--ledger", str(tmp_path / "t.db"), "--port", str(port))
        _, told = process.communicate(timeout=LONGEST)
    assert (process.returncode, told.count("\n")) == (1, 1)
    assert f"127.0.0.1:{port}" in told
    assert "in use" in told


def test_a_ledger_that_is_missing_is_named(tmp_path: Path) -> None:
    process = started("serve", "--ledger", str(tmp_path / "none.db"), "--port", "0")
    _, told = process.communicate(timeout=LONGEST)
    assert process.returncode == 1
    assert "none.db: there is no ledger here" in told
    assert not (tmp_path / "none.db").exists()


def test_other_commands_do_not_load_what_serves() -> None:
    code = "import sys, tocsin.cli; print([n for n in ('fastapi', 'starlette', 'uvicorn') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
