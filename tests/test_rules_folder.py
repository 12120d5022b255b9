"""Packs from a folder: --rules and --pack by path on the commands, and `rules check` of many packs and of a source tree."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from medcheck.cli import main

PACKS = Path(__file__).parent / "packs"
YUNXI = PACKS / "yunxi-2031"


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_a_pack_of_a_folder_is_at_hand_for_one_command() -> None:
    assert run("rules", "list", "--rules", PACKS, "--pack", "yunxi-2031").exit_code == 0
    assert "MEDCHECK_RULES" not in os.environ
    assert run("rules", "list", "--pack", "yunxi-2031").exit_code == 3


def test_a_pack_may_be_named_by_its_folder() -> None:
    by_path = run("rules", "list", "--pack", YUNXI)
    assert by_path.exit_code == 0
    assert by_path.output == run("rules", "list", "--rules", PACKS, "--pack", "yunxi-2031").output
    refused = run("rules", "list", "--pack", PACKS)
    assert refused.exit_code == 2
    assert f"文件夹“{PACKS}”不是规则包，其中没有 pack.yaml" in refused.output


def test_a_pack_named_by_its_folder_finds_its_base_beside_it(tmp_path: Path) -> None:
    shutil.copytree(YUNXI, tmp_path / "yunxi-2031")
    layer = tmp_path / "town-2032"
    layer.mkdir()
    (layer / "pack.yaml").write_text(
        "id: town-2032\nbase: yunxi-2031\ndocument: {title: 某镇办法, number: 某〔2032〕1号, issuer: 某镇}\n"
        "region: ['990102']\nvalid_from: 2032-01-01\nverified: true\nsections: []\n",
        encoding="utf-8",
    )
    (layer / "clauses.yaml").write_text("{}\n", encoding="utf-8")
    (layer / "readings.yaml").write_text("{}\n", encoding="utf-8")
    listed = run("rules", "list", "--pack", layer)
    assert (listed.exit_code, "y-licence" in listed.output) == (0, True)
    assert run("form", "clinic", "--pack", layer, "-o", tmp_path / "a.xlsx").exit_code == 0


def test_a_folder_without_packs_is_a_usage_error(tmp_path: Path) -> None:
    refused = run("rules", "check", "--rules", tmp_path)
    assert refused.exit_code == 2
    assert "中没有规则包，指定放有规则包的文件夹，或一个规则包的文件夹" in refused.output


def test_the_check_goes_on_past_a_broken_pack(tmp_path: Path) -> None:
    for name in ("broken-one", "broken-two"):
        shutil.copytree(YUNXI, tmp_path / name)
    shutil.copytree(YUNXI, tmp_path / "yunxi-2031")
    (tmp_path / "yunxi-2031" / "cases" / "clinic.yaml").unlink()
    checked = run("rules", "check", "--rules", tmp_path)
    assert checked.exit_code == 1
    for name in ("broken-one", "broken-two"):
        assert f"规则包 {name}（读不了，其中的规则没有检查）：\n错误：" in checked.output
        assert f"id 应与规则包的文件夹同名，即“{name}”，现为“yunxi-2031”" in checked.output
    assert "规则包 yunxi-2031：\n错误：" in checked.output
    alone = run("rules", "check", "--rules", tmp_path, "--pack", "yunxi-2031")
    assert (alone.exit_code, "broken" in alone.output) == (1, False)


def test_in_a_source_tree_its_own_rules_are_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(YUNXI, tmp_path / "rules" / "yunxi-2031")
    shutil.copyfile(PACKS.parent.parent / "rules" / "facts.yaml", tmp_path / "rules" / "facts.yaml")
    monkeypatch.chdir(tmp_path)
    text = run("rules", "check").output
    assert "liaocheng-2019" not in text
    assert "没有任何规则使用" in text  # the vocabulary of the tree is far larger than what its one pack reads
    (tmp_path / "broken").mkdir()
    shutil.copytree(tmp_path / "rules", tmp_path / "broken" / "rules")
    (tmp_path / "broken" / "rules" / "yunxi-2031" / "pack.yaml").write_text("id: [\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "broken")
    assert "规则包 yunxi-2031（读不了，其中的规则没有检查）：" in run("rules", "check").output
