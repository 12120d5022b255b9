"""The chapters of CONTRIBUTING.md on code, followed word for word on a copy of the source tree: what they promise works."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
DATA = ("rules", "forms", "reports")
_BLOCK = re.compile(r"^ {3}```(?:python|yaml)\n {3}# (\S+)(?: (before|after) `([^`]+)`)?\n(.*?)^ {3}```$", re.M | re.S)
_COMMAND = re.compile(r"^ {3}```sh\n {3}(.*?)$", re.M)


def chapter(title: str) -> str:
    """Return the text of a chapter by its heading."""
    return re.split(r"^## ", TEXT.partition(f"## {title}\n")[2], flags=re.M)[0]


def follow(title: str, folder: Path) -> Path:
    """Return a copy of the source tree in which each block of a chapter stands where its first line says."""
    shutil.copytree(ROOT / "medcheck", folder / "medcheck", ignore=shutil.ignore_patterns("__pycache__"))
    for name in DATA:
        shutil.copytree(ROOT / name, folder / "medcheck" / name)  # where an installed package has its data
        (folder / name).symlink_to(folder / "medcheck" / name)
    shutil.copytree(ROOT / "tests", folder / "tests", ignore=shutil.ignore_patterns("__pycache__", "workbooks"))
    for path, where, mark, body in _BLOCK.findall(chapter(title)):
        put(
            folder / path,
            where,
            mark,
            re.sub("^ {3}", "", body, flags=re.M),
        )
    return folder


def put(path: Path, where: str, mark: str, body: str) -> None:
    """Write a block into a file: before or after the one line that begins with the mark, else at its end."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True) if path.exists() else []
    at = len(lines)
    if where:
        (at,) = (number for number, line in enumerate(lines) if line.strip().startswith(mark))
        at += where == "after"
    path.write_text("".join([*lines[:at], body, *lines[at:]]), encoding="utf-8")


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Return what a command says that is given in the copy's folder: `medcheck …` or `python -m …`."""
    environment = os.environ | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    program = [sys.executable, "-m", "medcheck"] if words[0] == "medcheck" else [sys.executable]
    command = [*program, *words[1:]]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def commands(title: str) -> Iterator[list[str]]:
    """Yield the commands of a chapter."""
    yield from map(shlex.split, _COMMAND.findall(chapter(title)))


@pytest.fixture(scope="module")
def faced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return follow("A face of the report", tmp_path_factory.mktemp("face"))


def test_a_new_face_is_written(faced: Path, tmp_path: Path) -> None:
    (command,) = commands("A face of the report")
    done = run(faced, *[str(tmp_path) if word == "报告" else word for word in command])
    assert (done.returncode, done.stderr) == (1, "")
    text = (tmp_path / "clinic-half.md").read_text(encoding="utf-8")
    lines = text.splitlines()
    assert lines[0].startswith("# ")
    assert lines[4].startswith("* ")
    assert "（" in lines[4]


def test_the_help_names_the_new_face(faced: Path) -> None:
    assert "md（文字）" in run(faced, "medcheck", "assess", "--help").stdout.replace("\n", "").replace(" ", "")


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return follow("A measure", tmp_path_factory.mktemp("measure"))


def test_a_new_measure_is_judged(measured: Path) -> None:
    check, show, assess = commands("A measure")
    done = run(measured, *check)
    assert (done.returncode, done.stderr) == (0, "")
    shown = run(measured, *show).stdout
    assert "要求        业务用房面积合计不少于50㎡" in shown
    findings = json.loads(run(measured, *assess).stdout)["findings"]
    (finding,) = (finding for finding in findings if finding["rule"] == "opd-rooms-area")
    assert (finding["verdict"], finding["value"]) == ("pass", "186.5㎡")
    assert [item["source"]["sheet"] for item in finding["evidence"]][:1] == ["业务用房"]


def test_a_new_operator_is_asked_by_both_judges(tmp_path: Path) -> None:
    folder = follow("An operator", tmp_path)
    (command,) = commands("An operator")
    done = run(folder, *command, "-q", "-p", "no:cacheprovider")
    assert done.returncode == 0, done.stdout
    assert "multiple_of" in (folder / "medcheck" / "rulebook" / "read_operator.py").read_text(encoding="utf-8")
