"""What the output folder of a batch belongs to: one input folder, one set of options, one set of rules. Knows no report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from medcheck import __version__
from medcheck.batch.batch_asked import BatchAsked
from medcheck.errors import MedcheckError, Place, Problem
from medcheck.rulebook.shelf import current_shelf
from medcheck.shown import file_name, shown_name
from medcheck.strict_model import StrictModel
from medcheck.verdict import STAGE_WORDS

_SHORT = 12  # characters of a hash that a person can compare
_NONE = "无"


class Binding(StrictModel):
    """What the results of a folder were made from: by its Chinese name each thing, as a person compares it."""

    parts: dict[str, str]


def binding_of(folder: Path, asked: BatchAsked, cases: Path | None, inspection: Path | None = None) -> Binding:
    """Return what a batch is made from: the folders, how it is asked for, the rules, the program."""
    parts = {
        "申请文件夹": _folder(folder),
        "阶段": STAGE_WORDS[asked.stage],
        "评估日期": str(asked.as_of or _NONE),
        "指定的规则包": asked.pack or _NONE,
        "解释口径": _pairs(asked.readings.items()),
        "表头说明": _pairs(asked.headings.items()),
        "案件文件夹": _folder(cases),
        "医保药品目录": f"{asked.catalogue}（{asked.catalogue_sha256[:_SHORT]}）" if asked.catalogue else _NONE,
        "报告格式": "、".join(asked.formats),
    }
    if asked.compared:
        parts["对照的解释口径"] = _pairs(asked.compared)
    if inspection:
        parts["勘验表文件夹"] = _folder(inspection)
    packs = {f"规则包 {name}": version[:_SHORT] for name, version in current_shelf().versions().items()}
    return Binding(parts={**parts, **packs, "程序版本": __version__})


def require_same(before: Binding, now: Binding, output: Path) -> None:
    """Raise MedcheckError where the folder holds the results of something else: it names each difference and both ways on."""
    differences = list(_differences(before, now))
    if not differences:
        return
    text = f"文件夹里是另一次评估的结果，没有写入：{'；'.join(differences)}"
    mend = "用 -o 换一个文件夹；要在这里改做这次评估的，加上 --renew，原有的报告作为早先版本保留"
    raise MedcheckError([Problem(Place(file_name(output)), text, mend)])


def _differences(before: Binding, now: Binding) -> Iterator[str]:
    for word in dict.fromkeys((*before.parts, *now.parts)):
        earlier, later = before.parts.get(word, _NONE), now.parts.get(word, _NONE)
        if earlier != later:
            yield f"{word}原为“{earlier}”，现为“{later}”"


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    return "、".join(f"{name}={value}" for name, value in sorted(pairs)) or _NONE


def _folder(path: Path | None) -> str:
    return shown_name(str(path.resolve())) if path else _NONE
