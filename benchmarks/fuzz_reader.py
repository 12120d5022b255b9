"""Mutate workbooks and read them: does any crash, hang, or end in an error that is no refusal? `python -m benchmarks.fuzz_reader`.

    --minutes 60 --seed 1      bytes of the file, and bytes and tags of its XML parts, of .xlsx, .xls and .ods

Each file is read in a forked process with a time limit; what fails is kept in the folder printed at the end.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from medcheck.errors import WorkbookError
from medcheck.intake.read_application import read_application
from tests.packages import archive, parts_of

ROOT = Path(__file__).parents[1]
SEEDS = (
    ROOT / "forms/samples/clinic-eligible.xlsx",
    ROOT / "forms/samples/clinic-eligible.libreoffice.xlsx",
    ROOT / "tests/workbooks/clinic-eligible.xls",
    ROOT / "tests/workbooks/clinic-eligible.ods",
    ROOT / "tests/workbooks/odd.ods",
)
SECONDS, BYTES = 10, 2 << 30
REFUSED, FAILED = 10, 20


def mutated(source: Path, chance: random.Random) -> bytes:
    """Return a workbook with a few bytes changed: of the file as it is, or of one of its parts before it is zipped."""
    if source.suffix == ".xls" or chance.random() < 0.2:
        return noisy(source.read_bytes(), chance)
    parts = parts_of(source)
    if source.suffix == ".xlsx" and chance.random() < 0.5:  # formulas and errors are looked for another way
        parts = {name: part.replace(b"<v>", b"<f>1+1</f><v>", 5) for name, part in parts.items()}
    for name in chance.sample(sorted(parts), chance.randint(1, 2)):
        parts[name] = (retagged if chance.random() < 0.6 else noisy)(parts[name], chance)
    return archive(parts, stored=("mimetype",))


def noisy(content: bytes, chance: random.Random) -> bytes:
    """Return bytes with some flipped, cut out, doubled, or replaced."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 12)):
        if not changed:
            break
        at, size = chance.randrange(len(changed)), chance.randint(1, 40)
        kind = chance.randrange(4)
        if kind == 0:
            changed[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del changed[at : at + size]
        elif kind == 2:
            changed[at:at] = changed[at : at + size]
        else:
            changed[at : at + size] = chance.randbytes(size)
    return bytes(changed)


def retagged(content: bytes, chance: random.Random) -> bytes:
    """Return XML with attribute values, texts and tags exchanged for others of the same part or for extreme ones."""
    pieces = re.split(rb'("[^"]*"|<[^>]*>)', content)
    extreme = (
        b'""',
        b'"-1"',
        b'"0"',
        b'"4294967296"',
        b'"XFD1048576"',
        b'"A1:XFD1048576"',
        b'"\xe5\xad\x97"',
        b"</row>",
        b"<c/>",
        b"",
    )
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(pieces))
        pieces[at] = chance.choice(extreme) if chance.random() < 0.5 else chance.choice(pieces)
    return b"".join(pieces)


def read_in_child(path: Path) -> int:
    """Return how reading a file ended in a process of its own: 0 read, REFUSED, FAILED, or the signal that killed it."""
    child = os.fork()
    if child == 0:
        signal.alarm(SECONDS)
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
        try:
            read_application(path)
        except WorkbookError as error:
            os._exit(FAILED if isinstance(error.__cause__, MemoryError) else REFUSED)
        except BaseException:  # noqa: BLE001 - whatever it is, it is what is looked for
            os._exit(FAILED)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def main() -> int:
    """Mutate and read until the time is over; return 1 where anything but reading or refusing happened."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance, counts = random.Random(given.seed), Counter[str]()
    kept = Path(tempfile.mkdtemp(prefix="fuzz-"))
    end, number = time.monotonic() + given.minutes * 60, 0
    while time.monotonic() < end:
        source = chance.choice(SEEDS)
        path = kept / f"{number:07}{source.suffix}"
        path.write_bytes(mutated(source, chance))
        code = read_in_child(path)
        counts[{0: "read", REFUSED: "refused", FAILED: "failed"}.get(code, f"killed {code}")] += 1
        if code in (0, REFUSED):
            path.unlink()
        number += 1
    print(f"{number} files in {given.minutes:g} minutes: {dict(counts)}; kept in {kept}")
    return int(bool(set(counts) - {"read", "refused"}))


if __name__ == "__main__":
    sys.exit(main())
