"""Finds entries of the roster that cannot be true or must be asked about: titles nobody can place, contradicting ages.

Like medcheck.intake.consistency, but by the tables of the rule pack. What cannot all be right is a conflict of its cells.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from medcheck.calendar_months import full_years
from medcheck.errors import Place, Problem
from medcheck.form.form import FormField, NamedPerson, load_form
from medcheck.intake.application import Application
from medcheck.intake.identifiers import id_card_fault
from medcheck.intake.table import Entry, Row
from medcheck.measure.entry import day_at, label, person_name, table, text_at
from medcheck.measure.measure_tables import Posts
from medcheck.measure.pharmacy.pharmacists import holds
from medcheck.measure.presence import rows_by_person
from medcheck.measure.title_table import NONE, PlacedTitle, Titles

_TITLED = {"staff": "title", "departments": "head_title", "key_specialties": "leader_title"}
_MEND = "按证书和身份证核对，改正其中一处"


def people_problems(
    application: Application, titles: Titles | None, posts: Posts | None, day: date | None
) -> Iterator[Problem]:
    """Yield what is to be asked or cleared up of people and their titles; ages are those on the application `day`."""
    if posts is not None and application.facility_type == "pharmacy":
        yield from _contact(application, posts)
    if titles is None:
        return
    form = load_form(application.form)
    columns = {f"{sheet.id}.{column.id}": column for sheet in form.tables() for column in sheet.columns}
    for name, column in _TITLED.items():
        if field := columns.get(f"{name}.{column}"):
            for row in table(application, name).rows:
                yield from _asked(row, name, field, titles)
    listed = frozenset(choice for column in columns.values() if column.id == "title" for choice in column.choices)
    for person in form.people:
        yield from _titled_alike(application, person, titles, listed)
    for row in table(application, "staff").rows:
        yield from _held(row, titles)
        yield from _aged(row, titles, day)


def _contact(application: Application, posts: Posts) -> Iterator[Problem]:
    """Yield a conflict where somebody whose post touches drugs is said not to, or where nobody at all does."""
    rows = [row for row in table(application, "staff").rows if row.value("direct_contact") is not None]
    denied = [row for row in rows if row.value("direct_contact") is False]
    denying = [row for row in denied if holds(row, posts.touching)]
    mend = "从事验收、养护、保管、营业、调剂等直接接触药品工作的填“是”"
    for row in denying:
        post = row.cells["post"]
        text = f"“{label(row)}”的岗位为“{text_at(row, 'post')}”（{post.ref.cell if post.ref else ''}），“直接接触药品”却填为“否”"
        yield Problem(_place(row.cells["direct_contact"]), text, mend, "staff.direct_contact", conflict=True)
    if rows and len(denied) == len(rows) and not denying:
        text = "花名册上全部人员的“直接接触药品”都填为“否”，药店不可能无人接触药品"
        yield Problem(_place(rows[0].cells["direct_contact"]), text, mend, "staff.direct_contact", conflict=True)


def _asked(row: Row, name: str, field: FormField, titles: Titles) -> Iterator[Problem]:
    """Yield the question on a title that nobody can place."""
    typed = text_at(row, field.id)
    if not typed or not (ask := titles.read(typed).ask):
        return
    idle = name == "staff" and text_at(row, "category") in titles.without
    text = f"“{field.label}”{'填写的' if ask.startswith('“') else ''}{ask}"
    mend = f"按职称证书写明，例如 主治医师、主管护师；没有职称的填“{NONE}”"
    licensed = row.cells.get("licensed_pharmacist")
    if ask.endswith("，不是职称") and "药师" in typed and licensed and licensed.ref:
        mend = f"有职称证书的按证书填写，没有职称的填“{NONE}”；执业药师资格填在{licensed.ref.cell}（填“是”）"
    place = _place(row.cells[field.id])
    whose = f"“{label(row)}”的"
    yield Problem(
        place,
        f"{whose}{text}",
        mend,
        f"{name}.{field.id}",
        field.required and not idle,
        idle,
        general=f"本列的{text}",
        typed=typed,
    )


def _titled_alike(
    application: Application, person: NamedPerson, titles: Titles, listed: frozenset[str]
) -> Iterator[Problem]:
    """Yield a conflict where somebody has another title in a list than in the roster, however the two are written.

    What both write as the form lists it was compared when it was read.
    """
    people, who, column = rows_by_person(application), person.name, person.title
    for row in table(application, person.table).rows:
        read = titles.read(text_at(row, column))
        namesakes = people.get(person_name(text_at(row, who)), ())
        if {text_at(row, column), *(text_at(namesake, "title") for namesake in namesakes)} <= listed:
            continue
        others = [titles.read(text_at(namesake, "title")) for namesake in namesakes]
        if read.level is None or not others or any(_is_alike(read, other) for other in others):
            continue
        here, there = row.cells[column], namesakes[0].cells["title"]
        text = f"“{text_at(row, who)}”的职称填为“{text_at(row, column)}”，而{there.ref}填为“{text_at(namesakes[0], 'title')}”"
        mend, field = "按职称证书核对，改正其中一处", f"{person.table}.{column}"
        yield Problem(_place(here), text, mend, field, conflict=True, others=(_place(there),))


def _is_alike(first: PlacedTitle, second: PlacedTitle) -> bool:
    """Return whether two titles may be the same one: of one level, and of one series where both say which."""
    if second.level is None:
        return True
    return first.level == second.level and (not first.series or not second.series or first.series == second.series)


def _held(row: Row, titles: Titles) -> Iterator[Problem]:
    """Yield what is to be said of a title that somebody of that category cannot hold, or seldom holds."""
    category, read = text_at(row, "category"), titles.read(text_at(row, "title"))
    if read.level in (None, NONE) or not read.series:
        return
    title, own = row.cells["title"], row.cells.get("category")
    if own is None or own.ref is None:
        return
    text = f"“{label(row)}”的人员类别为“{category}”（{own.ref.cell}），职称却为“{text_at(row, 'title')}”"
    if any(exclusion.excludes(category, read, titles) for exclusion in titles.excluded):
        mend = "按执业证书和职称证书核对，改正其中一处"
        yield Problem(_place(title), text, mend, "staff.title", conflict=True, others=(_place(own),))
    elif (usual := titles.usual(category)) and read.series not in usual:
        yield Problem(_place(title), f"{text}，不计入该类人员的职称", "核对；无误的不必修改", "staff.title", hint=True)


def _aged(row: Row, titles: Titles, day: date | None) -> Iterator[Problem]:
    """Yield what a person's age, by the identity card, contradicts."""
    card = text_at(row, "id_number")
    if day is None or len(card) != 18 or id_card_fault(card):
        return
    born = date(int(card[6:10]), int(card[10:12]), int(card[12:14]))
    age, ages, who = full_years(born, day), titles.ages, label(row)
    here, level = row.cells["id_number"], titles.level(text_at(row, "title"))
    if age < ages.working:
        category = row.cells.get("category", row.cells["title"])
        text = f"“{who}”按身份证号在申请之日为 {age} 岁，不满 {ages.working} 岁"
        yield Problem(_place(here), text, "核对身份证号", "staff.id_number", conflict=True, others=(_place(category),))
        return
    if level and age < (least := ages.youngest.get(level, 0)):
        text = f"“{who}”按身份证号为 {age} 岁，职称“{text_at(row, 'title')}”一般不早于 {least} 岁取得"
        title = row.cells["title"]
        yield Problem(_place(title), text, _MEND, "staff.title", conflict=True, others=(_place(here),))
    retires = ages.retiring.get(text_at(row, "gender"))
    if retires and age >= retires and text_at(row, "employment") in ages.employed:
        text = f"“{who}”按身份证号为 {age} 岁，已到退休年龄，用工形式为“{text_at(row, 'employment')}”"
        yield Problem(_place(here), text, "核对；退休后返聘的，用工形式填“返聘”", "staff.employment", hint=True)
    hired = day_at(row, "hire_date")
    if hired and full_years(born, hired) < ages.working:
        text = f"“{who}”入职日期 {hired} 时按身份证号不满 {ages.working} 岁"
        yield Problem(_place(row.cells["hire_date"]), text, "核对入职日期和身份证号", "staff.hire_date", hint=True)


def _place(entry: Entry) -> Place:
    return entry.ref.place if entry.ref else Place("")
