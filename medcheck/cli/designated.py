"""`medcheck designated`: the list of designated facilities."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from medcheck.cli.base import CommandGroup, require_new, say
from medcheck.cli.register_options import as_option, moment_of, now, open_register, register_options
from medcheck.disk import write_whole


@click.group("designated", cls=CommandGroup)
def designated() -> None:
    """定点名单：list 列出、写出供公布，import 登记在登记册建立以前定点的机构。"""


@designated.command("list")
@register_options
@click.option("--on", metavar="日期", type=click.DateTime(formats=["%Y-%m-%d"]), help="这一天的名单；默认今天")
@click.option("--all", "ended", is_flag=True, help="已终止、已期满的也列出")
@click.option(
    "-o", "--output", metavar="文件", type=click.Path(dir_okay=False, path_type=Path), help="写成 .csv、.xlsx 或 .html"
)
@click.option("--force", is_flag=True, help="覆盖已有的文件")
def list_designated(
    database: str, files: str, on: datetime | None, output: Path | None, *, ended: bool, force: bool
) -> None:
    """定点医药机构名单：自何日、至何日、协议、变更、年度审核、终止。

    \b
    示例：
      medcheck designated list
      medcheck designated list -o 名单.csv
      medcheck designated list -o 名单.html
    """
    open_register(database, files)
    from medcheck.register.case_lines import table_lines
    from medcheck.register.designated_list import as_csv, as_page, as_workbook, brief_rows, designated_rows

    day = on.date() if on else now().date()
    rows = designated_rows(day, ended=ended)
    if output:
        end = output.suffix.lower()
        if end not in (".csv", ".xlsx", ".html"):
            raise click.BadParameter("文件名应以 .csv、.xlsx、.html 结尾", param_hint="-o")
        require_new(output, force=force)
        content = as_page(rows, day) if end == ".html" else as_csv(rows) if end == ".csv" else as_workbook(rows)
        write_whole(output, content, "名单")
        say(f"已写出 {len(rows)} 家：{output}")
        return
    for line in table_lines(list(brief_rows(rows))):
        say(line)
    say(f"共 {len(rows)} 家。")


@designated.command("import")
@register_options
@click.argument("path", metavar="名单.xlsx", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_option
def import_designated(database: str, files: str, path: Path, name: str) -> None:
    """登记在登记册建立以前定点的机构（.xlsx 或 .csv），以便变更、年度审核和退出。

    第一行应有：机构名称、统一社会信用代码、地址、类型（定点医院、定点门诊、定点零售药店）、协议编号、协议起始日、协议终止日；可有等级、县区。

    \b
    示例：
      medcheck designated import 又一批.csv --as 赵敏
    """
    open_register(database, files)
    from medcheck.register.facilities import import_facilities

    made = import_facilities(path, moment_of(name))
    say(f"已登记 {len(made)} 家。")


@designated.command("figures")
@register_options
@click.option(
    "-o", "--output", metavar="文件", type=click.Path(dir_okay=False, path_type=Path), help="写成 .csv 或 .xlsx"
)
@click.option("--force", is_flag=True, help="覆盖已有的文件")
def figures(database: str, files: str, output: Path | None, *, force: bool) -> None:
    """统计：每个程序的每个步骤，按县区和月份各办理多少件，到这一步平均用了多少天。

    \b
    示例：
      medcheck designated figures
      medcheck designated figures -o 统计.xlsx
    """
    open_register(database, files)
    from medcheck.register.case_lines import table_lines
    from medcheck.register.step_figures import HEADS, figures_csv, figures_workbook, step_figures

    rows = step_figures()
    if output:
        faces = {".csv": figures_csv, ".xlsx": figures_workbook}
        if output.suffix.lower() not in faces:
            raise click.BadParameter(f"文件名应以 {'、'.join(faces)} 结尾", param_hint="-o")
        require_new(output, force=force)
        write_whole(output, faces[output.suffix.lower()](rows), "统计")
        say(f"已写出 {len(rows)} 行：{output}")
        return
    for line in table_lines([HEADS, *rows]):
        say(line)
