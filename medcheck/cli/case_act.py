"""`medcheck case receive`, `do`, `open`: what people do with cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from medcheck.cli.base import EXIT_FOUND, Command, print_problems, say
from medcheck.cli.register_options import as_option, moment_of, now, open_register, register_options
from medcheck.errors import MedcheckError
from medcheck.shown import file_name

if TYPE_CHECKING:  # loaded only when a register is opened
    from medcheck.casework.case_event import CaseEvent
    from medcheck.register.acts import Receipt

_DAY = click.DateTime(formats=["%Y-%m-%d"])
_ANSWERS = {"ignore_unknown_options": True, "allow_extra_args": False}
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".et", ".ods")


@click.command("receive", cls=Command)
@register_options
@click.argument("paths", metavar="申请.xlsx…", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--on", metavar="日期", type=_DAY, help="收到日期；默认今天")
@click.option("--agency", metavar="机构", default="", help="受理机构；默认申请表所写的")
@click.option("--site", metavar="地址", default="", help="经营地址；默认申请表所写的")
@click.option(
    "--channel", metavar="方式", default="窗口", type=click.Choice(["窗口", "邮寄", "网上"]), help="提交方式；默认 窗口"
)
@click.option("--originals", metavar="材料", multiple=True, help="已核对的原件；可写几次")
@click.option("--pack", metavar="规则包", default="", help="指定规则包；默认按地方和收到日期选定")
@as_option
def receive(
    database: str,
    files: str,
    paths: tuple[Path, ...],
    on: datetime | None,
    agency: str,
    site: str,
    channel: str,
    originals: tuple[str, ...],
    pack: str,
    name: str,
) -> int:
    """收件：每份申请工作簿立一个案件；也可以写文件夹。已经收过的同一份文件不再收。

    \b
    示例：
      medcheck case receive 申请.xlsx --on 2019-11-18 --as 王芳
      medcheck case receive 申请 --on 2019-11-18 --as 王芳
    """
    open_register(database, files)
    from medcheck.register.acts import Receipt

    day = on.date() if on else now().date()
    receipt = Receipt(day, agency, site, channel, originals, pack)
    refused = sum(not _received(path, receipt, name) for path in _workbooks(paths))
    return EXIT_FOUND if refused else 0


def _received(path: Path, receipt: Receipt, name: str) -> bool:
    """Receive one workbook and say so; one that cannot be received costs itself only."""
    from medcheck.batch.worker_limits import limited
    from medcheck.register.acts import receive as receive_application

    moment = moment_of(name)
    try:
        with limited(file_name(path)):
            event = receive_application(path, receipt, moment)
    except MedcheckError as error:
        print_problems(error.problems)
        return False
    paper = f"    {event.numbered}" if event.numbered else ""
    say(f"案件 {event.case}：{event.subject.name or file_name(path)}，{receipt.on}收件{paper}")
    return True


def _workbooks(paths: tuple[Path, ...]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.iterdir() if file.suffix.lower() in _WORKBOOKS)
        else:
            yield path


@click.command("do", cls=Command, context_settings=_ANSWERS, options_metavar="[选项]")
@register_options
@click.argument("number", metavar="[编号]", type=int, required=False)
@click.argument("action", metavar="[步骤]", required=False)
@click.argument("answers", metavar="--项目 内容…", nargs=-1, type=click.UNPROCESSED)
@click.option("--on", metavar="日期", type=_DAY, help="没有另外写明的日期都按这一天")
@click.option(
    "--from",
    "sheet",
    metavar="工作簿",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="填好的工作簿（medcheck case sheet 生成），一次办理一批",
)
@click.option("--seen", metavar="版本", type=int, help="您看到的案件有几条事件；其后有人办理过的不写入")
@as_option
def do(
    database: str,
    files: str,
    number: int | None,
    action: str | None,
    answers: tuple[str, ...],
    on: datetime | None,
    sheet: Path | None,
    seen: int | None,
    name: str,
) -> int:
    """办理一个步骤。有哪些步骤、各需要哪些项目，见 medcheck case show。

    另有 correct（更正一条事件）、void（撤销最后一条）、hand-over（移交）。

    \b
    示例：
      medcheck case do 1 accept --accepted_on 2019-11-20 --as 王芳
      medcheck case do 1 record-answers --on 2019-11-20 --answers under_investigation=否@协议管理系统 --as 王芳
      medcheck case do 1 correct --event 1 --received_on 2019-11-15 --reason 日期录入有误 --as 王芳
      medcheck case do 2 void --event 2 --reason 办错了案件 --as 赵敏
      medcheck case do --from 答复.xlsx --as 王芳
    """
    if sheet is None and (number is None or action is None):
        raise click.UsageError("应写明案件编号和步骤；一批的，用 --from 写明工作簿")
    if sheet and (number is not None or action or answers):
        raise click.UsageError("--from 时不写案件编号和步骤，它们在工作簿里")
    open_register(database, files)
    if sheet:
        return _from_sheet(sheet, name)
    assert number is not None
    assert action is not None
    from medcheck.register.acts import do_step
    from medcheck.register.mend import do_built_in, is_built_in

    typed = typed_pairs(answers)
    day = f"{on:%Y-%m-%d}" if on else ""
    if is_built_in(action):
        event = do_built_in(number, action, typed, moment_of(name), version=seen)
    else:
        event = do_step(number, action, typed, moment_of(name), day=day, version=seen)
    _told(event)
    return 0


def _from_sheet(path: Path, name: str) -> int:
    """Record what a workbook says, and say of each row what became of it."""
    from medcheck.casework.case_event import CaseEvent
    from medcheck.register.batch_sheet import record_sheet

    refused = 0
    for made in record_sheet(path, moment_of(name)):
        if isinstance(made, CaseEvent):
            _told(made)
        else:
            print_problems(made)
            refused += 1
    return EXIT_FOUND if refused else 0


@click.command("open", cls=Command, context_settings=_ANSWERS, options_metavar="[选项]")
@register_options
@click.argument("procedure", metavar="程序")
@click.argument("action", metavar="步骤")
@click.argument("answers", metavar="--项目 内容…", nargs=-1, type=click.UNPROCESSED)
@click.option(
    "--of",
    "facilities",
    metavar="信用代码",
    multiple=True,
    help="哪一家定点机构：信用代码、名称或其案件编号；可写几次；“全部”为名单中现有的各家",
)
@click.option("--on", metavar="日期", type=_DAY, help="没有另外写明的日期都按这一天")
@as_option
def open_case(
    database: str,
    files: str,
    procedure: str,
    action: str,
    answers: tuple[str, ...],
    facilities: tuple[str, ...],
    on: datetime | None,
    name: str,
) -> None:
    """另立案件：change 变更、annual-review 年度审核、exit 退出、supervision 监督（写明定点机构），round 批次，agreement-text 协议文本。

    \b
    示例：
      medcheck case open round open-round --on 2019-11-20 --name 2019年第四批 --agency 东昌府区医疗保险经办机构 --as 王芳
      medcheck case open exit wish --of 3 --on 2019-12-02 --request 扫描件.pdf --as 王芳
    """
    open_register(database, files)
    from medcheck.register.acts import begin
    from medcheck.register.facilities import facilities_of

    day = f"{on:%Y-%m-%d}" if on else ""
    rows = facilities_of(facilities, on.date() if on else now().date())
    for event in begin(procedure, action, rows, typed_pairs(answers), moment_of(name), day):
        _told(event)


def _told(event: CaseEvent) -> None:
    paper = f"    文书编号：{event.numbered}" if event.numbered else ""
    state = f"，现为“{event.effects.state_title}”" if event.effects.state_title else ""
    say(f"案件 {event.case} 第 {event.seq} 条：{event.effects.title}（{event.day}）{state}{paper}")


def typed_pairs(answers: tuple[str, ...]) -> Mapping[str, list[str]]:
    """Return what was typed as `--KEY VALUE` or `--KEY=VALUE`; a key that stands twice has both values."""
    typed: dict[str, list[str]] = {}
    rest = list(answers)
    while rest:
        word = rest.pop(0)
        if not word.startswith("--") or word == "--":
            raise click.UsageError(f"应写成 --项目 内容，现为“{word}”")
        key, sign, value = word.removeprefix("--").partition("=")
        if not sign:
            if not rest:
                raise click.UsageError(f"选项“--{key}”缺少值")
            value = rest.pop(0)
        typed.setdefault(key.replace("-", "_"), []).append(value)
    return typed
