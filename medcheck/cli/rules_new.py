"""`medcheck rules new`: the skeleton of a rule pack."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from medcheck.cli.base import Command, say
from medcheck.cli.options import day_of_option
from medcheck.cli.pack_options import pack_id, rules_option

_TYPES = ("hospital", "clinic", "pharmacy")


@click.command("new", cls=Command)
@click.argument("name", metavar="编号")
@rules_option
@click.option(
    "-o",
    "--output",
    metavar="文件夹",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="放规则包的文件夹，规则包写在其中与编号同名的文件夹里",
)
@click.option("--title", metavar="标题", required=True, help="规定的标题")
@click.option("--number", metavar="文号", required=True, help="规定的文号")
@click.option("--issuer", metavar="机关", required=True, help="发布机关")
@click.option("--region", metavar="代码", multiple=True, required=True, help="适用地区的 6 位行政区划代码，可多次使用")
@day_of_option("--from", help="施行日期", required=True)
@day_of_option("--to", help="有效期的最后一日；没有规定的不写")
@click.option(
    "--type", "types", metavar="类型", multiple=True, type=click.Choice(_TYPES), help="只适用于哪类机构，可多次使用"
)
@click.option("--base", metavar="规则包", default="", help="在哪个规则包（上一级规定）之上；只写增加和不同的")
@click.option(
    "--tables",
    metavar="规则包",
    default="liaocheng-2019",
    help="职称、科室、药品等名称表照抄自哪个规则包；默认 liaocheng-2019，在另一个规则包之上的用它的",
)
def new(
    name: str,
    output: Path,
    title: str,
    number: str,
    issuer: str,
    region: tuple[str, ...],
    types: tuple[str, ...],
    base: str,
    tables: str,
    **days: datetime | None,
) -> None:
    """写出一个新规则包的骨架：pack.yaml、条款、口径、一节规则、用例和名称表，可以直接通过 rules check，再逐条改成规定的内容。

    \b
    示例：
      medcheck rules new dongshan-2027 -o 我的规则 --title 东山规定 --number 3号 --issuer 东山县 --region 990101 --from 2027-01-01
    """
    from medcheck.rulebook.new_pack import PackHead, new_pack_files
    from medcheck.rulebook.shelf import pack_folder
    from medcheck.rulebook.write_pack import require_pack_name, write_pack

    first, last = days["from"], days["to"]
    assert first is not None
    require_pack_name(name)
    above = pack_id(base)
    if above:
        pack_folder(above)
    head = PackHead(name, title, number, issuer, region, first.date(), last.date() if last else None, types, above)
    files = new_pack_files(head, None if above else pack_folder(pack_id(tables)))
    write_pack(output / name, files)
    say(f"已写出规则包的骨架：{output / name}（{len(files)} 个文件）")
    say(f"检查：medcheck rules check --rules {output}")
