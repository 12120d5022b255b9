"""What people found out about equal contents of two applications: a small YAML file, each answer with who, when and why.

    pairs:
      - files: [甲.xlsx, 乙.xlsx]
        kind: 同一电话
        answer: 排除
        by: 王芳
        on: 2019-12-01
        reason: 两家同在一处商场，登记的是商场总机

`kind` may be left out, and the answer is for everything the two have in common; `value` narrows it to one value as shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, Field

from medcheck import yaml_source
from medcheck.batch.batch_row import Pair
from medcheck.disk import read_file
from medcheck.errors import MedcheckError, Problem, WorkbookError, suggest
from medcheck.limits import Day
from medcheck.shown import file_name
from medcheck.strict_model import StrictModel
from medcheck.yaml_source import Node


def _two(files: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(files)) != 2 or len(files) != 2:
        raise ValueError("应写两个不同的申请表文件名")
    return files


class PairAnswer(StrictModel):
    """What a named person found out on a day: that equal contents are no matter (排除), or are what they look like (属实)."""

    files: Annotated[tuple[str, ...], AfterValidator(_two)]
    kind: str = ""
    value: str = ""
    answer: Literal["排除", "属实"]
    by: str = Field(min_length=1)
    on: Day
    reason: str = Field(min_length=1)


class PairAnswers(StrictModel):
    """The file: its answers in order."""

    pairs: tuple[PairAnswer, ...]


class PairFound(NamedTuple):
    """Equal contents of two applications, and what was found out about them, if anything."""

    pair: Pair
    answer: PairAnswer | None = None

    @property
    def cleared(self) -> bool:
        """Return whether a person found that they are no matter."""
        return self.answer is not None and self.answer.answer == "排除"

    @property
    def word(self) -> str:
        """Return how it stands, with who, when and why."""
        if self.answer is None:
            return "待核对"
        a = self.answer
        return f"已核对，{a.answer}（{a.by}，{a.on}）：{a.reason}"


class PairChecks(NamedTuple):
    """Every pair of a batch with its answer; name and hash of the file they come from, both empty without one."""

    pairs: tuple[PairFound, ...]
    file: str = ""
    sha256: str = ""


def check_pairs(pairs: Sequence[Pair], path: Path | None) -> PairChecks:
    """Return each pair with what the file answers; raise WorkbookError with every line that does not fit the batch."""
    if path is None:
        return PairChecks(tuple(map(PairFound, pairs)))
    missing = ("找不到核对结果文件", "核对 --pairs 后的文件名和所在文件夹")
    content = read_file(path, yaml_source.LARGEST, missing=missing)
    try:
        root = yaml_source.of_bytes(content, file_name(path))
        answers = yaml_source.validate(PairAnswers, root, WorkbookError).pairs
    except MedcheckError as error:
        raise WorkbookError(error.problems) from error
    nodes = root.at(["pairs"]).items
    found = [[pair for pair in pairs if _is_for(answer, pair)] for answer in answers]
    problems = [
        problem
        for answer, node, its in zip(answers, nodes, found, strict=True)
        if not its
        for problem in _unknown(answer, node, pairs)
    ]
    problems += _twice(nodes, found)
    if problems:
        raise WorkbookError(problems)
    by_pair = {id(pair): answer for answer, its in zip(answers, found, strict=True) for pair in its}
    made = tuple(PairFound(pair, by_pair.get(id(pair))) for pair in pairs)
    return PairChecks(made, file_name(path), hashlib.sha256(content).hexdigest())


def _is_for(answer: PairAnswer, pair: Pair) -> bool:
    same = set(answer.files) == {pair.first.name, pair.second.name}
    return same and answer.kind in ("", pair.word) and answer.value in ("", pair.shown)


def _unknown(answer: PairAnswer, node: Node, pairs: Sequence[Pair]) -> Iterator[Problem]:
    """Yield why an answer is for none of the pairs: a name nobody knows, or nothing of that kind in common."""
    names = {spot.name for pair in pairs for spot in (pair.first, pair.second)}
    unknown = [name for name in answer.files if name not in names]
    for name in unknown:
        text = f"没有与其他申请内容相同的申请表“{name}”{suggest(name, names)}"
        yield Problem(node.place, text, "按“多份申请中相同的内容”所列的申请表文件名填写，含子文件夹")
    if not unknown:
        common = [
            f"{pair.word} {pair.shown}" for pair in pairs if set(answer.files) == {pair.first.name, pair.second.name}
        ]
        what = f"{answer.kind}{answer.value}" or "内容"
        known = f"两份申请相同的有：{'；'.join(common)}" if common else "两份申请没有相同的内容，删去这一条"
        yield Problem(node.place, f"“{'”和“'.join(answer.files)}”没有相同的“{what}”", known)


def _twice(nodes: Sequence[Node], found: Sequence[Sequence[Pair]]) -> Iterator[Problem]:
    lines: dict[int, int] = {}
    for node, its in zip(nodes, found, strict=True):
        earlier = [lines[id(pair)] for pair in its if id(pair) in lines]
        if earlier:
            yield Problem(node.place, f"同一处相同的内容有两个答复，前一处在第 {earlier[0]} 行", "保留一个答复")
        lines |= {id(pair): node.place.line for pair in its}
