"""A register that somebody changed behind the program's back: every change is found, and the place is named."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from django.db import connections

from tests.registers import Office, new_office, opened


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an office with two cases, the first of them assessed."""
    made = new_office(tmp_path_factory.mktemp("office"))
    made.receive()
    made.receive("clinic-half")
    made.told("case", "assess", 1)
    connections.close_all()
    return made.folder


@pytest.fixture
def office(untouched: Path, tmp_path: Path) -> Office:
    """Return a copy of it."""
    shutil.copytree(untouched, tmp_path, dirs_exist_ok=True)
    return Office(str(tmp_path / "登记册.sqlite3"), tmp_path)


def tamper(office: Office, *statements: str) -> None:
    """Do something to the file as its owner can, the triggers out of the way."""
    base = sqlite3.connect(office.url)
    laid = base.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in laid:
        base.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        base.execute(statement)
    for _, sql in laid:
        base.execute(sql)
    base.commit()
    base.close()


LAST = "(SELECT max(number) FROM event)"
TAMPERED = [
    (
        "UPDATE event SET body = replace(body, '2019-11-18', '2019-11-17') WHERE number = 4",
        "案件 2 事件 1：内容或者顺序与登记时不同",
    ),
    ("UPDATE event SET hash = previous WHERE number = 5", "登记 5（案件 1）：登记册的校验链在这里断开"),
    (f"DELETE FROM event WHERE number = {LAST}", "登记册：登记册的末尾应为第 5 条，现为第 4 条"),
    ('DELETE FROM event WHERE "case" = 2', "登记 5（案件 1）：登记编号应为 4，现为 5：缺了事件"),
    ('UPDATE event SET "case" = 2, seq = 2 WHERE number = 5', "案件 2 事件 2：事件属于另一个案件"),
    ("UPDATE head SET link = 'x'", "登记册：登记册的末尾应为第 5 条"),
    ("UPDATE case_row SET state_title = '已受理' WHERE number = 2", "案件 2：列表中的内容与事件不符"),
    ("UPDATE paper SET number = 7 WHERE number = 2", "文书编号 收件回执：列表中的内容与事件不符"),
    ("SELECT 1", "【成立】"),
]


@pytest.mark.parametrize(("statement", "found"), TAMPERED)
def test_what_was_changed_is_named(office: Office, statement: str, found: str) -> None:
    tamper(office, statement)
    told = office.run("register", "verify")
    assert found in told.output
    assert told.exit_code == ("【成立】" not in found)


def test_a_file_that_was_changed_or_taken_away_is_named(office: Office) -> None:
    first, *_ = sorted((office.folder / "登记册.files").glob("??/*"))
    first.write_bytes(first.read_bytes() + b" ")
    told = office.told("register", "verify", code=1)
    assert "的文件：文件" in told
    assert "与保存时不同" in told
    first.unlink()
    assert "缺少文件" in office.told("register", "verify", code=1)


def test_triggers_that_were_taken_away_stop_all_work_until_they_are_laid_again(office: Office) -> None:
    base = sqlite3.connect(office.url)
    base.execute("DROP TRIGGER event_no_delete")
    base.commit()
    base.close()
    assert "保护事件的触发器不在：event_no_delete" in office.told("case", "list", code=3)
    assert "event_no_delete 不在" in office.told("register", "verify", code=1)
    assert "已恢复保护事件的触发器：event_no_delete" in office.told("register", "init")
    assert "【成立】" in office.told("register", "verify")


def test_one_change_at_every_byte_of_a_small_case_is_found(office: Office) -> None:
    with opened(office):
        from medcheck.register.models import StoredEvent
        from medcheck.register.register_check import Link, broken_chain

        links = [Link(*row) for row in StoredEvent.objects.order_by("number").values_list(*Link._fields)]
    head, positions = (links[-1].number, links[-1].link), 0
    assert list(broken_chain(links, head)) == []
    for at in (3, 4):  # case 2, and the assessment of case 1
        for field in ("body", "previous", "hash", "link"):
            text = getattr(links[at], field)
            for place in range(len(text)):
                other = "0" if text[place] != "0" else "1"
                changed = links[at]._replace(**{field: text[:place] + other + text[place + 1 :]})
                assert any(broken_chain([*links[:at], changed, *links[at + 1 :]], head)), f"{field} {place}"
                positions += 1
    assert positions > 1800
