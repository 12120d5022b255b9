"""`medcheck assess`: assess application workbooks, print what was found, write the reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import click

from medcheck.assessment.model.assessment_model import Assessment
from medcheck.cli.base import EXIT_FOUND, Command, print_problems, say
from medcheck.cli.options import (
    as_of_option,
    catalogue_option,
    formats_option,
    headings_option,
    judged_by_option,
    lists_option,
    reading_option,
    stage_option,
)
from medcheck.cli.pack_options import rules_option
from medcheck.cli.paths import UserPath, joined, require_there
from medcheck.errors import MedcheckError
from medcheck.shown import file_name
from medcheck.verdict import Stage

Shown = Literal["line", "brief", "whole", "next"]


class Wanted(NamedTuple):
    """What is wanted of each assessment: where to write which faces, whether a mended copy, how much on the screen."""

    output: Path | None
    formats: tuple[str, ...]
    fix: bool
    shown: Shown


if TYPE_CHECKING:  # loaded only when a file is assessed: the help page needs neither
    from medcheck.assess import Options
    from medcheck.engine.session import Engine


@click.command("assess", cls=Command)
@click.argument("files", metavar="申请.xlsx…", nargs=-1, required=True, type=UserPath(path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="文件夹",
    type=UserPath(file_okay=False, path_type=Path),
    help="报告写到哪个文件夹；只写 --format 的写在申请表旁边",
)
@formats_option
@stage_option
@as_of_option
@judged_by_option
@rules_option
@reading_option
@click.option(
    "--case",
    metavar="案件.yaml",
    type=UserPath(dir_okay=False, path_type=Path),
    help="案件文件：日期、登记核查、评审决定",
)
@catalogue_option
@lists_option
@headings_option
@click.option(
    "--inspection",
    metavar="勘验表.xlsx",
    type=UserPath(dir_okay=False, path_type=Path),
    help="填好的现场勘验表（medcheck inspect 生成）",
)
@click.option("--fix", is_flag=True, help="把确定无疑的更正写入一份副本（-已改.xlsx），并列出改了什么、没改什么")
@click.option("--next", "guided", is_flag=True, help="只列出接下来最该填的几格；结论已经确定的，写明为什么")
@click.option("-v", "--verbose", is_flag=True, help="在屏幕上列出全部判定、依据和校验值")
def assess(
    files: tuple[Path, ...],
    output: Path | None,
    formats: tuple[str, ...],
    stage: str,
    as_of: datetime | None,
    pack: str,
    readings: Mapping[str, str],
    case: Path | None,
    catalogue: Path | None,
    lists: Mapping[str, Path],
    headings: Mapping[str, str],
    inspection: Path | None,
    *,
    fix: bool,
    guided: bool,
    verbose: bool,
) -> int:
    """评估一份或多份申请表，给出结论；用 -o 写出报告。

    \b
    示例：
      medcheck assess 申请.xlsx
      medcheck assess 申请.xlsx -o 报告
      medcheck assess 申请.xlsx --verbose
      medcheck assess 申请.xlsx --format xlsx,pdf -o 报告
      medcheck assess 申请.xlsx --fix
      medcheck assess 申请.xlsx --next
      medcheck assess 申请.xlsx --stage acceptance --case 案件.yaml -o 报告
      medcheck assess 申请.xlsx --reading three-months=next-day
      medcheck assess 药店.xlsx --catalogue 医保目录.xlsx
      medcheck assess 申请.xlsx --list 人员花名册=名册.csv
      medcheck assess 申请.xlsx --heading 人员性质=用工形式
      medcheck assess 申请.xlsx --inspection 勘验表.xlsx --case 案件.yaml --stage evaluation
      medcheck assess 申请.xlsx --format json > 结果.json

    退出码：0 没有妨碍；1 有需要处理的事项；2 用法不对；3 不能评估；4 程序缺陷。
    """
    from medcheck.assess import Options
    from medcheck.engine.session import Engine

    files = joined(files)
    if lists and len(files) > 1:
        raise click.UsageError("--list 只用于一份申请表；多份时请逐份评估")
    if inspection and len(files) > 1:
        raise click.UsageError("--inspection 只用于一份申请表；多份时请逐份评估")
    day = as_of.date() if as_of else None
    options = Options(Stage(stage), day, pack, readings, case, catalogue, lists, inspection, headings, date.today())
    shown: Shown = "next" if guided else "line" if len(files) > 1 else "whole" if verbose else "brief"
    wanted = Wanted(output, formats, fix, shown)
    engine, code = Engine(), 0
    for path in files:
        code = max(code, _one(path, options, engine, wanted))
    return code


def _one(path: Path, options: Options, engine: Engine, wanted: Wanted) -> int:
    """Assess one file, print and write; one that cannot be assessed costs itself only."""
    from medcheck.assess import assess as run
    from medcheck.batch.worker_limits import limited

    try:
        require_there(path)
        with limited(file_name(path)):
            assessment: Assessment = run(path, options, engine)
    except MedcheckError as error:
        print_problems(error.problems)
        return error.exit_code
    written: list[Path] = []
    unwritten: MedcheckError | None = None
    try:  # the files first: whoever closes the screen early still has them
        written += _write(path, assessment, wanted)
    except MedcheckError as error:
        unwritten = error
    _show(path, assessment, wanted, written)
    if unwritten is not None:
        print_problems(unwritten.problems)
        return unwritten.exit_code
    return 0 if assessment.clear else EXIT_FOUND


def _write(path: Path, assessment: Assessment, wanted: Wanted) -> Iterator[Path]:
    """Write what is wanted, beside the workbook unless told where, and yield each file."""
    from medcheck.intake.certain_fixes import certain_fixes
    from medcheck.intake.read_application import read_application
    from medcheck.report.faces import DEFAULT_FACES
    from medcheck.report.fixed_copy import fixed_copy
    from medcheck.report.report_files import own_stem, write_fixed, write_reports

    folder = wanted.output or path.parent
    if wanted.output is not None or set(wanted.formats) - {"json"}:
        faces = wanted.formats or DEFAULT_FACES
        yield from write_reports(assessment, folder, own_stem(path.stem), faces, original=path)
    if wanted.fix:
        fixes = certain_fixes(read_application(path))
        yield from write_fixed(fixed_copy(path, fixes, assessment), folder, path)


def _show(path: Path, assessment: Assessment, wanted: Wanted, written: Sequence[Path]) -> None:
    from medcheck.assessment.result_text import to_json

    if wanted.output is None and wanted.formats == ("json",):
        say(to_json(assessment), nl=False)
    elif wanted.shown == "next":
        from medcheck.report.text.guide import guide_lines

        say("\n".join(guide_lines(assessment)))
    elif wanted.shown == "line":
        say(f"【{assessment.conclusion_word}】{file_name(path)}：{assessment.sentence}")
    else:
        from medcheck.report.text.brief import print_brief
        from medcheck.report.text.terminal import console, print_assessment

        if wanted.shown == "whole":
            print_assessment(assessment, console())
        else:
            print_brief(assessment, console(), is_written=bool(written))
    for report in written:
        say(f"  {_word_of(report)}：{report}")


def _word_of(path: Path) -> str:
    """Return what a written file is called."""
    from medcheck.report.report_files import FIXED_END, LIST_END

    ends = {FIXED_END.removesuffix(".xlsx"): "改好的副本", LIST_END.removesuffix(".txt"): "改动清单"}
    return next((word for end, word in ends.items() if end in path.name), "报告")
