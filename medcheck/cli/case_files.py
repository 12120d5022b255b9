"""`medcheck case export` and `case archive`: a case taken out of the register."""

from __future__ import annotations

from pathlib import Path

import click

from medcheck.cli.base import Command, require_new, say
from medcheck.cli.register_options import as_option, now, open_register, register_options
from medcheck.disk import write_whole


@click.command("sheet", cls=Command)
@register_options
@click.argument("actions", metavar="步骤…", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    metavar="文件.xlsx",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="写到哪个文件",
)
@click.option("--batch", metavar="批次", default="", help="只写某一批次的案件")
@click.option("--force", is_flag=True, help="覆盖已有的文件")
@as_option
def write_sheet(
    database: str, files: str, actions: tuple[str, ...], output: Path, batch: str, name: str, *, force: bool
) -> None:
    """把一个或几个步骤写成工作簿：现在可以办理的每个案件一行（登记核查和认定每个问题一行），有下拉选项。

    填好以后用 medcheck case do --from 读回；有一格读不懂就什么也不写，逐格说明。空着的行不办理。

    \b
    示例：
      medcheck case sheet record-answers record-decisions -o 新答复.xlsx --as 王芳
    """
    open_register(database, files)
    from medcheck.register.batch_sheet import sheet_for
    from medcheck.register.officers import colleague

    require_new(output, force=force)
    content, count = sheet_for(actions, colleague(name), now().date(), batch)
    write_whole(output, content, "工作簿")
    say(f"已写出 {count} 行：{output}")


@click.command("export", cls=Command)
@register_options
@click.argument("number", metavar="编号", type=int)
@click.option(
    "-o",
    "--output",
    metavar="文件夹",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="写到哪个文件夹",
)
def export_one(database: str, files: str, number: int, output: Path) -> None:
    """把一个案件的材料写成文件：案件文件、每次提交的申请表、评估结果、扫描件。

    \b
    示例：
      medcheck case export 1 -o 案件1
    """
    open_register(database, files)
    from medcheck.register.make_archive import export_case

    for path in export_case(number, output):
        say(path)


@click.command("archive", cls=Command)
@register_options
@click.argument("number", metavar="编号", type=int)
@click.option(
    "-o",
    "--output",
    metavar="文件.zip",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="写到哪个文件",
)
@click.option(
    "--key",
    metavar="私钥",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="签名用的私钥；签名写在旁边的 .sig 文件",
)
@click.option("--force", is_flag=True, help="覆盖已有的文件")
def archive_one(database: str, files: str, number: int, output: Path, key: Path | None, *, force: bool) -> None:
    """把一个案件做成档案：全部事件、材料、评估结果和当时的规则，用 medcheck verify 核验，不需要登记册。

    \b
    示例：
      medcheck case archive 1 -o 案件1.zip
    """
    open_register(database, files)
    from medcheck.archive.sign import SIGNATURE_END, sign
    from medcheck.register.make_archive import archive_of

    beside = output.with_name(output.name + SIGNATURE_END)
    for path in (output, beside) if key else (output,):
        require_new(path, force=force)
    content = archive_of(number)
    signature = sign(content, key) if key else None
    write_whole(output, content, "档案")
    say(output)
    if signature:
        write_whole(beside, signature, "签名")
        say(beside)
