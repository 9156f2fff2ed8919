"""Files are written whole or stay as they were."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tocsin.publish.file import write_whole


def broken() -> Iterator[str]:
    yield "first\n"
    raise ValueError("the ledger went away")


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("old\n")
    with pytest.raises(ValueError, match="went away"):
        write_whole(path, broken())
    assert path.read_text() == "old\n"
    assert list(tmp_path.iterdir()) == [path]


def test_line_ends_are_kept_and_the_mode_of_the_old_file_too(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("old\n")
    path.chmod(0o640)
    write_whole(path, ["a\r\n", "é\n"])
    assert path.read_bytes() == "a\r\né\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_new_file_can_be_read_as_the_mask_allows(tmp_path: Path) -> None:
    mask = os.umask(0o022)
    try:
        write_whole(tmp_path / "new", ["a\n"])
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o644


def test_a_link_is_followed(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    link.symlink_to(target)
    write_whole(link, ["a\n"])
    assert link.is_symlink()
    assert target.read_text() == "a\n"


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        write_whole(tmp_path / "no" / "x", ["a\n"])
