"""The chapter of CONTRIBUTING.md on a regulation, followed word for word in an empty folder."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from medcheck.cli import main
from medcheck.rulebook.shelf import pack_at
from tests.applications import SAMPLES

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
CHAPTER = TEXT.partition("## Adding a regulation\n")[2].partition("\n## ")[0]
BLOCK = re.compile(r"^ {3}```(sh|yaml)\n(.*?)^ {3}```$", re.M | re.S)
STEPS = [(kind, re.sub(r"^ {3}", "", body, flags=re.M)) for kind, body in BLOCK.findall(CHAPTER)]


def follow(folder: Path) -> list[Result]:
    """Do what each block says, in order, and return what its commands print: a YAML block is appended to the file it names."""
    made = []
    for kind, body in STEPS:
        if kind == "sh":
            made.append(CliRunner().invoke(main, shlex.split(body)[1:]))
            continue
        head, _, text = body.partition("\n")
        with (folder / head.removeprefix("# ")).open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)
    return made


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which the chapter is followed, with an application in it."""
    shutil.copy(SAMPLES / "clinic-eligible.xlsx", tmp_path / "申请.xlsx")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_step_does_what_it_says(folder: Path) -> None:
    new, check, diff, compare = follow(folder)
    assert new.exit_code == 0, new.output
    assert (check.exit_code, "没有发现问题" in check.output) == (0, True), check.output
    assert diff.exit_code == 1
    assert "- 后者 `dongshan-operating` 第六条：开业日期距申请日期满6个月" in diff.output
    assert compare.exit_code == 0, compare.output
    assert "正式运营满六个月（东医保发〔2027〕3号 第六条）" in compare.output


def test_a_looser_bound_is_refused(folder: Path) -> None:
    follow(folder)
    section = folder / "我的规则" / "dongshan-2027" / "conditions.yaml"
    section.write_text(section.read_text(encoding="utf-8").replace("months: 6", "months: 2"), encoding="utf-8")
    shutil.move(folder / "我的规则", folder / "改过")
    ended = CliRunner().invoke(main, ["rules", "check", "--rules", "改过", "--pack", "dongshan-2027"])
    assert ended.exit_code == 1
    assert "规则“dongshan-operating”写明 meets: stricter，却比“n2-6-1-operating”宽" in ended.output


def test_the_levels_of_the_pack_are_those_the_chapter_names(folder: Path) -> None:
    follow(folder)
    pack = pack_at(folder / "我的规则" / "dongshan-2027")
    assert [level.pack for level in pack.levels] == ["national-2021", "dongshan-2027"]
    assert {rule for rule, made in pack.rules.items() if made.pack == "dongshan-2027"} == {
        "dongshan-area-min",
        "dongshan-operating",
    }
