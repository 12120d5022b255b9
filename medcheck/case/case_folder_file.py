"""Which file of a folder of case files belongs to an application: by its name, and by its place where that is known."""

from __future__ import annotations

from pathlib import Path

from medcheck.shown import file_name

_END = ".yaml"


def case_file_for(cases: Path, workbook: str, place: Path | None = None, used: str = "") -> Path | None:
    """Return the case file of an application, or None where there is none.

    `workbook` is its file name: 甲.xlsx has 甲.yaml. Where `place` is known, the folder of the workbook below that of all
    applications, the case file stands at the same place or at the top. Where it is not, it may stand anywhere, but only
    one may have the name. `used` is the name of the case file an earlier result was made with, which goes first.
    """
    for name in filter(None, (used, f"{Path(workbook).stem}{_END}")):
        if place is not None:
            files = [path for path in (cases / place / name, cases / name) if path.is_file()][:1]
        else:
            files = [path for path in cases.rglob(f"*{_END}") if file_name(path) == name and path.is_file()]
        if len(files) == 1:
            return files[0]
    return None
