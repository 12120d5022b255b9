"""`medcheck compare`: what changed between two results of one facility, or under the rules of another pack."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from medcheck.cli.base import EXIT_FOUND, Command, say
from medcheck.cli.options import as_of_option, stage_option
from medcheck.cli.pack_options import pack_id, rules_option
from medcheck.verdict import Stage

if TYPE_CHECKING:  # loaded only when two results are compared
    from medcheck.assessment.compare.cell_texts import Texts
    from medcheck.assessment.model.assessment_model import Assessment

_PATH = click.Path(exists=True, path_type=Path)
_WORKBOOK = click.Path(exists=True, dir_okay=False, path_type=Path)
_FORMATS = ("text", "json", "html")
_SUFFIXES = {".json": "json", ".html": "html", ".htm": "html"}


@click.command("compare", cls=Command)
@click.argument("files", metavar="前一次.json 后一次.json（或 申请.xlsx）", nargs=-1, required=True, type=_PATH)
@click.option("--pack", "packs", metavar="规则包", multiple=True, help="写两次：前一个和后一个规则包（编号或文件夹）")
@rules_option
@stage_option
@as_of_option
@click.option(
    "-o", "--output", metavar="文件", type=click.Path(dir_okay=False, path_type=Path), help="写到文件；默认显示在屏幕上"
)
@click.option(
    "--format",
    "chosen",
    metavar="格式",
    type=click.Choice(_FORMATS),
    help="text（文字）、json、html（两次结果的比较）；默认按 -o 的文件名，否则为文字",
)
@click.option(
    "--workbooks",
    nargs=2,
    metavar="首次.xlsx 再次.xlsx",
    type=_WORKBOOK,
    help="两次的申请表：改动的单元格逐格写出改前、改后的内容（不写的，只写结果中引用过的）",
)
def compare(
    files: tuple[Path, ...],
    packs: tuple[str, ...],
    stage: str,
    as_of: datetime | None,
    output: Path | None,
    chosen: str | None,
    workbooks: tuple[Path, Path] | None,
) -> int:
    """比较同一机构的两次评估结果：已解决、新出现、变差、仍未解决和其他变化，附两次的数值、界限和单元格；
    并列出改动的单元格：要求更正的哪些已改动、哪些没有，另外改动了哪些。

    用于再次提交的申请（规则相同），也用于规则或解释口径的变更（申请表相同），并写明两次的依据有何不同。

    写两个 --pack 的，比较一份申请表（或一个文件夹的申请表）按两个规则包评估有何不同：新增的妨碍、不再妨碍的、
    判定不同的，同一事项的条款放在一起。

    \b
    示例：
      medcheck compare 首次.json 再次.json
      medcheck compare 首次.json 再次.json -o 比较.html
      medcheck compare 首次.json 再次.json --workbooks 首次.xlsx 再次.xlsx
      medcheck compare 默认口径.json 另一口径.json --format json > 比较.json
      medcheck compare --pack liaocheng-2019 --pack national-2021 申请.xlsx

    退出码：0 没有新出现或变差的；1 有新出现或变差的；2 用法不对；3 不能比较（不是同一机构、结果被改动过等）。
    """
    form = chosen or (_SUFFIXES.get(output.suffix.lower(), "text") if output else "text")
    if packs:
        from medcheck.assess import Options
        from medcheck.cli.compare_packs import compare_by_packs

        if len(packs) != 2 or len(files) != 1:
            raise click.UsageError("按规则包比较的，写两个 --pack 和一份申请表（或一个文件夹）")
        first, second = map(pack_id, packs)
        options = Options(Stage(stage), as_of.date() if as_of else None)
        return compare_by_packs(files[0], (first, second), options, output, form)
    if len(files) != 2 or any(file.is_dir() for file in files):
        raise click.UsageError("写两份评估结果（.json）；按两个规则包比较一份申请表的，加上两个 --pack")
    return _compare_results((files[0], files[1]), output, form, workbooks)


def _compare_results(
    files: tuple[Path, Path], output: Path | None, form: str, workbooks: tuple[Path, Path] | None
) -> int:
    """Compare two results, show or write what changed, and return the exit code."""
    from medcheck.assessment.compare.compare_runs import compare as run
    from medcheck.disk import write_whole
    from medcheck.report.compare.comparison_file import comparison_to_json
    from medcheck.report.compare.comparison_lines import comparison_text
    from medcheck.report.page.render_page import comparison_to_html
    from medcheck.report.record.json_file import read_result

    results = read_result(files[0]), read_result(files[1])
    comparison = run(*results, _texts(results, workbooks) if workbooks else None)
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


def _texts(results: tuple[Assessment, Assessment], workbooks: tuple[Path, Path]) -> tuple[Texts, Texts]:
    """Return what the cells of both workbooks say; raise MedcheckError for one that is not that of its result."""
    from medcheck.assessment.compare.cell_texts import workbook_texts
    from medcheck.batch.worker_limits import limited
    from medcheck.intake.read_application import read_application
    from medcheck.shown import file_name

    texts = []
    for result, path in zip(results, workbooks, strict=True):
        headings = result.options.headings if result.options else ()
        with limited(file_name(path)):
            application = read_application(path, headings=dict(heading.rsplit("=", 1) for heading in headings))
        texts.append(workbook_texts(result, application))
    return texts[0], texts[1]
