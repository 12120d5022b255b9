"""What every command on a register takes: which one, and who acts. Opens it, and says so where the component is missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from medcheck.errors import MedcheckError, Place, Problem

if TYPE_CHECKING:  # loaded only when a register is opened: the help page needs no Django
    from medcheck.register.acts import Moment
    from medcheck.register.connect import Opened

_ZONE = ZoneInfo("Asia/Shanghai")

_database = click.option(
    "--database",
    metavar="登记册",
    default="",
    envvar="MEDCHECK_DATABASE",
    help="登记册：SQLite 文件，或 postgresql://…；默认当前文件夹的 登记册.sqlite3（环境变量 MEDCHECK_DATABASE）",
)
_files = click.option(
    "--files",
    metavar="文件夹",
    default="",
    envvar="MEDCHECK_FILES",
    help="登记册的文件放在哪里；默认与登记册同名、以 .files 结尾的文件夹（环境变量 MEDCHECK_FILES）",
)
as_option = click.option(
    "--as",
    "name",
    metavar="姓名",
    default="",
    envvar="MEDCHECK_AS",
    help="由谁办理；登记册里只有一人的不必写。不是登录：谁能打开登记册，谁就能写任何人的姓名",
)


def register_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say which register it works on."""
    return _database(_files(command))


def now() -> datetime:
    """Return the moment in the office's zone: in UTC it is still yesterday until eight o'clock."""
    return datetime.now(_ZONE)


def open_register(database: str, files: str, *, make: bool = False, checked: bool = True) -> Opened:
    """Open a register for a command; raise MedcheckError where it cannot be, with how to mend it.

    Not `checked`, it is opened whatever is wrong with it, so that what is wrong can be told in full.
    """
    try:
        from medcheck.register.connect import connect, require_current, require_tables
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in ("django", "psycopg", "asgiref", "sqlparse"):
            raise
        text, mend = "没有安装登记册的组件", "运行 pip install 'medcheck[office]' 后重试"
        raise MedcheckError([Problem(Place("登记册"), text, mend)]) from error
    opened = connect(database, files=files, make=make)
    if not make:
        (require_current if checked else require_tables)()
    return opened


def moment_of(name: str) -> Moment:
    """Return who acts now; the register is open."""
    from medcheck.register.acts import Moment
    from medcheck.register.officers import colleague

    return Moment(colleague(name), now())
