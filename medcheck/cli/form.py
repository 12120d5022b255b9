"""`medcheck form`: write a blank application workbook."""

from __future__ import annotations

from pathlib import Path

import click

from medcheck.cli.base import Command, require_new, say
from medcheck.cli.chinese_names import kind_name
from medcheck.cli.paths import UserPath


@click.command("form", cls=Command)
@click.argument("type_", metavar="类型")
@click.option("-o", "--output", metavar="文件", type=UserPath(path_type=Path), required=True, help="写到哪个文件")
@click.option("--force", is_flag=True, help="文件已存在时覆盖")
def form(type_: str, output: Path, force: bool) -> None:
    """生成空白申请表。类型：门诊（clinic）、医院（hospital）、药店（pharmacy），写中文名或英文名均可。

    \b
    示例：
      medcheck form 门诊 -o 申请.xlsx
      medcheck form hospital -o 申请.xlsx
      medcheck form pharmacy -o 申请.xlsx
    """
    from medcheck.blank.blank import write_blank
    from medcheck.form.form import load_form

    require_new(output, force=force)
    write_blank(load_form(kind_name(type_)), output)
    say(f"已生成空白申请表：{output}")
