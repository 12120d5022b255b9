"""Models the tables of a rule pack (tables/*.yaml), by which names on paper are matched. It knows no rule."""

from __future__ import annotations

from functools import cached_property

from pydantic import Field

from medcheck.fact import Fact, unknown
from medcheck.measure.pharmacy.drug_marks import DrugLists
from medcheck.measure.pharmacy.drug_notes import CatalogueNotes
from medcheck.measure.title_table import Titles
from medcheck.measure.written_names import NameWords
from medcheck.strict_model import StrictModel


class Agencies(StrictModel):
    """The agency of the city's own institutions, the agency of each division, and the divisions outside the city.

    `left_out` are the names an address may begin with or not, in their order: of the province, of the city.
    """

    city: str = Field(min_length=1)
    divisions: dict[str, str] = Field(min_length=1)
    outside: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


class Aliases(StrictModel):
    """What people write for each standard name of a room or a piece of equipment, what counts for nothing, what is large.

    `not_large` are longer words in which a word of `large_equipment` means something else.
    """

    rooms: dict[str, tuple[str, ...]] = {}
    equipment: dict[str, tuple[str, ...]] = {}
    other_rooms: tuple[str, ...] = ()
    other_equipment: tuple[str, ...] = ()
    large_equipment: tuple[str, ...] = ()
    not_large: tuple[str, ...] = ()


class Departments(StrictModel):
    """Words by which a department that needs a licence of its own is known, and departments that treat nobody.

    `ask_no_licence` are longer words in which one of `ask_licence` means something else. `answers_to` is the approved
    subject of a department that is named otherwise.
    """

    ask_licence: tuple[str, ...]
    ask_no_licence: tuple[str, ...] = ()
    not_clinical: tuple[str, ...]
    answers_to: dict[str, str] = {}


class Specialised(StrictModel):
    """The licence categories of specialised facilities and those of Chinese medicine."""

    licence_categories: tuple[str, ...]


class DepartmentNames(StrictModel):
    """What people write for the departments of a hospital, and how one department stands for several (reading A-16).

    `aliases` are other names of the same; `composites` are several at once, each in its own right; `merged` are several
    in one department, which count where the regulation allows it (`mergers`) and else before a person; `unions` are one
    together; `holds` sit inside a department; `may_be` is for a person to decide; a name
    nobody knows may be any of `administrative` or of the others, a group any of its department or of `intensive` care;
    `clinical` are first-level whatever a row says, `treating` further ones that have outpatient rooms and wards; `under`
    is made clear by the upper department; `groups` divide a first-level department; `functions` are shown by departments
    and words, beside which `duty_words` say nothing, `all_duties` that it may be any, `other_duties` something else;
    `headings` hold nothing; `others` are known to be something else.
    """

    aliases: dict[str, tuple[str, ...]]
    composites: dict[str, tuple[str, ...]] = {}
    merged: dict[str, tuple[str, ...]] = {}
    mergers: tuple[tuple[str, ...], ...] = ()
    unions: dict[str, tuple[str, ...]] = {}
    holds: dict[str, tuple[str, ...]] = {}
    may_be: dict[str, tuple[str, ...]] = {}
    administrative: tuple[str, ...] = ()
    clinical: tuple[str, ...] = ()
    treating: tuple[str, ...] = ()
    intensive: tuple[str, ...] = ()
    under: dict[str, dict[str, str]] = {}
    groups: dict[str, tuple[str, ...]] = {}
    functions: dict[str, tuple[str, ...]] = {}
    duty_words: tuple[str, ...] = ()
    all_duties: tuple[str, ...] = ()
    other_duties: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    @cached_property
    def standard_of(self) -> dict[str, str]:
        """Return the standard name of each alias."""
        return {alias: name for name, aliases in reversed(self.aliases.items()) for alias in aliases}  # the first says


class Posts(StrictModel):
    """How rosters write the posts of a pharmacy: who is in charge, who heads quality, who must be trained, who touches drugs."""

    head: tuple[str, ...]
    quality_head: tuple[str, ...]
    trained: tuple[str, ...]
    touching: tuple[str, ...] = ()


class DosageForms(StrictModel):
    """Dosage forms by the class the insurance catalogue puts them in."""

    classes: dict[str, tuple[str, ...]] = Field(min_length=1)


class VisitList(StrictModel):
    """Rows of a list of the application that are looked at one by one, and which facts and rules rest on them.

    `name` are the columns that name a row and `show` those printed beside it; `where` keeps the rows with one of these
    values, `unless_zero` leaves out the rows that state 0 there, and of a `sample` only so many are drawn.
    """

    table: str
    asked: str = Field(min_length=1)
    name: tuple[str, ...] = Field(min_length=1)
    show: tuple[str, ...] = ()
    where: dict[str, tuple[str, ...]] = {}
    unless_zero: str = ""
    sample: int = Field(default=0, ge=0)
    facts: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


class VisitBlanks(StrictModel):
    """Lines for what the inspectors themselves draw (a fee, a drug, a shift); printed where one of the rules binds."""

    asked: str = Field(min_length=1)
    lines: int = Field(ge=1)
    rules: tuple[str, ...] = Field(min_length=1)


class VisitPoint(StrictModel):
    """One of the points of the site visit: the numbers measured, the rules, and the rows of lists looked at there."""

    title: str = Field(min_length=1)
    facts: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    lists: tuple[VisitList, ...] = ()
    blanks: tuple[VisitBlanks, ...] = ()


class Visit(StrictModel):
    """The points of the site visit in the order of the text, where they are written, how many lines 其他发现 has."""

    cite: str = ""
    points: tuple[VisitPoint, ...]
    other_lines: int = Field(default=0, ge=0)


class Tables(StrictModel):
    """All tables of a pack. One it lacks leaves the facts that need it unknown."""

    agencies: Agencies | None = None
    aliases: Aliases = Aliases()
    name_words: NameWords = NameWords()
    departments: Departments | None = None
    department_names: DepartmentNames | None = None
    titles: Titles | None = None
    posts: Posts | None = None
    dosage_forms: DosageForms | None = None
    catalogue_editions: CatalogueNotes | None = None
    drug_lists: DrugLists = DrugLists()
    specialised: Specialised | None = None
    visit: Visit = Visit(points=())


# The table without which a fact cannot be measured.
NEEDED = {
    "receiving_agency_is_competent": "agencies",
    "is_specialised": "specialised",
    "departments_list": "departments",
    "departments_without_subject": "departments",
    "departments_not_literally_approved": "departments",
    "departments": "department_names",
    "internal_group_count": "department_names",
    "surgical_group_count": "department_names",
    "admin_functions": "department_names",
    "key_specialties": "titles",
    "nurses_shi_or_above": "titles",
    "engineer_count": "titles",
    "physicians_chief": "titles",
    "physicians_associate": "titles",
    "physicians_attending": "titles",
    "physicians_associate_or_above": "titles",
    "physicians_attending_or_above": "titles",
}


def lacking(fact: str) -> Fact:
    """Return the fact as unknown, because the pack lacks the table it needs."""
    return unknown(fact, f"规则包没有 tables/{NEEDED[fact]}.yaml")
