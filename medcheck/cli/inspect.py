"""`medcheck inspect`: write the site-visit sheet of an application."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from medcheck.cli.base import EXIT_FOUND, Command, require_new, say
from medcheck.cli.options import as_of_option, headings_option, judged_by_option, lists_option, reading_option
from medcheck.cli.pack_options import rules_option
from medcheck.errors import MedcheckError
from medcheck.shown import file_name

if TYPE_CHECKING:  # loaded only when a sheet is made
    from medcheck.assess import Options

_PATH = click.Path(path_type=Path)


@click.command("inspect", cls=Command)
@click.argument("file", metavar="申请.xlsx或文件夹", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="勘验表.xlsx或文件夹",
    type=_PATH,
    required=True,
    help="写到哪个文件；文件夹的写到哪个文件夹",
)
@click.option("--case", metavar="案件.yaml或文件夹", type=_PATH, help="案件文件：日期、登记核查；文件夹的为案件文件夹")
@as_of_option
@judged_by_option
@rules_option
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
) -> int:
    """生成现场勘验表，供打印、现场填写后录入。

    \b
    示例：
      medcheck inspect 申请.xlsx -o 勘验表.xlsx
      medcheck inspect 申请.xlsx --case 案件.yaml --as-of 2019-11-25 -o 勘验表.xlsx
      medcheck inspect 申请 --case 案件 -o 新勘验表
      填好后：
      medcheck assess 申请.xlsx --inspection 勘验表.xlsx --case 案件.yaml --stage evaluation

    勘验表只用于这一份申请表；申请表更正后应重新生成。

    给出文件夹的，为其中每份申请表各生成一份；不能生成的写明原因，其余照常。已有的勘验表不覆盖，除非用 --force。

    退出码：0 已写出；1 有不能生成的；2 用法不对；3 不能生成；4 程序缺陷。
    """
    from medcheck.assess import Options
    from medcheck.batch.worker_limits import limited
    from medcheck.engine.session import Engine
    from medcheck.visit.make_sheet import write_visit

    day = as_of.date() if as_of else None
    options = Options(as_of=day, pack=pack, readings=readings, lists=lists, headings=headings)
    if file.is_dir():
        return _folder(file, output, options, case, force=force)
    if output.suffix.lower() != ".xlsx" or output.is_dir():
        raise click.BadParameter(f"文件名应以 .xlsx 结尾，现为“{output.name}”", param_hint="-o")
    if case and case.is_dir():
        raise click.BadParameter("一份申请表应给一个案件文件，现为文件夹", param_hint="--case")
    require_new(output, force=force)
    with limited(file_name(file)):
        points = write_visit(file, options._replace(case=case), Engine(), output)
    say(f"勘验表：{output}（{sum(len(point.lines) for point in points)} 项）")
    return 0


def _folder(folder: Path, output: Path, options: Options, cases: Path | None, *, force: bool) -> int:
    """Write the sheets of a folder, and say what became of each application."""
    from medcheck.batch.run_batch import with_case
    from medcheck.batch.scan import scan
    from medcheck.batch.worker_limits import limited
    from medcheck.engine.session import Engine
    from medcheck.visit.make_sheets import SheetWanted, write_sheets

    if output.suffix.lower() == ".xlsx" or output.is_file():
        raise click.BadParameter("一个文件夹的勘验表应写到文件夹", param_hint="-o")
    if options.lists:
        raise click.UsageError("--list 只用于一份申请表；多份时请逐份生成")
    if cases and not cases.is_dir():
        raise click.BadParameter("一个文件夹的申请表应给案件文件夹，现为文件", param_hint="--case")
    listing = scan(folder, output)
    wanted = [SheetWanted(job.name, job.path, with_case(options, cases, job, folder)) for job in listing.jobs]
    made, failed = 0, len(listing.refused)
    with limited(folder.name):
        for sheet in write_sheets(wanted, output, Engine(), force=force):
            if sheet.problems:
                failed += 1
                say(f"  没有生成 {sheet.name}：{sheet.problems[0].text}。{sheet.problems[0].mend}")
            else:
                made += 1
                say(f"  勘验表：{sheet.output}（{sheet.items} 项）")
    for refused in listing.refused:
        say(f"  没有生成 {refused.name}：{refused.why}")
    say(f"共生成 {made} 份{f'，{failed} 份没有生成' if failed else ''}。")
    if not made:
        return MedcheckError.exit_code
    return EXIT_FOUND if failed else 0
