"""Whether an archive stands: its chain, its files, and every assessment made once more with the rules inside."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from medcheck.archive.case_archive import OpenedArchive
from medcheck.archive.rules_bundle import unbundle
from medcheck.archive.submission import laid_out
from medcheck.casework.case_event import CaseEvent, CaseworkError, broken_events, read_event
from medcheck.casework.fold import ASSESS, CaseState, state_of
from medcheck.engine.session import Engine
from medcheck.errors import MedcheckError, Problem
from medcheck.verdict import STAGE_WORDS, Conclusion, Stage, conclusion_word
from medcheck.verify.make_again import Files
from medcheck.verify.verified import Verified
from medcheck.verify.verify_file import verify_file

RESULT, RULES, SUBMISSION = "result", "rules", "submission"


class AssessedAgain(NamedTuple):
    """An assessment of the archive: the event, in words, and what came out when it was made again; or why it was not."""

    seq: int
    words: str
    verified: Verified | None
    why: tuple[Problem, ...] = ()


class VerifiedArchive(NamedTuple):
    """What was found of an archive: what is broken in it, its assessments made again, and its state in words."""

    case: int
    name: str
    state: str
    head: str
    medcheck: str
    events: int
    files: int
    erased: int
    papers: tuple[str, ...]
    broken: tuple[Problem | str, ...]
    assessments: tuple[AssessedAgain, ...]

    @property
    def fails(self) -> bool:
        """Return whether something contradicts the archive."""
        return bool(self.broken) or any(made.verified is not None and made.verified.fails for made in self.assessments)

    @property
    def stands(self) -> bool:
        """Return whether everything was compared and is as it was."""
        whole = all(made.verified is not None and made.verified.stands for made in self.assessments)
        return not self.broken and whole


def verify_archive(opened: OpenedArchive, engine: Engine) -> VerifiedArchive:
    """Return what stands of an archive and what does not."""
    listed = opened.listed
    bodies = [event.body for event in listed.events]
    broken: list[Problem | str] = list(broken_events(bodies, [event.hash for event in listed.events]))
    if listed.head != (listed.events[-1].hash if listed.events else ""):
        broken.append("档案末尾的校验值与所写的不同：缺了最后的事件，或者多了")
    events = list(_readable(bodies))
    broken += _broken_files(opened, events)
    broken += [f"事件 {event.seq} 属于案件 {event.case}" for event in events if event.case != listed.case]
    state = state_of(events)
    again = () if broken else tuple(_again(opened, events, engine))
    return VerifiedArchive(
        case=listed.case,
        name=state.subject.name,
        state=state.title,
        head=listed.head,
        medcheck=listed.medcheck,
        events=len(listed.events),
        files=len(opened.files),
        erased=len(listed.erased),
        papers=tuple(str(event.numbered) for event in state.events if event.numbered),
        broken=tuple(broken),
        assessments=again,
    )


def _readable(bodies: Sequence[str]) -> Iterator[CaseEvent]:
    for body in bodies:
        try:
            yield read_event(body)
        except CaseworkError:
            continue  # the chain tells it


def _broken_files(opened: OpenedArchive, events: Sequence[CaseEvent]) -> Iterator[str]:
    named = {digest: event.seq for event in reversed(events) for digest in event.files.values()}
    for digest, content in opened.files.items():
        if hashlib.sha256(content).hexdigest() != digest:
            yield f"文件 {digest[:12]}… 的内容被改动过（事件 {named.get(digest, '?')}）"
        elif digest not in named:
            yield f"文件 {digest[:12]}… 不属于任何事件"
    for digest, seq in sorted(named.items(), key=lambda item: item[1]):
        if digest not in opened.files and digest not in opened.listed.erased:
            yield f"缺少文件 {digest[:12]}…（事件 {seq}）"


def _again(opened: OpenedArchive, events: Sequence[CaseEvent], engine: Engine) -> Iterator[AssessedAgain]:
    """Yield every assessment made again from what the case knew then: the events before it, whatever was mended later."""
    for at, event in enumerate(events):
        if event.action != ASSESS:
            continue
        stage = Stage(str(event.values["stage"]))
        words = f"{STAGE_WORDS[stage]}：{conclusion_word(stage, Conclusion(str(event.values['conclusion'])))}"
        wanted = {name: event.files.get(name, "") for name in (SUBMISSION, RESULT, RULES)}
        if gone := [name for name, digest in wanted.items() if digest not in opened.files]:
            yield AssessedAgain(event.seq, f"{words}（缺少{'、'.join(gone)}，没有重新评估）", None)
            continue
        content = {name: opened.files[digest] for name, digest in wanted.items()}
        try:
            verified = _verified(state_of(events[:at]), content, engine)
        except MedcheckError as error:
            yield AssessedAgain(event.seq, words, None, error.problems)
            continue
        yield AssessedAgain(event.seq, words, _of_event(event, verified))


def _verified(state: CaseState, content: dict[str, bytes], engine: Engine) -> Verified:
    with laid_out(state, content[SUBMISSION]) as (workbook, case), TemporaryDirectory() as folder:
        rules = Path(folder) / "rules"
        pack = unbundle(content[RULES], state.pack, rules)
        result = Path(folder) / "结果.json"
        result.write_bytes(content[RESULT])
        return verify_file(result, Files(workbook, (case,), pack=rules / pack.id), engine)


def _of_event(event: CaseEvent, verified: Verified) -> Verified:
    """Return the result with what the event says of it otherwise than the result itself."""
    head = verified.head
    stage = Stage(str(event.values["stage"]))
    word = conclusion_word(stage, Conclusion(str(event.values["conclusion"])))
    if head is not None and (head.stage_word, head.conclusion_word) != (STAGE_WORDS[stage], word):
        return verified._replace(altered=(*verified.altered, "事件所写的阶段或结论与结果文件的不同"))
    return verified
