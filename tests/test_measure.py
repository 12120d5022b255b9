"""What measures make of lists that are not there: 「无」 is empty, a blank is unknown, each of the fact's own kind."""

from __future__ import annotations

from medcheck.fact import Members, Status, known
from medcheck.intake.application import Application
from medcheck.intake.table import Table
from medcheck.measure.equipment import equipment
from medcheck.measure.measure_tables import Aliases
from medcheck.measure.rooms import rooms
from medcheck.measure.staff import staff
from medcheck.measure.written_names import NameWords


def application(**tables: Table) -> Application:
    return Application("clinic", 1, "clinic", "申请.xlsx", "", {}, tables)


def test_a_list_ticked_as_none_is_empty_in_its_own_kind() -> None:
    none = Table((), declared_none=True)
    given = application(rooms=none, equipment=none, staff=none)
    assert rooms(given, (), Aliases(), NameWords()) == known("rooms", Members())
    assert equipment(given, (), Aliases(), NameWords()) == known("equipment", Members())
    assert staff(given, None, None, None, None) == known("staff", ())


def test_a_list_left_blank_is_unknown() -> None:
    found = rooms(application(), (), Aliases(), NameWords())
    assert (found.status, found.reason) == (
        Status.UNKNOWN,
        "业务用房表没有填写任何一行；确实没有的，应明确选择“无”",
    )
