"""A part is inflated without `ZipFile` only where that gives the same bytes; whatever is out of the ordinary it has to tell."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO

import pytest

from medcheck.package.zip_parts import inflate

WORDS = "有些内容".encode() * 50


def packed(method: int = zipfile.ZIP_DEFLATED, name: str = "xl/a.xml") -> bytearray:
    """Return an archive of one part of these words."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        archive.writestr(name, WORDS)
    return bytearray(made.getvalue())


def entry_of(content: bytes) -> zipfile.ZipInfo:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.infolist()[0]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("name", ["xl/a.xml", "xl/表.xml"])
def test_a_part_as_every_program_writes_it(method: int, name: str) -> None:
    content = bytes(packed(method, name))
    assert inflate(content, entry_of(content)) == WORDS


def test_a_part_behind_something_else() -> None:
    content = b"MZ" * 100 + bytes(packed())
    assert inflate(content, entry_of(content)) == WORDS


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_another_method_is_left_to_the_library(method: int) -> None:
    content = bytes(packed(method))
    assert inflate(content, entry_of(content)) is None


@pytest.mark.parametrize(
    ("at", "byte"),
    [
        pytest.param(0, b"Q", id="another signature"),
        pytest.param(26, b"\1", id="another length of the name"),
        pytest.param(30, b"y", id="another name"),
        pytest.param(45, b"\xff", id="other content"),
    ],
)
def test_an_entry_that_contradicts_the_directory_is_left_to_the_library(at: int, byte: bytes) -> None:
    content = packed()
    content[at : at + 1] = byte
    assert inflate(bytes(content), entry_of(bytes(content))) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("file_size", len(WORDS) - 1),
        ("file_size", len(WORDS) + 1),
        ("CRC", 1),
        ("flag_bits", 1),
        ("header_offset", 10**6),
    ],
)
def test_a_size_or_sum_that_is_not_so_is_left_to_the_library(field: str, value: int) -> None:
    content = bytes(packed())
    entry = entry_of(content)
    setattr(entry, field, value)
    assert inflate(content, entry) is None


def test_no_more_is_inflated_than_is_declared() -> None:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", bytes(30_000_000))
    content = bytearray(made.getvalue())
    directory = content.rfind(b"PK\1\2")
    content[directory + 24 : directory + 28] = struct.pack("<L", 10)
    assert inflate(bytes(content), entry_of(bytes(content))) is None
