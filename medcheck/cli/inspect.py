"""`medcheck inspect`: write the site-visit sheet of an application."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import click

from medcheck.cli.base import Command, require_new, say
from medcheck.cli.options import as_of_option, headings_option, lists_option, pack_option, reading_option
from medcheck.shown import file_name

_FILE = click.Path(dir_okay=False, path_type=Path)


def _output(ctx: click.Context, param: click.Parameter, value: Path) -> Path:
    if value.suffix.lower() != ".xlsx":
        raise click.BadParameter(f"文件名应以 .xlsx 结尾，现为“{value.name}”")
    return value


@click.command("inspect", cls=Command)
@click.argument("file", metavar="申请.xlsx", type=click.Path(path_type=Path))
@click.option("-o", "--output", metavar="勘验表.xlsx", type=_FILE, required=True, callback=_output, help="写到哪个文件")
@click.option("--case", metavar="案件.yaml", type=_FILE, help="案件文件：日期、登记核查")
@as_of_option
@pack_option
@reading_option
@lists_option
@headings_option
@click.option("--force", is_flag=True, help="文件已存在时覆盖")
def inspect(
    file: Path,
    output: Path,
    case: Path | None,
    as_of: datetime | None,
    pack: str,
    readings: Mapping[str, str],
    lists: Mapping[str, Path],
    headings: Mapping[str, str],
    force: bool,
) -> None:
    """生成现场勘验表，供打印、现场填写后录入。

    \b
    示例：
      medcheck inspect 申请.xlsx -o 勘验表.xlsx
      medcheck inspect 申请.xlsx --case 案件.yaml --as-of 2019-11-25 -o 勘验表.xlsx
      填好后：
      medcheck assess 申请.xlsx --inspection 勘验表.xlsx --case 案件.yaml --stage evaluation

    勘验表只用于这一份申请表；申请表更正后应重新生成。

    退出码：0 已写出；2 用法不对；3 不能生成；4 程序缺陷。
    """
    from medcheck.assess import Options
    from medcheck.batch.worker_limits import limited
    from medcheck.engine.session import Engine
    from medcheck.visit.make_sheet import write_visit

    require_new(output, force=force)
    day = as_of.date() if as_of else None
    options = Options(as_of=day, pack=pack, readings=readings, case=case, lists=lists, headings=headings)
    with limited(file_name(file)):
        points = write_visit(file, options, Engine(), output)
    say(f"勘验表：{output}（{sum(len(point.lines) for point in points)} 项）")
