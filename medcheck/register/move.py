"""Export and import: backup, restore and the move to another database are one and the same file."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from medcheck.casework.case_event import read_event
from medcheck.disk import LARGEST_RESULT
from medcheck.register.connect import RegisterError, opened, reading, refuse, writing
from medcheck.register.file_store import file_content, keep_file
from medcheck.register.models import Person, RegisterHead, StoredEvent
from medcheck.register.officers import ADD, LEAVE, apply_person
from medcheck.register.projection import rebuild
from medcheck.register.register_check import Link, broken_chain, broken_papers, brought_files, readable_events
from medcheck.strict_model import StrictModel

_EVENTS, _PEOPLE, _HEAD, _FILES = "events.jsonl", "people.jsonl", "head.json", "files/"
_FORMAT = "medcheck-register-1"
_MANY = 1000


class ExportedEvent(StrictModel):
    """A line of the events: a row of the table as it is."""

    number: int
    case: int
    seq: int
    key: str
    body: str
    previous: str
    hash: str
    link: str


class ExportedPerson(StrictModel):
    """A line of the people: what no event says of them, which is the password alone."""

    name: str
    password: str


class ExportHead(StrictModel):
    """What an export holds, and the end of its chain."""

    format: str
    events: int
    files: int
    link: str


class Moved(NamedTuple):
    """What was exported or imported: how many events and files, and the last link of the chain."""

    events: int
    files: int
    link: str


def export_to(path: Path) -> Moved:
    """Write the whole register into one file, of one moment, whatever others write meanwhile."""
    part = path.with_name(f".{path.name}.part")
    try:
        with closing(zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED)) as archive:
            moved = _export(archive)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return moved


def _export(archive: zipfile.ZipFile) -> Moved:
    with reading():
        rows = [ExportedEvent(**row) for row in StoredEvent.objects.order_by("number").values()]
        people = [ExportedPerson(**row) for row in Person.objects.order_by("name").values("name", "password")]
    archive.writestr(_EVENTS, "".join(f"{row.model_dump_json()}\n" for row in rows))
    archive.writestr(_PEOPLE, "".join(f"{row.model_dump_json()}\n" for row in people))
    files = brought_files(read_event(row.body) for row in rows)
    for digest in files:
        archive.writestr(f"{_FILES}{digest}", file_content(digest))
    head = ExportHead(format=_FORMAT, events=len(rows), files=len(files), link=rows[-1].link if rows else "")
    archive.writestr(_HEAD, head.model_dump_json())
    return Moved(head.events, head.files, head.link)


def import_from(path: Path) -> Moved:
    """Read an export into an empty register, whole or not at all; raise RegisterError for one that does not stand."""
    try:
        with closing(zipfile.ZipFile(path)) as archive:
            head = ExportHead.model_validate_json(archive.read(_HEAD))
            rows = [ExportedEvent.model_validate_json(line) for line in archive.read(_EVENTS).splitlines()]
            people = [ExportedPerson.model_validate_json(line) for line in archive.read(_PEOPLE).splitlines()]
            if head.format != _FORMAT:
                raise refuse(path.name, f"导出文件的格式是“{head.format}”", f"应为 {_FORMAT}：用写出它的程序版本导入")
            _require_whole(head, rows)
            files = brought_files(read_event(row.body) for row in rows)
            for digest in files:
                _keep(archive, digest, path.name)
    except (zipfile.BadZipFile, KeyError, ValidationError, json.JSONDecodeError, EOFError) as error:
        raise refuse(
            path.name, "不是登记册的导出文件，或者已经损坏", "选择 medcheck register export 写出的文件"
        ) from error
    _put(rows, people, head)
    return Moved(len(rows), len(files), head.link)


def _put(rows: Sequence[ExportedEvent], people: Sequence[ExportedPerson], head: ExportHead) -> None:
    """Put the events and the people into the empty tables, and make every row from them."""
    with writing():
        RegisterHead.objects.select_for_update().filter(pk=1).first()
        if StoredEvent.objects.exists():
            raise refuse(opened().shown, "登记册里已有事件，不能导入", "导入一个新建的登记册（medcheck register init）")
        StoredEvent.objects.bulk_create([StoredEvent(**row.model_dump()) for row in rows], batch_size=_MANY)
        RegisterHead.objects.update_or_create(pk=1, defaults={"number": len(rows), "link": head.link})
        for row in rows:
            if row.case == 0 and (event := read_event(row.body)).action in (ADD, LEAVE):
                apply_person(event.action, event.values)
        for person in people:
            Person.objects.filter(name=person.name).update(password=person.password)
        rebuild()


def _require_whole(head: ExportHead, rows: Sequence[ExportedEvent]) -> None:
    """Raise RegisterError with everything that does not stand in the chains and the numbers of an export."""
    links = [Link(**row.model_dump(exclude={"key"})) for row in rows]
    problems = [*broken_chain(links, (head.events, head.link)), *broken_papers(readable_events(links))]
    if problems:
        raise RegisterError(problems)


def _keep(archive: zipfile.ZipFile, digest: str, name: str) -> None:
    if archive.getinfo(f"{_FILES}{digest}").file_size > LARGEST_RESULT:
        raise refuse(name, f"文件 {digest[:12]}… 过大", "选择 medcheck register export 写出的文件")
    if keep_file(archive.read(f"{_FILES}{digest}")) != digest:
        raise refuse(name, f"文件 {digest[:12]}… 与导出时不同", "换一份完好的备份")
