"""Makes the tables of a register, and brings those of an earlier version up to this one, a backup first."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from medcheck.register.connect import opened, pending_migrations, refuse, told
from medcheck.register.insert_only import lay_triggers, missing_triggers
from medcheck.register.models import StoredEvent


def bring_up_to_date(at: datetime) -> Iterator[str]:
    """Make what is missing of the register, and yield a line for each thing that was done.

    Raises RegisterError for a register that a newer program wrote.
    """
    plan, unknown = pending_migrations()
    if unknown:
        text = f"登记册由更新版本的程序写成（{unknown[0]}），本程序不能使用"
        raise refuse(opened().shown, text, "用更新版本的 medcheck 打开；没有改动任何内容")
    there = StoredEvent._meta.db_table in connection.introspection.table_names()
    if plan and there:
        yield f"升级之前已备份：{_back_up(at)}"
    if plan:
        migrate()
        yield "已升级到本版本。" if there else "已建立。先登记人员：medcheck register people add 王芳 --role clerk"
    elif lost := missing_triggers():
        lay_triggers()
        yield f"已恢复保护事件的触发器：{'、'.join(lost)}"
    else:
        yield "已是本版本的登记册，没有改动。"


def migrate() -> None:
    """Make what is missing of the tables; the triggers are laid after it."""
    with told():
        call_command("migrate", interactive=False, verbosity=0, stdout=io.StringIO())


def _back_up(at: datetime) -> Path:
    """Back the register up beside its files: the events and the files, which are all that cannot be made again."""
    from medcheck.register.move import export_to

    path = opened().files.parent / f"升级前备份-{at:%Y%m%d-%H%M%S}.zip"
    export_to(path)
    return path
