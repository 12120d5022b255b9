"""A case taken out of the register: as one archive that verifies itself, or as plain files to work with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from medcheck import __version__
from medcheck.archive.case_archive import ArchivedEvent, CaseArchive, archive_bytes
from medcheck.archive.submission import submission_name
from medcheck.archive.verify_archive import RESULT, RULES
from medcheck.casework.case_event import CaseEvent
from medcheck.casework.case_text import CASE_FILE_NAME, case_text
from medcheck.casework.fold import ASSESS, state_of
from medcheck.disk import write_whole
from medcheck.register.connect import reading
from medcheck.register.file_store import file_content
from medcheck.register.models import StoredEvent
from medcheck.register.record import events_of
from medcheck.register.register_check import ERASE


def archive_of(case: int) -> bytes:
    """Return the archive of a case; raise RegisterError for a case that is not there, or one that misses a file."""
    with reading():
        events = events_of(case)
        rows = StoredEvent.objects.filter(case=case).order_by("seq").values_list("body", "hash")
        stored = [ArchivedEvent(body=body, hash=digest) for body, digest in rows]
        gone = erased_files()
    named = dict.fromkeys(digest for event in events for digest in event.files.values())
    files = {digest: file_content(digest) for digest in named if digest not in gone}
    listed = CaseArchive(
        medcheck=__version__,
        case=case,
        head=stored[-1].hash,
        events=tuple(stored),
        erased=tuple(digest for digest in named if digest in gone),
    )
    return archive_bytes(listed, files)


def erased_files() -> frozenset[str]:
    """Return the files that were taken away after their time."""
    found: set[str] = set()
    for event in events_of_register():
        listed = event.values.get("files", [])
        if event.action == ERASE and isinstance(listed, list):
            found |= {str(digest) for digest in listed}
    return frozenset(found)


def events_of_register() -> tuple[CaseEvent, ...]:
    """Return the events of case 0."""
    return events_of(0) if StoredEvent.objects.filter(case=0).exists() else ()


def export_case(case: int, folder: Path) -> Iterator[Path]:
    """Write what a case consists of as plain files: the case file, the submissions, the results, the papers that came in."""
    events = events_of(case)
    state, gone = state_of(events), erased_files()
    path = folder / CASE_FILE_NAME
    write_whole(path, case_text(state).encode(), "案件文件")
    yield path
    for at, event in enumerate(events, start=1):
        for need, digest in event.files.items():
            if digest in gone or need == RULES or (event.action == ASSESS and need != RESULT):
                continue
            content = file_content(digest)
            if need == event.effects.submission:
                name = submission_name(state_of(events[:at]), content)
            elif event.action == ASSESS:
                name = f"案件{case}-第{event.seq}条-{event.values['stage']}.json"
            else:
                name = f"案件{case}-第{event.seq}条-{need}{_ending(content)}"
            path = folder / name
            write_whole(path, content, "文件")
            yield path


def _ending(content: bytes) -> str:
    """Return how the name of a scanned paper ends, by what it begins with."""
    known = {b"%PDF": ".pdf", b"\xff\xd8\xff": ".jpg", b"\x89PNG": ".png", b"PK\x03\x04": ".zip"}
    return next((end for begin, end in known.items() if content.startswith(begin)), "")
