"""`medcheck form`: write a blank application workbook."""

from __future__ import annotations

from pathlib import Path

import click

from medcheck.cli.base import Command, require_new, say
from medcheck.cli.pack_options import pack_option, rules_option


@click.command("form", cls=Command)
@click.argument("type_", metavar="类型")
@click.option("-o", "--output", metavar="文件", type=click.Path(path_type=Path), required=True, help="写到哪个文件")
@pack_option("为哪个规则包制作；不写则是各规则包共用的")
@rules_option
@click.option("--force", is_flag=True, help="文件已存在时覆盖")
def form(type_: str, output: Path, pack: str, force: bool) -> None:
    """生成空白申请表。类型：clinic（定点门诊）、hospital（定点医院）、pharmacy（零售药店）。

    \b
    示例：
      medcheck form clinic -o 申请.xlsx
      medcheck form hospital -o 申请.xlsx
      medcheck form pharmacy -o 申请.xlsx
      medcheck form clinic --pack national-2021 -o 申请.xlsx
    """
    from medcheck.blank.blank import write_blank
    from medcheck.form.form import load_form, qualified

    require_new(output, force=force)
    made = load_form(qualified(type_, pack))
    if pack:
        from medcheck.rulebook.shelf import require_serves

        require_serves(pack, type_)
    write_blank(made, output)
    say(f"已生成空白申请表：{output}{f'（为规则包 {pack} 制作）' if pack else ''}")
