"""A form definition (forms/TYPE.yaml): the sheets, fields, columns, choices and help of an application workbook."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Literal

from pydantic import Field

from medcheck import yaml_source
from medcheck.context import keep
from medcheck.errors import FormError, MedcheckError, Place, Problem, suggest
from medcheck.form.form_source import form_names as form_names
from medcheck.form.form_source import read_form
from medcheck.form.headings import known_headings, likely_headings
from medcheck.pack_folders import Folder, PackFolder, base_finder, levels_of, pack_places, rule_folders
from medcheck.strict_model import StrictModel
from medcheck.yaml_source import Node

_MADE_FOR = "@"  # between the type of a form and the pack it is made for

Kind = Literal["text", "code", "number", "percent", "date", "choice", "flag", "lines", "hours", "weekdays"]


class FormField(StrictModel):
    """A field of a sheet, or a column of a table. `fact` names the fact it fills without further measuring.

    `kind`: text; code (digits kept as text, such as an ID number); number with `unit`; percent; date; choice of
    `choices` (`spellings` maps another spelling to one of them; with `as_typed` anything else is kept as it stands, for
    whoever places it); flag 是/否; lines (one entry a line); hours
    (spans of a day) and weekdays, both as tuples of words. `aliases` are
    other labels under which the field is found, `headings` further ones of a column beside none of those, and `likely`
    those that are asked about (both from forms/_headings.yaml); `explained` are aliases that somebody gave for this
    workbook. `unit_spellings` are further units that say the same, `digits` is the
    exact length of a code; two rows of a `unique` column say the same only by mistake; `long_term` lets 「长期」 stand
    for a date and `year_month` a month for its first day. `is_answer` is False for a remark and for a code the form itself
    prints: whatever stands there is nobody's answer to a question. `names` says that a text names a person, or something
    that is called by Chinese words (an institution, a place).
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: str
    kind: Kind = "text"
    unit: str = ""
    integer: bool = False
    required: bool = False
    choices: tuple[str, ...] = ()
    open_choice: bool = False
    as_typed: bool = False
    spellings: dict[str, str] = {}
    aliases: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    likely: tuple[str, ...] = ()
    explained: tuple[str, ...] = ()
    help: str = ""
    fact: str = ""
    width: int = 14
    digits: int = 0
    long_term: bool = False
    identifier: Literal["", "uscc", "id_card", "phone", "practice_licence", "practice_cert"] = ""
    year_month: bool = False
    unique: bool = False
    is_answer: bool = True
    unit_spellings: tuple[str, ...] = ()
    names: Literal["", "person", "chinese"] = ""


class FieldGroup(StrictModel):
    """Fields that stand together under one heading; `note` is printed below it, `new_page` starts one in print."""

    title: str
    note: str = ""
    new_page: bool = False
    fields: tuple[FormField, ...]


class Sheet(StrictModel):
    """A sheet of the workbook: a cover (`groups`) or a list (`columns`).

    `prefilled` are rows the blank form already holds, by column id; `key` is the column that names them. `none_label`
    is the label of the 「无」 tick for a list that may be empty. `blank_rows` is how many ruled empty rows follow: none
    means that the list holds the prefilled rows only. `ready_rows` is how many rows, ruled or not, are checked and keep
    text as text, for a list that may grow long.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    title: str
    help: str = ""
    groups: tuple[FieldGroup, ...] = ()
    columns: tuple[FormField, ...] = ()
    prefilled: tuple[dict[str, str], ...] = ()
    none_label: str = ""
    blank_rows: int = 0
    ready_rows: int = 0
    key: str = ""

    @cached_property
    def position(self) -> dict[str, int]:
        """Return the number of each column by its id, from 0."""
        return {column.id: number for number, column in enumerate(self.columns)}

    @cached_property
    def keys(self) -> frozenset[str]:
        """Return what the prefilled rows have in the key column."""
        return frozenset(row[self.key] for row in self.prefilled) if self.key else frozenset()

    @cached_property
    def fields(self) -> tuple[FormField, ...]:
        """Return the fields of a cover sheet in order; a list sheet has none."""
        return tuple(field for group in self.groups for field in group.fields)


class FieldAgreement(StrictModel):
    """A cover field that must be the same as a column of one row of a list; `private` numbers are shown masked."""

    field: str
    table: str
    row: str
    column: str
    private: bool = False


class Order(StrictModel):
    """Two days of which one cannot come later: cover fields, or `table.column`; `hint` where it is merely odd."""

    earlier: str
    later: str
    hint: bool = False
    mend: str = ""


class Size(StrictModel):
    """Two cover numbers of which one is part of the other."""

    less: str
    more: str


class NamedPerson(StrictModel):
    """Somebody a list names with a title: the roster must say the same."""

    table: str
    name: str
    title: str


class Rural(StrictModel):
    """The choice of a field by which softer standards apply, and the words one of which an address in the country has."""

    field: str
    value: str
    address: str
    words: tuple[str, ...]


class Form(StrictModel):
    """A form: its version, the facility type it is for, and its sheets in order.

    `agreements`, `orders`, `sizes`, `same`, `people` and `rural` say which cells must fit together. `earlier` maps, for each
    earlier version, what has another id now: `old_field: new_field`, `table.old_column: table.new_column`. `made_for` is the
    pack it is made for, empty for the form that all packs share; `packs` are that pack and those it builds on.
    """

    form: str
    version: int
    facility_type: Literal["hospital", "clinic", "pharmacy"]
    title: str
    instructions: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    agreements: tuple[FieldAgreement, ...] = ()
    orders: tuple[Order, ...] = ()
    sizes: tuple[Size, ...] = ()
    same: tuple[tuple[str, str], ...] = ()
    people: tuple[NamedPerson, ...] = ()
    rural: Rural | None = None
    earlier: dict[int, dict[str, str]] = {}
    made_for: str = ""
    packs: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return the name it is loaded by: `clinic`, or `clinic@PACK` for the one made for a pack."""
        return qualified(self.form, self.made_for)

    def fields(self) -> Iterator[tuple[Sheet, FormField]]:
        """Yield every field of every cover sheet."""
        return ((sheet, field) for sheet in self.sheets for field in sheet.fields)

    def tables(self) -> Iterator[Sheet]:
        """Yield every list sheet."""
        return (sheet for sheet in self.sheets if sheet.columns)


def load_form(name: str) -> Form:
    """Return a form by name: the shared `clinic`, or `clinic@PACK` as a pack at hand makes it.

    Raises FormError with the nearest known name, and for a fragment of a pack that does not fit.
    """
    kind, _, pack = name.partition(_MADE_FOR)
    if kind not in form_names():
        text = f"没有“{kind}”这种申请表{suggest(kind, form_names())}"
        raise FormError([Problem(Place("forms"), text, f"可用的类型：{'、'.join(form_names())}")])
    return made_form(kind, levels_at_hand(pack) if pack else ())


def forms_of_packs(kind: str) -> Iterator[Form]:
    """Yield the form of a type as each pack at hand makes it; a pack whose form cannot be made is reported elsewhere."""
    for pack in sorted(pack_places(rule_folders())):
        try:
            yield load_form(qualified(kind, pack))
        except MedcheckError:
            continue


def levels_at_hand(pack: str) -> tuple[PackFolder, ...]:
    """Return a pack at hand with those it builds on, the highest first; raise FormError with the nearest known name."""
    return _levels_at_hand(rule_folders(), pack)


@keep()
def _levels_at_hand(folders: tuple[Folder, ...], pack: str) -> tuple[PackFolder, ...]:
    places = pack_places(folders)
    if pack not in places:
        mend = f"可用的规则包：{'、'.join(sorted(places))}；在别的文件夹的，用 --rules 指定该文件夹"
        raise FormError([Problem(Place("--pack"), f"没有规则包“{pack}”{suggest(pack, places)}", mend)])
    try:
        return levels_of(places[pack], base_finder(places[pack], folders))
    except MedcheckError as error:
        raise FormError(error.problems) from error


@keep()
def made_form(kind: str, levels: tuple[PackFolder, ...] = ()) -> Form:
    """Return the shared form of a type, with what the packs of these levels bring to it; the last one it is made for.

    Raises FormError for a fragment that does not fit.
    """
    source = read_form(kind, levels)
    form = yaml_source.validate(Form, source, FormError)
    form = form.model_copy(
        update={
            "sheets": tuple(_headed(form, sheet) for sheet in form.sheets),
            "made_for": levels[-1].pack if levels else "",
            "packs": tuple(level.pack for level in levels),
        }
    )
    if levels and (problems := list(_label_problems(form, source))):
        raise FormError(problems)
    return form


def qualified(kind: str, pack: str) -> str:
    """Return the name of the form that is made for a pack; of the shared one where there is none."""
    return f"{kind}{_MADE_FOR}{pack}" if pack else kind


def _label_problems(form: Form, source: Node) -> Iterator[Problem]:
    """Yield each label under which two fields of the cover, or two columns of one list, would be found."""
    for number, sheet in enumerate(form.sheets):
        seen: dict[str, FormField] = {}
        for path, field in _placed_fields(sheet):
            for label in (field.label, *field.aliases):
                other = seen.setdefault(label, field)
                if other is not field:
                    place = source.at(["sheets", number, *path]).place
                    text = f"“{label}”既是“{field.id}”的名称，又是“{other.id}”的，填好的表会认错"
                    yield Problem(place, text, "改用另一个 label 或 aliases")


def _placed_fields(sheet: Sheet) -> Iterator[tuple[tuple[int | str, ...], FormField]]:
    """Yield every field and column of a sheet with its path in the YAML of the sheet."""
    for number, group in enumerate(sheet.groups):
        yield from ((("groups", number, "fields", at), field) for at, field in enumerate(group.fields))
    yield from ((("columns", at), column) for at, column in enumerate(sheet.columns))


def _headed(form: Form, sheet: Sheet) -> Sheet:
    """Return a sheet whose columns know the headings of forms/_headings.yaml."""

    def headed(column: FormField) -> FormField:
        place = (form.form, sheet.id, column.id)
        headings = (*column.headings, *known_headings(*place))
        likely = (*column.likely, *likely_headings(*place))
        return column.model_copy(update={"headings": headings, "likely": likely})

    return sheet.model_copy(update={"columns": tuple(map(headed, sheet.columns))}) if sheet.columns else sheet
