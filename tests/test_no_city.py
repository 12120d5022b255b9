"""Nothing of one city and its regulation stands in the code or in the templates: names, numbers and articles are the pack's."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent
# The city, its code and insurance, the number of its regulation, and any article by number.
_OF_THE_CITY = re.compile("聊|3715[0-9]{2}|47号|第[一二三四五六七八九十百]+条|附件[标表]")
# Writes the skeleton of a pack, whose articles are of no regulation at all.
_SKELETON = "new_pack.py"
_TEXTS = (".py", ".yaml", ".j2", ".css", ".js", ".typ")


def texts() -> list[Path]:
    folders = (ROOT / "medcheck", ROOT / "reports")
    return sorted(
        path for folder in folders for path in folder.rglob("*") if path.suffix in _TEXTS and path.name != _SKELETON
    )


def test_no_file_of_the_code_or_the_templates_names_them() -> None:
    assert len(texts()) > 300
    named = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in texts()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if _OF_THE_CITY.search(line)
    ]
    assert named == []


@pytest.mark.parametrize("path", sorted((ROOT / "reports").rglob("*.docx")), ids=lambda path: path.name)
def test_no_template_of_a_paper_names_them(path: Path) -> None:
    with ZipFile(path) as parts:
        for name in parts.namelist():
            text = re.sub("<[^>]+>", "", parts.read(name).decode("utf-8", "replace"))
            assert not _OF_THE_CITY.search(text), name
