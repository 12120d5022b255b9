"""The chapter of CONTRIBUTING.md on a new list, followed word for word on a copy of the fictitious packs."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from medcheck import yaml_source
from medcheck.assess import Options, assess
from medcheck.blank.fill import fill
from medcheck.rulebook.cases import read_cases
from medcheck.rulebook.check.check_pack import check_pack
from medcheck.rulebook.origin import origins
from medcheck.rulebook.pack import load_pack
from tests.applications import ENGINE, SAMPLES, finding

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
CHAPTER = TEXT.partition("## A new list on the form, by YAML alone\n")[2].partition("\n## ")[0]
BLOCK = re.compile(r"^ {3}```yaml\n {3}# (tests/packs/\S+)\n(.*?)^ {3}```$", re.M | re.S)
STEPS = [(path, re.sub(r"^ {3}", "", body, flags=re.M)) for path, body in BLOCK.findall(CHAPTER)]
PACK = "yunxi-2031"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the pack after all steps: each block of the text appended to the file it names."""
    shutil.copytree(ROOT / "tests" / "packs", tmp_path / "tests" / "packs")
    for path, body in STEPS:
        (tmp_path / path).parent.mkdir(exist_ok=True)
        with (tmp_path / path).open("a", encoding="utf-8", newline="\n") as file:
            file.write(body)
    monkeypatch.setenv("MEDCHECK_RULES", str(tmp_path / "tests" / "packs"))
    return tmp_path / "tests" / "packs" / PACK


def test_the_steps_name_their_files_in_order():
    assert [path.removeprefix(f"tests/packs/{PACK}/") for path, _ in STEPS] == [
        "forms/clinic.yaml",
        "facts.yaml",
        "clauses.yaml",
        "clinic.yaml",
        "cases/clinic.yaml",
    ]


def test_nothing_dangles_after_them(folder: Path):
    pack = load_pack(folder)
    filled = frozenset(fact for form in pack.forms for fact in origins(form, pack))
    assert [str(each) for each in check_pack(pack, read_cases(folder, pack), pack.forms, filled)] == []


@pytest.mark.parametrize(("until", "verdict"), [("2031-06-02", "pass"), ("2031-06-01", "fail"), ("", "unknown")])
def test_the_list_is_filled_and_judged(folder: Path, tmp_path: Path, until: str, verdict: str):
    data = yaml_source.read(SAMPLES / "clinic-eligible.yaml").plain()
    data |= {"form": f"clinic@{PACK}"}
    data["fields"]["application_date"] = "2031-06-02"
    data["tables"]["contracts"] = [{"name": "林晓燕", "valid_to": until}]
    path = tmp_path / "申请.xlsx"
    fill(yaml_source.parse(json.dumps(data, ensure_ascii=False), "申请.yaml"), path)
    assert finding(assess(path, Options(pack=PACK), ENGINE), "y-contracts").verdict == verdict
