"""Hostile and broken files: each is refused with its reason or read, in a process of its own, within its memory."""

from __future__ import annotations

import os
import resource
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from medcheck.errors import WorkbookError
from medcheck.intake.read_application import read_application
from tests.hostile import READ, Hostile, kinds

MEGABYTES = 400
KINDS = list(kinds())


def outcome_of(path: Path) -> str:
    """Return the refusal of a file, or READ."""
    try:
        read_application(path)
    except WorkbookError as error:
        return str(error)
    return READ


def in_child(work: Callable[[], str]) -> tuple[str, int, int]:
    """Return what work in a forked process said, its exit status, and the most memory it held, in MB."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(read_end)
            os.write(write_end, work().encode())
            os._exit(0)
        finally:
            os._exit(70)
    os.close(write_end)
    with os.fdopen(read_end, "rb") as stream:
        said = stream.read().decode()
    _, status, usage = os.wait4(child, 0)
    return said, status, usage.ru_maxrss // 1024


def test_there_are_enough_kinds():
    assert len({kind.file for kind in KINDS}) == len(KINDS) >= 70


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.file)
def test_each_kind_is_refused_with_its_reason_or_read(kind: Hostile, tmp_path: Path):
    path = tmp_path / kind.file
    path.write_bytes(kind.make())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    said, status, most = in_child(lambda: outcome_of(path))
    assert status == 0, "the process died"
    if kind.outcome == READ:
        assert said == READ
    else:
        assert kind.outcome in said
        assert said.startswith(f"错误：{kind.file}：")
        assert "\n  处理：" in said
    assert most - min(before, most) < MEGABYTES
    assert [entry.name for entry in tmp_path.iterdir()] == [kind.file]
    assert not (Path(tempfile.gettempdir()) / "medcheck-escaped.xml").exists()
