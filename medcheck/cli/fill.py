"""`medcheck fill`: write a filled application workbook from plain data."""

from __future__ import annotations

from pathlib import Path

import click

from medcheck.cli.base import Command, require_new, say
from medcheck.cli.pack_options import rules_option


@click.command("fill", cls=Command)
@click.argument("data", metavar="数据.yaml", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("-o", "--output", metavar="文件", type=click.Path(path_type=Path), required=True, help="写到哪个文件")
@click.option("--force", is_flag=True, help="文件已存在时覆盖")
@rules_option
def fill(data: Path, output: Path, force: bool) -> None:
    """用数据文件填写申请表，供测试、演示和其他系统导入。

    \b
    数据文件的写法见 medcheck schema clinic、hospital、pharmacy。
    示例：
      medcheck fill 申请.yaml -o 申请.xlsx
    """
    from medcheck.blank.fill import fill_file

    require_new(output, force=force)
    fill_file(data, output)
    say(f"已填写申请表：{output}")
