"""`medcheck register`: make a register, look whether it is as it was written, move it, and say who works with it."""

from __future__ import annotations

import uuid
from datetime import datetime
from pathlib import Path

import click

from medcheck.cli.base import EXIT_FOUND, CommandGroup, print_problems, require_new, say
from medcheck.cli.register_options import as_option, moment_of, now, open_register, register_options


@click.group("register", cls=CommandGroup)
def register() -> None:
    """登记册：init 建立，verify 核验，rebuild 重做列表，export 导出（备份），import 导入（恢复、换数据库），people 人员。"""


@register.command("init")
@register_options
def init(database: str, files: str) -> None:
    """建立登记册；已有的，先自动备份，再升级到本版本。

    \b
    示例：
      medcheck register init
      medcheck register init --database 新.sqlite3

    PostgreSQL：--database postgresql://用户:密码@主机/数据库
    """
    opened = open_register(database, files, make=True)
    from medcheck.register.migrate import bring_up_to_date

    say(f"登记册：{opened.shown}    文件：{opened.files}")
    for line in bring_up_to_date(now()):
        say(line)


@register.command("verify")
@register_options
def verify_register(database: str, files: str) -> int:
    """核验登记册：校验链、文书编号、文件、触发器、列表，是否与登记时一样。不改动任何内容。

    \b
    示例：
      medcheck register verify
    """
    open_register(database, files, checked=False)
    from medcheck.register.register_check import check_register

    checked = check_register()
    say(f"{checked.events} 条事件，{checked.cases} 个案件，{checked.files} 个文件；末尾校验值 {checked.link or '无'}")
    if checked.problems:
        print_problems(checked.problems)
        say(f"【不成立】{len(checked.problems)} 处与登记时不同。")
        return EXIT_FOUND
    say("【成立】校验链、文书编号、文件、触发器和列表都与登记时一样。")
    return 0


@register.command("rebuild")
@register_options
def rebuild_rows(database: str, files: str) -> None:
    """由事件重新生成案件、文书编号和定点名单的列表（例如补充放假安排之后）。

    \b
    示例：
      medcheck register rebuild
    """
    open_register(database, files)
    from medcheck.register.record import rebuild_all

    say(f"已由事件重新生成 {rebuild_all()} 个案件的列表。")


@register.command("export")
@register_options
@click.option(
    "-o",
    "--output",
    metavar="文件.zip",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="写到哪个文件",
)
@click.option("--force", is_flag=True, help="覆盖已有的文件")
def export_register(database: str, files: str, output: Path, *, force: bool) -> None:
    """导出整个登记册（事件、人员、文件）为一个 zip：备份、恢复、换数据库都用它；可以在他人办理时进行。

    \b
    示例：
      medcheck register export -o 备份.zip
    """
    open_register(database, files)
    from medcheck.register.move import export_to

    require_new(output, force=force)
    told = export_to(output)
    say(f"已导出 {told.events} 条事件、{told.files} 个文件：{output}    末尾校验值 {told.link}")


@register.command("import")
@register_options
@click.argument("file", metavar="备份.zip", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_register(database: str, files: str, file: Path) -> None:
    """把导出的登记册导入一个空的登记册（先 init），核验全部校验链。

    \b
    示例：
      medcheck register import 备份.zip --database 空.sqlite3 --files 空.files
    """
    open_register(database, files)
    from medcheck.register.move import import_from

    told = import_from(file)
    say(f"已导入 {told.events} 条事件、{told.files} 个文件，校验链成立；末尾校验值 {told.link}")


@register.command("erase")
@register_options
@click.option(
    "--before", metavar="日期", type=click.DateTime(formats=["%Y-%m-%d"]), required=True, help="在这一天以前办结的案件"
)
@click.option("--reason", metavar="依据", required=True, help="保存期限的规定")
@as_option
def erase(database: str, files: str, before: datetime, reason: str, name: str) -> None:
    """清除已过保存期限的文件（申请表、结果、扫描件）；事件和校验值保留，校验链仍然成立。不能恢复，先备份。

    例如 --before 2020-01-01 --reason 档案保管期限十年：清除 2020 年以前办结、没有待办的案件的文件。
    """
    open_register(database, files)
    from medcheck.register.erase import erase_before

    erased = erase_before(before.date(), reason, moment_of(name))
    say(f"已清除 {erased.cases} 个案件的 {erased.files} 个文件，并记入登记册。")


@register.command("sweep")
@register_options
def sweep_files(database: str, files: str) -> None:
    """清理没有任何事件使用的文件（中途停止的写入留下的）；最近一天的不动。

    \b
    示例：
      medcheck register sweep
    """
    open_register(database, files)
    from medcheck.register.erase import sweep

    say(f"已清理 {sweep(now())} 个文件。")


@register.command("key")
@click.option(
    "-o",
    "--output",
    metavar="文件",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="私钥写到哪个文件",
)
def make_signing_key(output: Path) -> None:
    """生成签名用的密钥：私钥（只有本人能读）和旁边的公钥（.pub，交给要核验档案的人）。

    \b
    示例：
      medcheck register key -o 签名私钥.pem
    """
    from medcheck.archive.sign import PUBLIC_END, make_key

    told = make_key(output)
    say(f"私钥：{output}（不要外传，另存一份在保险柜里）")
    say(f"公钥：{output}{PUBLIC_END}    指纹：{told}")


@register.group("people", cls=CommandGroup)
def people() -> None:
    """人员：list 列出，add 登记或改变角色，leave 离开并移交案件。"""


@people.command("list")
@register_options
def list_people(database: str, files: str) -> None:
    """列出登记册里的人员和角色。

    \b
    示例：
      medcheck register people list
    """
    open_register(database, files)
    from medcheck.casework.procedure import ROLE_WORDS
    from medcheck.register.models import Person

    for person in Person.objects.order_by("-active", "name"):
        words = "、".join(ROLE_WORDS.get(role, role) for role in person.roles.split(","))
        say(f"{person.name}  {words}{'' if person.active else '（已离开）'}")


@people.command("add")
@register_options
@click.argument("person", metavar="姓名")
@click.option(
    "--role",
    "roles",
    metavar="角色",
    multiple=True,
    required=True,
    help="clerk 经办、inspector 勘验、reviewer 评审、head 负责人、authority 行政、auditor 审计、administrator 管理员；可写几次",
)
@as_option
def add_person(database: str, files: str, person: str, roles: tuple[str, ...], name: str) -> None:
    """登记一名人员，或改变其角色。小机构一人可以有几个角色。

    \b
    示例：
      medcheck register people add 王芳 --role clerk
      medcheck register people add 赵敏 --role head --role inspector
    """
    open_register(database, files)
    from medcheck.register.officers import ADD, keeper, person_values
    from medcheck.register.record import of_register, record_plain

    event = of_register(ADD, person_values(person, roles), keeper(name), now().isoformat(), title="登记人员")
    record_plain(event, uuid.uuid4().hex)
    say(f"已登记：{person}（{'、'.join(roles)}）")


@people.command("leave")
@register_options
@click.argument("person", metavar="姓名")
@click.option("--to", "successor", metavar="姓名", default="", help="把未办结的案件移交给谁")
@as_option
def leave(database: str, files: str, person: str, successor: str, name: str) -> None:
    """一名人员离开：未办结的案件移交给他人，此后不能再以其姓名办理。

    \b
    示例：
      medcheck register people leave 王芳 --to 李明 --as 赵敏
    """
    open_register(database, files)
    from medcheck.register.hand_over import leave_office

    count = leave_office(person, successor, moment_of(name))
    say(f"{person}已离开{f'，{count} 个案件移交给{successor}' if count else ''}。")
