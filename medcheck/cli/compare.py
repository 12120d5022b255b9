"""`medcheck compare`: what changed between two results of one facility."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from medcheck.cli.base import EXIT_FOUND, Command, say
from medcheck.cli.paths import UserPath

_RESULT = click.Path(exists=True, dir_okay=False, path_type=Path)
_FORMATS = ("text", "json", "html")
_SUFFIXES = {".json": "json", ".html": "html", ".htm": "html"}


@click.command("compare", cls=Command)
@click.argument("first", metavar="前一次.json", type=_RESULT)
@click.argument("second", metavar="后一次.json", type=_RESULT)
@click.option(
    "-o", "--output", metavar="文件", type=UserPath(dir_okay=False, path_type=Path), help="写到文件；默认显示在屏幕上"
)
@click.option(
    "--format",
    "chosen",
    metavar="格式",
    type=click.Choice(_FORMATS),
    help="text（文字）、json、html；默认按 -o 的文件名，否则为文字",
)
def compare(first: Path, second: Path, output: Path | None, chosen: str | None) -> int:
    """比较同一机构的两次评估结果：已解决、新出现、变差、仍未解决和其他变化，附两次的数值、界限和单元格；
    并列出改动的单元格：要求更正的哪些已改动、哪些没有，另外改动了哪些。

    用于再次提交的申请（规则相同），也用于规则或解释口径的变更（申请表相同），并写明两次的依据有何不同。

    \b
    示例：
      medcheck compare 首次.json 再次.json
      medcheck compare 首次.json 再次.json -o 比较.html
      medcheck compare 默认口径.json 另一口径.json --format json > 比较.json

    退出码：0 没有新出现或变差的；1 有新出现或变差的；2 用法不对；3 不能比较（不是同一机构、结果被改动过等）。
    """
    from medcheck.assessment.compare.compare_runs import compare as run
    from medcheck.disk import write_whole
    from medcheck.report.compare.comparison_file import comparison_to_json
    from medcheck.report.compare.comparison_lines import comparison_text
    from medcheck.report.page.render_page import comparison_to_html
    from medcheck.report.record.json_file import read_result

    comparison = run(read_result(first), read_result(second))
    form = chosen or (_SUFFIXES.get(output.suffix.lower(), "text") if output else "text")
    if form == "html":
        text = comparison_to_html(comparison)
    elif form == "json":
        text = comparison_to_json(comparison)
    else:
        text = comparison_text(comparison, 80 if output else shutil.get_terminal_size().columns)
    if output is None:
        say(text, nl=False)
    else:
        write_whole(output, text.encode("utf-8"), "比较结果")
        say(f"比较：{output}（{comparison.sentence}）")
    return EXIT_FOUND if comparison.found else 0
