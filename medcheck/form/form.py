"""A form definition (forms/TYPE.yaml): the sheets, fields, columns, choices and help of an application workbook."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Literal

from pydantic import Field

from medcheck import yaml_source
from medcheck.context import keep
from medcheck.errors import FormError, Place, Problem, suggest
from medcheck.form.form_source import form_names as form_names
from medcheck.form.form_source import read_form
from medcheck.form.headings import known_headings, likely_headings
from medcheck.strict_model import StrictModel

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
    earlier version, what has another id now: `old_field: new_field`, `table.old_column: table.new_column`.
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

    def fields(self) -> Iterator[tuple[Sheet, FormField]]:
        """Yield every field of every cover sheet."""
        return ((sheet, field) for sheet in self.sheets for field in sheet.fields)

    def tables(self) -> Iterator[Sheet]:
        """Yield every list sheet."""
        return (sheet for sheet in self.sheets if sheet.columns)


@keep()
def load_form(name: str) -> Form:
    """Return the shipped form of that name; raise FormError with the nearest known name."""
    if name not in form_names():
        text = f"没有“{name}”这种申请表{suggest(name, form_names())}"
        raise FormError([Problem(Place("forms"), text, f"可用的类型：{'、'.join(form_names())}")])
    form = yaml_source.validate(Form, read_form(name), FormError)
    return form.model_copy(update={"sheets": tuple(_headed(form, sheet) for sheet in form.sheets)})


def _headed(form: Form, sheet: Sheet) -> Sheet:
    """Return a sheet whose columns know the headings of forms/_headings.yaml."""

    def headed(column: FormField) -> FormField:
        place = (form.form, sheet.id, column.id)
        return column.model_copy(update={"headings": known_headings(*place), "likely": likely_headings(*place)})

    return sheet.model_copy(update={"columns": tuple(map(headed, sheet.columns))}) if sheet.columns else sheet
