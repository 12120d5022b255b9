"""The readings asked for over a batch: on which row they bind, and whose conclusion turns under another option.

Knows nothing of folders and pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from medcheck.assess import Options, assess_application
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.batch.batch_row import BatchRow, RowCompared, RowReading
from medcheck.engine.session import Engine
from medcheck.intake.application import Application
from medcheck.rulebook.check.check_readings import require_known
from medcheck.rulebook.readings import Reading
from medcheck.rulebook.shelf import current_shelf, shipped_pack

ComparedReadings = tuple[tuple[str, str], ...]  # pairs of a reading and its option


class ReadingTold(NamedTuple):
    """A reading asked for over a batch, in words, with the names of the workbooks that it binds and does not bind."""

    title: str
    option: str
    label: str
    binding: tuple[str, ...]
    not_binding: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Return what a clerk reads: the reading, the option, and to how many applications it applies."""
        not_bound = f"，不适用于 {len(self.not_binding)} 份（照常评估）" if self.not_binding else ""
        return f"“{self.title}”用“{self.label}”（{self.option}）：适用于 {len(self.binding)} 份{not_bound}"


class TurnTold(NamedTuple):
    """Another option of a reading, how many applications it was tried on, and the rows whose conclusion turns."""

    title: str
    option: str
    label: str
    tried: int
    turns: tuple[tuple[BatchRow, RowCompared], ...]

    @property
    def sentence(self) -> str:
        """Return what a clerk reads: what was compared, and how many conclusions turn."""
        return f"对照：“{self.title}”改用“{self.label}”（{self.option}），{self.tried} 份适用，{len(self.turns)} 份的结论不同"


def require_readings(options: Options, compared: ComparedReadings) -> None:
    """Refuse a reading or an option that no rule pack of the batch has; raise RuleError."""
    packs = [shipped_pack(options.pack)] if options.pack else current_shelf().packs()
    known: dict[str, Reading] = {}
    for pack in packs:
        known |= pack.readings
    require_known((*options.readings.items(), *compared), known)


def readings_of(assessment: Assessment, asked: Mapping[str, str]) -> tuple[RowReading, ...]:
    """Return the readings asked for, each with whether a rule of this facility rests on it."""
    used = {reading.name for reading in assessment.readings}
    return tuple(
        RowReading(name=name, option=option, title=title, label=label, binds=name in used)
        for name, option in asked.items()
        for title, label in [_words(assessment, name, option)]
    )


def compared_with(
    assessment: Assessment, application: Application, options: Options, compared: ComparedReadings, engine: Engine
) -> Iterator[RowCompared]:
    """Yield what each further option makes of an application; nothing for a reading that does not bind it."""
    used = {reading.name for reading in assessment.readings}
    words = {finding.rule: finding.verdict_word for finding in assessment.findings}
    for name, option in compared:
        if name not in used:
            continue
        other = options._replace(readings={**options.readings, name: option})
        again = assess_application(application, other, engine, where_bound=True)
        now = {finding.rule: (finding.title, finding.verdict_word) for finding in again.findings}
        turned = [
            f"{title}：{words[rule]} → {word}" for rule, (title, word) in now.items() if words.get(rule, word) != word
        ]
        title, label = _words(assessment, name, option)
        yield RowCompared(
            name=name,
            option=option,
            title=title,
            label=label,
            conclusion=again.conclusion,
            conclusion_word=again.conclusion_word,
            turns=again.conclusion != assessment.conclusion,
            rules=tuple(turned),
        )


def readings_told(rows: Iterable[BatchRow]) -> tuple[ReadingTold, ...]:
    """Return each reading asked for, with the rows that it binds and those that it does not."""
    told: dict[tuple[str, str], ReadingTold] = {}
    for row in rows:
        for reading in row.readings:
            key = reading.name, reading.option
            own = told.setdefault(key, ReadingTold(reading.title, "=".join(key), reading.label, (), ()))
            if reading.binds:
                told[key] = own._replace(binding=(*own.binding, row.name))
            else:
                told[key] = own._replace(not_binding=(*own.not_binding, row.name))
    return tuple(told.values())


def turns_told(rows: Iterable[BatchRow]) -> tuple[TurnTold, ...]:
    """Return each option that was compared, with the rows whose conclusion it turns."""
    told: dict[tuple[str, str], TurnTold] = {}
    for row in rows:
        for other in row.compared:
            key = other.name, other.option
            own = told.setdefault(key, TurnTold(other.title, "=".join(key), other.label, 0, ()))
            turns = (*own.turns, (row, other)) if other.turns else own.turns
            told[key] = own._replace(tried=own.tried + 1, turns=turns)
    return tuple(told.values())


def _words(assessment: Assessment, name: str, option: str) -> tuple[str, str]:
    """Return the Chinese name of a reading and of its option, by the pack of the assessment, else as they are written."""
    reading = shipped_pack(assessment.regulation.pack).readings.get(name)
    return (reading.title, reading.label(option)) if reading else (name, option)
