"""Opens a register: a SQLite file, or a PostgreSQL database by its URL. Refuses what would lose data, and says why."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from django.db import DatabaseError, OperationalError, connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from medcheck.errors import MedcheckError, Place, Problem
from medcheck.register.insert_only import missing_triggers
from medcheck.shown import file_name

DEFAULT_FILE = "登记册.sqlite3"
_SQLITE_SECONDS = 30
_NETWORK = ("nfs", "cifs", "smb", "9p", "fuse.")
_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL"


class RegisterError(MedcheckError):
    """A register that cannot be opened, read or written; whoever keeps it can mend it."""


class Opened(NamedTuple):
    """A register that is open: what messages call it, the folder of its files, and its file where it is one."""

    shown: str
    files: Path
    path: Path | None


_opened: list[Opened] = []  # none or the one that is open: Django knows one database of a name


def opened() -> Opened:
    """Return the register that is open."""
    return _opened[0]


def refuse(place: str, text: str, mend: str) -> RegisterError:
    """Return the error of one problem."""
    return RegisterError([Problem(Place(place), text, mend)])


def connect(url: str = "", *, files: str = "", make: bool = False) -> Opened:
    """Open a register and return it; an empty URL is a file in the current folder, which only `make` may make.

    Raises RegisterError for a URL nobody can read, a file that is not there, and a network drive.
    """
    place, settings = _postgres(url) if "://" in url and not url.startswith("sqlite") else _sqlite(url, make=make)
    for old in connections.all(initialized_only=True):
        old.close()
    known = connections.configure_settings({"default": settings})
    connections.settings["default"] = known["default"]
    with suppress(AttributeError):  # none was open
        del connections["default"]
    folder = Path(files) if files else place.files
    _opened[:] = [place._replace(files=folder)]
    with told():
        connection.ensure_connection()
    return opened()


def require_current() -> None:
    """Refuse a register of another version of the program, and one that lost the triggers that keep its events."""
    plan, unknown = pending_migrations()
    if unknown:
        text = f"登记册由更新版本的程序写成（{unknown[0]}），本程序不能使用"
        raise refuse(opened().shown, text, "用更新版本的 medcheck 打开；没有改动任何内容")
    if plan:
        require_tables()
        raise refuse(opened().shown, "登记册是较早版本的程序建立的", "运行 medcheck register init，先自动备份，再升级")
    if lost := missing_triggers():
        text = f"保护事件的触发器不在：{'、'.join(lost)}"
        raise refuse(
            opened().shown, text, "可能有人动过数据库：运行 medcheck register verify 核验，再运行 register init 恢复"
        )


def require_tables() -> None:
    """Refuse a database in which no register was ever made."""
    with told():
        if "event" not in connection.introspection.table_names():
            raise refuse(opened().shown, "还不是登记册", "先运行 medcheck register init 建立登记册")


def pending_migrations() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the migrations that are still to be made, and those of the database that this program does not know."""
    with told():
        return _plan()


def _plan() -> tuple[tuple[str, ...], tuple[str, ...]]:
    executor = MigrationExecutor(connection)
    known = set(executor.loader.disk_migrations)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    unknown = [f"{app}.{name}" for app, name in executor.loader.applied_migrations if (app, name) not in known]
    return tuple(str(migration) for migration, _ in plan), tuple(sorted(unknown))


@contextmanager
def told() -> Iterator[None]:
    """Raise what a database refuses as a sentence that says what is right."""
    try:
        yield
    except OperationalError as error:
        raise refuse(opened().shown, *_why(str(error))) from error
    except DatabaseError as error:
        if "只能增加" in str(error):
            raise refuse(opened().shown, "事件只能增加，不能修改、删除", "用更正（correct）或撤销（void）") from error
        if "file is not a database" in str(error) or "malformed" in str(error):
            raise refuse(opened().shown, "不是登记册，或者文件已经损坏", "核对文件名；已损坏的，从备份恢复") from error
        raise


@contextmanager
def writing() -> Iterator[None]:
    """Do what is inside whole or not at all, one writer at a time: the register's own lock is the caller's to take.

    Before a SQLite file the writers stand in a queue: left to its own waiting, one of eight busy ones got no turn in 30 s.
    """
    with _in_turn(), told(), transaction.atomic(durable=True):
        yield


@contextmanager
def _in_turn() -> Iterator[None]:
    """Wait for the turn at a SQLite file; a writer that is killed leaves the queue by itself."""
    path = opened().path
    if path is None:
        yield
        return
    with path.with_suffix(".lock").open("w") as queue:
        fcntl.flock(queue, fcntl.LOCK_EX)
        yield


@contextmanager
def reading() -> Iterator[None]:
    """Read one state of the register, whatever others write meanwhile, and without holding them up."""
    level = " ISOLATION LEVEL REPEATABLE READ READ ONLY" if connection.vendor == "postgresql" else ""
    with told(), connection.cursor() as cursor:
        cursor.execute(f"BEGIN{level}")  # not `atomic`, which on SQLite waits for writers
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _why(text: str) -> tuple[str, str]:
    """Return in Chinese why a database refused, and how to mend it."""
    known = (
        ("locked", f"登记册被占用超过{_SQLITE_SECONDS}秒，没有写入", "稍后重试；一直如此的，看看是否有程序停在那里"),
        ("disk is full", "磁盘已满，没有写入", "清理磁盘后重试"),
        ("readonly", "登记册是只读的，没有写入", "检查文件和文件夹的权限"),
        ("unable to open", "不能打开登记册", "检查文件和文件夹的权限"),
        ("does not exist", "没有这个数据库", "先在 PostgreSQL 中建立空的数据库，再运行 medcheck register init"),
        ("authentication failed", "用户名或密码不对", "核对 --database 的地址"),
        ("onnection", "不能连接数据库", "核对 --database 的地址，看看数据库是否已经启动"),
    )
    return next(((told_, mend) for word, told_, mend in known if word in text), (f"数据库拒绝了：{text}", "检查数据库"))


def _sqlite(url: str, *, make: bool) -> tuple[Opened, dict[str, Any]]:
    path = Path(url.removeprefix("sqlite:///") or DEFAULT_FILE)
    name = file_name(path)
    if not make and not path.is_file():
        mend = "先运行 medcheck register init 建立登记册；已有的，用 --database 写明文件"
        raise refuse(name, "没有这个登记册", mend)
    if drive := _network_drive(path):
        text = f"登记册放在网络盘（{drive}）上：几台机器同时写会损坏它"
        raise refuse(name, text, "放在本机磁盘上；几台机器共用的，改用 PostgreSQL（--database postgresql://…）")
    options = {"transaction_mode": "IMMEDIATE", "timeout": _SQLITE_SECONDS, "init_command": _PRAGMAS}
    settings = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": options}
    return Opened(name, path.with_suffix(".files"), path), settings


def _postgres(url: str) -> tuple[Opened, dict[str, Any]]:
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        mend = "写成 postgresql://用户:密码@主机/数据库，或一个 SQLite 文件的名称"
        raise refuse("--database", "看不懂数据库的地址", mend)
    given = dict(parse_qsl(parts.query))
    settings = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": given.pop("user", unquote(parts.username or "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": given.pop("host", parts.hostname or ""),
        "PORT": given.pop("port", str(parts.port or "")),
        "OPTIONS": given,
    }
    name = settings["NAME"]
    return Opened(f"PostgreSQL 数据库 {name}", Path(f"{name}.files"), None), settings


def _network_drive(path: Path) -> str:
    """Return the kind of the network drive on which a path lies, empty for a disk of this machine."""
    table = Path("/proc/self/mountinfo")
    if not table.is_file():
        return ""
    device = os.stat(path if path.exists() else path.absolute().parent).st_dev
    number = f"{os.major(device)}:{os.minor(device)}"
    for line in table.read_text(encoding="utf-8", errors="replace").splitlines():
        fields, _, rest = line.partition(" - ")
        if fields.split()[2] == number and rest.startswith(_NETWORK):
            return rest.split()[0]
    return ""
