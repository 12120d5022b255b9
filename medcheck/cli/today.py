"""`medcheck today`: what is due, for whom."""

from __future__ import annotations

from datetime import datetime

import click

from medcheck.cli.base import Command, say
from medcheck.cli.register_options import now, open_register, register_options


@click.command("today", cls=Command)
@register_options
@click.option("--on", metavar="日期", type=click.DateTime(formats=["%Y-%m-%d"]), help="按这一天；默认今天")
@click.option("--officer", metavar="姓名", default="", help="只列某人办理的")
def today(database: str, files: str, on: datetime | None, officer: str) -> None:
    """今天有哪些案件：期限已满、两个工作日内期满、等经办机构办理、等他人办理、签约以后待办。

    \b
    示例：
      medcheck today
      medcheck today --on 2019-11-27 --officer 王芳
    """
    open_register(database, files)
    from medcheck.register.case_lines import due_lines
    from medcheck.register.due import due_on, head_words, years_to_learn

    day = on.date() if on else now().date()
    say(f"{day}")
    for line in (*due_lines(due_on(day, officer)), *years_to_learn(day), head_words()):
        say(line)
