"""Checks that cells agree with each other: the same number in two places, one person or certificate twice, days out of order.

They are no rules of the regulation: what cannot all be right is a conflict the applicant clears up, with both cells
named; what is merely odd is a hint. Which cells belong together stands in the form definition.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date
from decimal import Decimal

from medcheck.errors import Place, Problem
from medcheck.form.entry_values import NO_NUMBER, EntryValue
from medcheck.form.form import FieldAgreement, Form, NamedPerson, Order, Rural, Sheet
from medcheck.form.person import same_name
from medcheck.form.private import masked
from medcheck.intake.table import Entry, Row, Table

_ROSTER = "staff"

Fields = Mapping[str, Entry]
Tables = Mapping[str, Table]


def check_consistency(form: Form, fields: Fields, tables: Tables) -> Iterator[Problem]:
    """Yield what does not fit together in an application, each at one of its cells with the other one named."""
    for sheet in form.tables():
        yield from _twice(tables[sheet.id], sheet)
        yield from _printed_twice(tables[sheet.id], sheet)
    for agreement in form.agreements:
        yield from _agrees(form, agreement, fields, tables)
    for order in form.orders:
        yield from _in_order(order, fields, tables)
    for size in form.sizes:
        yield from _fits(fields[size.less], fields[size.more], size.less)
    for first, second in form.same:
        yield from _same(fields[first], fields[second], first)
    if form.people:
        yield from _titles_alike(form, tables)
    if form.rural:
        yield from _rural(form.rural, fields)


def _printed_twice(listing: Table, sheet: Sheet) -> Iterator[Problem]:
    """Yield a conflict for each answer by which two rows of one printed thing (a paper to hand in) differ."""
    if not sheet.key or sheet.columns[sheet.position[sheet.key]].is_answer:
        return
    seen: dict[EntryValue, Row] = {}
    for row in listing.rows:
        key = row.value(sheet.key)
        if key is None or (first := seen.setdefault(key, row)) is row:
            continue
        for column in (column for column in sheet.columns if column.is_answer and column.id != "document"):
            before, after = first.cells[column.id], row.cells[column.id]
            if before.value is None or after.value is None or before.value == after.value:
                continue
            text = f"与 {_at(before).cell} 是同一项的“{column.label}”，两处填写的不同"
            mend = "同一项只保留一行，按实际情况填写"
            yield Problem(_at(after), text, mend, f"{sheet.id}.{column.id}", conflict=True, others=(_at(before),))


def _twice(listing: Table, sheet: Sheet) -> Iterator[Problem]:
    """Yield a conflict where one number stands in two rows, once a pair of rows: each post has a person (A-27)."""
    told_rows: set[tuple[int, int]] = set()
    for column in (column for column in sheet.columns if column.unique):
        seen: dict[str, Row] = {}
        for row, value in zip(listing.rows, listing.column(column.id), strict=True):
            if not isinstance(value, str) or value in NO_NUMBER:
                continue
            before = seen.setdefault(value.upper(), row)
            if before is row or (before.number, row.number) in told_rows:
                continue
            first, number = before.cells[column.id], row.cells[column.id]
            if first.ref is None:
                continue
            told_rows.add((before.number, row.number))
            text = f"与 {first.ref.cell} 是同一{column.label}“{masked(value)}”，同一人、同一证书只能填写一行"
            mend = "号码写错的更正；确为同一人的只保留一行"
            name, others = f"{sheet.id}.{column.id}", (_at(first),)
            yield Problem(_at(number), text, mend, name, conflict=True, others=others, doubled=True)


def _agrees(form: Form, agreement: FieldAgreement, fields: Fields, tables: Tables) -> Iterator[Problem]:
    """Yield a conflict where a cover field and the same number in a list differ, with both cells."""
    cover = fields[agreement.field]
    key = next(sheet.key for sheet in form.tables() if sheet.id == agreement.table)
    for row in tables[agreement.table].rows:
        if row.value(key) != agreement.row:
            continue
        stated = row.value(agreement.column)
        if cover.value is None or stated is None or _one_case(cover.value) == _one_case(stated):
            continue
        other = row.cells[agreement.column]
        if cover.ref and other.ref:
            private = agreement.private
            values = [masked(str(entry.value)) if private else str(entry.value) for entry in (cover, other)]
            text = f"“{cover.ref.label}”填为“{values[0]}”，而{other.ref}填为“{values[1]}”"
            yield Problem(
                _at(cover), text, "按证件原件核对，改正其中一处", agreement.field, conflict=True, others=(_at(other),)
            )


def _one_case(value: EntryValue) -> EntryValue:
    """Return a value without regard to capital letters: a number of a paper is the same either way."""
    return value.upper() if isinstance(value, str) else value


def _in_order(order: Order, fields: Fields, tables: Tables) -> Iterator[Problem]:
    """Yield a problem for every pair of days of which the one that must come first comes later."""
    listed = next((name.partition(".")[0] for name in (order.earlier, order.later) if "." in name), "")
    rows: Sequence[Row | None] = tables[listed].rows if listed else (None,)
    earlier, later = (_values(name, fields, tables, len(rows)) for name in (order.earlier, order.later))
    for row, *days in zip(rows, earlier, later, strict=True):
        if not isinstance(days[0], date) or not isinstance(days[1], date) or days[0] <= days[1] or date.max in days:
            continue
        first, then = (_entry(name, fields, row) for name in (order.earlier, order.later))
        if first.ref and then.ref:
            text = f"“{first.ref.label}”{days[0]} 晚于{then.ref}“{then.ref.label}”{days[1]}，先后颠倒"
            mend = order.mend or "核对两处日期，改正其中一处"
            yield Problem(_at(first), text, mend, order.earlier, hint=order.hint, conflict=not order.hint)


def _values(name: str, fields: Fields, tables: Tables, count: int) -> Sequence[EntryValue | None]:
    """Return the values of a column row by row, or of a field as often."""
    table, _, column = name.rpartition(".")
    return tables[table].column(column) if table else [fields[name].value] * count


def _entry(name: str, fields: Fields, row: Row | None) -> Entry:
    column = name.partition(".")[2]
    return row.cells[column] if column and row else fields[name]


def _fits(part: Entry, whole: Entry, name: str) -> Iterator[Problem]:
    """Yield a conflict where a part is larger than the whole."""
    less, more = part.value, whole.value
    if not isinstance(less, int | Decimal) or not isinstance(more, int | Decimal) or less <= more:
        return
    if part.ref and whole.ref:
        text = f"“{part.ref.label}”{less} 大于{whole.ref}“{whole.ref.label}”{more}"
        yield Problem(_at(part), text, "核对两处数字，改正其中一处", name, conflict=True)


def _same(first: Entry, second: Entry, name: str) -> Iterator[Problem]:
    """Yield a conflict where the same number asked for twice is not the same."""
    if None not in (first.value, second.value) and first.value != second.value and first.ref and second.ref:
        text = f"“{first.ref.label}”填为 {first.value}，而{second.ref}“{second.ref.label}”填为 {second.value}"
        yield Problem(_at(first), text, "核对两处数字，改正其中一处", name, conflict=True, others=(_at(second),))


def _rural(rural: Rural, fields: Fields) -> Iterator[Problem]:
    """Yield a hint where the country is chosen, to which softer standards apply, and the address shows no village or town."""
    chosen, address = fields[rural.field], fields[rural.address]
    if chosen.value != rural.value or not isinstance(address.value, str) or chosen.ref is None or address.ref is None:
        return
    if not any(word in address.value for word in rural.words):
        text = f"“{chosen.ref.label}”选“{rural.value}”，而{address.ref}的地址“{address.value}”中没有{'、'.join(rural.words)}"
        mend = f"核对；县城和城区的选其他选项。确在{rural.value}的不必修改，由经办机构核实"
        yield Problem(_at(chosen), text, mend, rural.field, hint=True)


def _titles_alike(form: Form, tables: Tables) -> Iterator[Problem]:
    """Yield what the lists that name people with titles say otherwise than the roster."""
    listing = tables[_ROSTER]
    roster: dict[str, list[Row]] = {}
    for row, name in zip(listing.rows, listing.texts("name"), strict=True):
        roster.setdefault(same_name(name), []).append(row)
    columns = (column for sheet in form.tables() for column in sheet.columns if column.id == "title")
    listed = frozenset(choice for column in columns for choice in column.choices)
    for person in form.people if listing.rows else ():
        yield from _titled_alike(person, tables, roster, listed)


def _titled_alike(
    person: NamedPerson, tables: Tables, roster: Mapping[str, Sequence[Row]], listed: Set[EntryValue | None]
) -> Iterator[Problem]:
    """Yield a conflict where somebody named in a list has another title in the roster, a hint where not there at all.

    Of several of one name one must have the title. Titles that are not among the choices are compared by whoever places them.
    """
    for row in tables[person.table].rows:
        name, title = row.value(person.name), row.value(person.title)
        if name is None:
            continue
        namesakes = roster.get(_name(name), [])
        if not namesakes:
            text = f"“{name}”不在人员花名册中"
            mend = "核对姓名；在本机构工作的，补入花名册"
            yield Problem(_at(row.cells[person.name]), text, mend, f"{person.table}.{person.name}", hint=True)
            continue
        titles = {namesake.value("title") for namesake in namesakes}
        if title is not None and titles.isdisjoint({None, title}) and {title, *titles} <= listed:
            other = namesakes[0].cells["title"]
            text = f"“{name}”的职称填为“{title}”，而{other.ref}填为“{other.value}”"
            field, others = f"{person.table}.{person.title}", (_at(other),)
            place = _at(row.cells[person.title])
            yield Problem(place, text, "按职称证书核对，改正其中一处", field, conflict=True, others=others)


def _name(name: EntryValue | None) -> str:
    """Return a person's name as names are compared: 张 三 is 张三."""
    return same_name(name) if isinstance(name, str) else ""


def _at(entry: Entry) -> Place:
    assert entry.ref is not None
    return entry.ref.place
