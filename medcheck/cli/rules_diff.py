"""`medcheck rules diff`: what two packs ask differently."""

from __future__ import annotations

from pathlib import Path

import click

from medcheck.cli.base import EXIT_FOUND, Command, say
from medcheck.cli.pack_options import pack_id, rules_option

_FORMATS = ("md", "json")


@click.command("diff", cls=Command)
@click.argument("first", metavar="前者")
@click.argument("second", metavar="后者")
@rules_option
@click.option(
    "-o", "--output", metavar="文件", type=click.Path(dir_okay=False, path_type=Path), help="写到文件；默认显示在屏幕上"
)
@click.option(
    "--format",
    "chosen",
    metavar="格式",
    type=click.Choice(_FORMATS),
    help="md（Markdown）、json；默认按 -o 的文件名，否则为 md",
)
def diff(first: str, second: str, output: Path | None, chosen: str | None) -> int:
    """对照两个规则包（编号或文件夹）：增加、去掉的规则，改动的要求和界限、适用范围、后果、判定者和解释口径。

    \b
    示例：
      medcheck rules diff liaocheng-2019 liaocheng-2021
      medcheck rules diff liaocheng-2019 national-2021 -o 对照.md
      medcheck rules diff liaocheng-2019 national-2021 --format json

    退出码：0 没有不同；1 有不同；2 用法不对；3 没有这个规则包，或它有错误。
    """
    from medcheck.disk import write_whole
    from medcheck.report.rules.pack_diff import pack_diff
    from medcheck.report.rules.pack_diff_text import diff_to_json, diff_to_markdown
    from medcheck.rulebook.shelf import shipped_pack

    made = pack_diff(shipped_pack(pack_id(first)), shipped_pack(pack_id(second)))
    is_json = chosen == "json" or (chosen is None and output is not None and output.suffix.lower() == ".json")
    text = diff_to_json(made) if is_json else diff_to_markdown(made)
    if output is None:
        say(text, nl=False)
    else:
        write_whole(output, text.encode(), "规则对照")
        say(f"已写出规则对照：{output}")
    return EXIT_FOUND if made.found else 0
