"""The hash of a pack changes with everything a verdict or a day rests on, and with nothing else."""

from __future__ import annotations

import hashlib
import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from medcheck.cli import main
from medcheck.report.rules.hash_lines import hash_list
from medcheck.rulebook import pack_hash
from medcheck.rulebook.pack import load_pack
from medcheck.rulebook.shelf import pack_names, shipped_pack
from medcheck.vocabulary import load_vocabulary
from medcheck.workday import Overlay, Year

ROOT = Path(__file__).parent.parent
PACK = shipped_pack("liaocheng-2019")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "rules" / "liaocheng-2019", tmp_path / "liaocheng-2019"))


def test_a_copy_has_the_same_hash_whatever_its_line_ends_and_cases(folder: Path) -> None:
    (folder / "cases" / "clinic.yaml").write_text("{}\n", encoding="utf-8")
    for path in folder.rglob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_pack(folder).sha256 == PACK.sha256


@pytest.mark.parametrize("name", ["pack.yaml", "clinic.yaml", "readings.yaml", "clauses.yaml", "tables/titles.yaml"])
def test_every_file_of_the_pack_counts(folder: Path, name: str) -> None:
    (folder / name).write_bytes((folder / name).read_bytes() + b"# \n")
    changed = load_pack(folder)
    assert changed.sha256 != PACK.sha256
    differing = [part.name for part, old in zip(changed.parts, PACK.parts, strict=True) if part != old]
    assert differing == [f"liaocheng-2019/{name}"]


def test_the_vocabulary_counts(folder: Path, tmp_path: Path) -> None:
    text = (ROOT / "rules" / "facts.yaml").read_text(encoding="utf-8")
    (tmp_path / "facts.yaml").write_text(text + "# \n", encoding="utf-8")
    assert load_pack(folder, load_vocabulary(tmp_path / "facts.yaml")).sha256 != PACK.sha256


def test_a_day_of_the_calendar_counts_in_the_years_of_the_pack(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    overlays = {
        2020: Overlay(years={2020: Year(source="改", holidays=frozenset({date(2020, 3, 2)}))}),
        2031: Overlay(years={2031: Year(source="新", holidays=frozenset({date(2031, 1, 1)}))}),
    }
    for year, overlay in overlays.items():
        monkeypatch.setattr("medcheck.workday.shipped_overlay", lambda overlay=overlay: overlay)
        assert (load_pack(folder).sha256 == PACK.sha256) is (year == 2031)


def test_the_files_of_calendar_and_forms_count(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [part.name for part in PACK.parts]
    forms = [f"forms/{path.name}" for path in sorted((ROOT / "forms").glob("*.yaml"))]
    assert names[-len(forms) - 3 :] == ["facts.yaml", "calendar.yaml", "节假日和调休 2019-2023", *forms]
    monkeypatch.setattr(pack_hash, "form_files", lambda: iter([("clinic.yaml", b"changed")]))
    assert load_pack(folder).sha256 != PACK.sha256


def test_the_hash_can_be_made_again_without_medcheck() -> None:
    printed = CliRunner().invoke(main, ["rules", "hash"]).stdout
    listed = printed.split("\n", 2)[2]
    assert printed.startswith(f"规则包 liaocheng-2019（medcheck 0.1.0）\n合计  {PACK.sha256}\n")
    assert hashlib.sha256(listed.encode()).hexdigest() == PACK.sha256
    lines = dict(line.split("  ")[::-1] for line in listed.splitlines())
    for name in ("liaocheng-2019/clinic.yaml", "facts.yaml", "calendar.yaml"):
        assert lines[name] == hashlib.sha256((ROOT / "rules" / name).read_bytes()).hexdigest()


def test_the_list_of_released_hashes_keeps_other_versions() -> None:
    fresh = (ROOT / "docs" / "hashes.md").read_text(encoding="utf-8")
    assert hash_list(PACK, fresh) == fresh
    for name in pack_names():
        assert f"## medcheck 0.1.0：{name}\n\n合计：`{shipped_pack(name).sha256}`" in fresh
    head, own, *_ = fresh.split("\n## ")
    older = fresh.replace("medcheck 0.1.0", "medcheck 0.0.9").replace(PACK.sha256, "0" * 64)
    both = hash_list(PACK, older)
    assert both.startswith(f"{head}\n## {own}")
    assert f"## medcheck 0.0.9：liaocheng-2019\n\n合计：`{'0' * 64}`" in both
    assert hash_list(PACK, both) == both
