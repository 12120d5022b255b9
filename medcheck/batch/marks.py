"""Marks values that must not stand in two applications: numbers of persons, certificates, addresses, telephones.

Values are compared by salted hash, so that what is kept beside a batch gives no number away; they are shown masked.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from medcheck.form.entry_values import NO_NUMBER, EntryValue
from medcheck.form.numbers import half_width
from medcheck.form.private import masked
from medcheck.intake.application import Application
from medcheck.intake.table import Table

WORDS = {
    "facility": "同一机构",
    "person": "同一身份证号",
    "certificate": "同一证书编号",
    "licence": "同一许可证号",
    "address": "同一地址",
    "phone": "同一电话",
    "representative": "同一法定代表人或负责人",
}
_FIELDS = {
    "uscc": "facility",
    "licence_number": "licence",
    "legal_representative_id": "person",
    "application_site_address": "address",
    "contact_phone": "phone",
    "legal_representative": "representative",
}
_COLUMNS = {
    "id_number": "person",
    "practice_cert_no": "certificate",
    "qualification_cert_no": "certificate",
    "licence_reg_no": "certificate",
    "phone": "phone",
}
_OPEN = frozenset({"facility", "licence", "address", "representative"})  # no number of a person: shown as it stands
_SHORTEST = 4
_BETWEEN = re.compile(r"[\s\-—－()（）]")


class ValueMark(NamedTuple):
    """One value of an application: of which kind, its salted hash, as it may be shown, and its cell."""

    kind: str
    hash: str
    shown: str
    cell: str


def marks(application: Application, salt: bytes) -> Iterator[ValueMark]:
    """Yield what is compared across a batch, each value of a kind once."""
    seen: set[tuple[str, str]] = set()
    for kind, stated, place in _stated(application):
        value = _plain(stated) if isinstance(stated, str) else ""
        if len(value) < (2 if kind == "representative" else _SHORTEST) or stated in NO_NUMBER:
            continue
        if (kind, value) not in seen and (cell := place()):
            seen.add((kind, value))
            shown = str(stated) if kind in _OPEN else masked(value)
            digest = hashlib.blake2b(f"{kind}:{value}".encode(), key=salt, digest_size=16).hexdigest()
            yield ValueMark(kind, digest, shown, cell)


def _stated(application: Application) -> Iterator[tuple[str, EntryValue | None, Callable[[], str]]]:
    """Yield kind and value of what is compared, with what tells where it stands."""
    for name, kind in _FIELDS.items():
        if name in application.fields:
            field = application.fields[name]
            yield kind, field.value, partial(str, field.ref or "")
    staff = application.tables.get("staff", Table(()))
    for name, kind in _COLUMNS.items():
        for row, value in zip(staff.rows, staff.column(name), strict=True):
            if value:
                yield kind, value, partial(row.place, name)


def _plain(text: str) -> str:
    return text.upper() if text.isascii() and text.isalnum() else _BETWEEN.sub("", half_width(text)).upper()
