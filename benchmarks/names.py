"""How many names of a folder of lists are placed, set aside, or not known, and which are placed falsely.

`python -m benchmarks.names FOLDER`. A list of titles is a CSV file with the columns title, series and grade, one of headings
with form (FORM or FORM/LIST), heading and column; `none` and blank are what is no title, or none of our columns, and
`unclear` what has to be asked. A list of departments is a CSV file with the columns name, label and perhaps main (yes or no), or a
TXT file with a name a line, which has no labels. Labels: the standard names joined by + (one of several by |), PERSON for
a name that must go to a person, ASIDE for one that is nothing asked for. What a list names is told by its file name.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from medcheck.fact import Members
from medcheck.form.form import load_form
from medcheck.form.labels import headings_of, labels_of, normalise
from medcheck.measure.hospital.department_book import DepartmentBook
from medcheck.measure.hospital.department_names import of_department_names
from medcheck.measure.hospital.department_rows import read_rows
from medcheck.rulebook.shelf import shipped_pack
from tests.stated_rows import hospital

PLACED, ASIDE, PERSON, UNKNOWN = "placed", "aside", "person", "unknown"
PACK = shipped_pack("liaocheng-2019")


class Said(NamedTuple):
    """What the program makes of a name: placed, aside, person or unknown; each certain place with what it sits in."""

    kind: str
    places: Mapping[str, str] = {}


class Listed(NamedTuple):
    """A name of a list with its label (none where the list has none) and whether it is of a main department."""

    name: str
    label: str
    main: bool


def department(name: str) -> Said:
    """Return what is made of the name of a department that stands alone in its list."""
    names, words = PACK.tables.department_names, PACK.tables.name_words
    assert names is not None
    members = PACK.vocabulary.facts["departments"].members
    application = hospital(departments=[{"name": name}])
    fact = next(of_department_names(application, names, members, words))
    assert isinstance(fact.value, Members)
    places = {member.name: member.inside for member in fact.value.members if not member.doubtful}
    if places:
        return Said(PLACED, places)
    row = read_rows(application.tables["departments"], DepartmentBook(names, words, members))[0]
    if row.known:
        return Said(PERSON if row.may_be or row.doubt else ASIDE)
    return Said(UNKNOWN)


class ListedTitle(NamedTuple):
    """A title of a list, with the series and the grade it is labelled with."""

    title: str
    series: str
    grade: str


class ListedHeading(NamedTuple):
    """A heading of a list of a form, with the column it is labelled with."""

    form: str
    heading: str
    column: str


def read_titles(path: Path) -> list[ListedTitle]:
    """Return the titles of a list."""
    return [ListedTitle(row["title"], row["series"], row["grade"]) for row in _rows(path)]


def read_headings(path: Path) -> list[ListedHeading]:
    """Return the headings of a list."""
    return [ListedHeading(row["form"], row["heading"], row["column"]) for row in _rows(path)]


def title(name: str) -> tuple[str, str]:
    """Return the series and the grade of a title as lists label them; two blanks where it is asked about."""
    titles = PACK.tables.titles
    assert titles is not None
    found = titles.read(name)
    if found.level is None:
        return "", ""
    series = {"工程": "other", "其他": "other", "": "none"}.get(found.series, found.series)
    return series, "none" if found.level == titles.levels[0] else found.level


def heading(one: ListedHeading) -> str:
    """Return the column a heading is known as, or an empty string."""
    form, _, table = one.form.partition("/")
    sheet = next(sheet for sheet in load_form(form).tables() if sheet.id == (table or "staff"))
    label = normalise(one.heading)
    own = [column.id for column in sheet.columns if label in labels_of(column)]
    return next(iter([*own, *(column.id for column in sheet.columns if label in headings_of(column))]), "")


def of_titles(path: Path) -> tuple[list[str], bool]:
    """Return the rates of a list of titles, and whether one is placed falsely."""
    told = [(one, title(one.title)) for one in read_titles(path)]
    placed = [(one, said) for one, said in told if said != ("", "")]
    clear = [(one, said) for one, said in told if one.grade not in ("none", "unclear")]
    false = [f"{one.title} → {'/'.join(said)}（{one.series}/{one.grade}）" for one, said in placed if said != one[1:]]
    missed = [one.title for one, said in clear if said == ("", "")]
    lines = [f"{path.name}: {len(told)} titles, {len(placed)} placed, {len(told) - len(placed)} asked about"]
    lines.append(f"  of {len(clear)} that have a grade, {len(missed)} asked about: {'；'.join(missed[:_SHOWN])}")
    return [*lines, f"  false placements {len(false)}: {'；'.join(false[:_SHOWN])}"], bool(false)


def of_headings(path: Path) -> tuple[list[str], bool]:
    """Return the rates of a list of headings, and whether one is taken for a column that it is not."""
    told = [(one, heading(one)) for one in read_headings(path)]
    ours = [(one, said) for one, said in told if one.column]
    missed = [one.heading for one, said in ours if not said]
    false = [f"{one.heading} → {said}（{one.column or 'none'}）" for one, said in told if said not in ("", one.column)]
    known = 100 * (len(ours) - len(missed)) / (len(ours) or 1)
    lines = [f"{path.name}: {len(told)} headings, {len(ours)} of them ours, {known:.1f} % known"]
    lines.append(f"  not known: {'；'.join(missed[:_SHOWN])}")
    return [*lines, f"  false {len(false)}: {'；'.join(false[:_SHOWN])}"], bool(false)


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


# What is made of a name, by a word of the name of the file that lists them.
KINDS: Mapping[str, Callable[[str], Said]] = {"department": department}
_OTHERS: Mapping[str, Callable[[Path], tuple[list[str], bool]]] = {"title": of_titles, "heading": of_headings}
_SHOWN = 40


def read(path: Path) -> tuple[Callable[[str], Said], list[Listed]] | None:
    """Return the names of a list and what is to be made of them; None for a file of another kind."""
    judge = next((judge for word, judge in KINDS.items() if word in path.stem), None)
    if judge is None:
        return None
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    if path.suffix == ".txt":
        return judge, [Listed(line.strip(), "", True) for line in lines if line.strip()]
    rows = csv.DictReader(lines)
    return judge, [Listed(row["name"], row.get("label") or "", (row.get("main") or "yes") == "yes") for row in rows]


def is_false(said: Said, label: str) -> bool:
    """Return whether a name is placed where its label does not place it, or not inside what its label names."""
    if not label or said.kind != PLACED:
        return False
    allowed = [frozenset(one.split("+")) for one in label.split("|")]
    return not any(all(name in names or host in names for name, host in said.places.items()) for names in allowed)


def report(title: str, told: Sequence[tuple[Listed, Said]]) -> Iterator[str]:
    """Yield the rates of some names: known ones, ones set aside although they have a place, false placements."""
    kinds = Counter(said.kind for _, said in told)
    asked = [(one, said) for one, said in told if one.label not in ("", "PERSON", "ASIDE")]
    missed = [one.name for one, said in asked if said.kind != PLACED]
    false = [
        f"{one.name} → {'+'.join(sorted(said.places))}（{one.label}）"
        for one, said in told
        if is_false(said, one.label)
    ]
    unknown = [one.name for one, said in told if said.kind == UNKNOWN]
    total = len(told) or 1
    yield f"{title}: {len(told)} names, " + ", ".join(f"{kinds[k]} {k}" for k in (PLACED, ASIDE, PERSON, UNKNOWN))
    yield f"  placed or knowingly set aside {100 * (len(told) - kinds[UNKNOWN]) / total:.1f} %"
    if asked:
        yield f"  of {len(asked)} that have a place, {len(missed)} not placed, {100 * len(missed) / len(asked):.1f} %"
    yield f"  false placements {len(false)}"
    for what, names in (("false", false), ("not placed", missed), ("unknown", unknown)):
        if names:
            yield f"  {what}: {'；'.join(names[:_SHOWN])}{' …' if len(names) > _SHOWN else ''}"


def main(folder: Path) -> int:
    """Print the rates of every list of a folder; return 1 where a name is placed falsely."""
    false = False
    for path in sorted((*folder.glob("*.csv"), *folder.glob("*.txt"))):
        rates = next((rates for word, rates in _OTHERS.items() if word in path.stem and path.suffix == ".csv"), None)
        if rates is not None:
            lines, wrong = rates(path)
            print(*lines, sep="\n")
            false = false or wrong
            continue
        if (found := read(path)) is None:
            continue
        judge, listed = found
        told = [(one, judge(one.name)) for one in listed]
        false = false or any(is_false(said, one.label) for one, said in told)
        print(*report(path.name, told), sep="\n")
        if any(not one.main for one in listed):
            print(*report(f"{path.name}, main departments", [pair for pair in told if pair[0].main]), sep="\n")
    return int(false)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
