"""`medcheck assess`: assess application workbooks, print what was found, write the reports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

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
from medcheck.errors import MedcheckError
from medcheck.shown import file_name
from medcheck.verdict import Stage

Shown = Literal["line", "brief", "whole"]

if TYPE_CHECKING:  # loaded only when a file is assessed: the help page needs neither
    from medcheck.assess import Options
    from medcheck.engine.session import Engine


@click.command("assess", cls=Command)
@click.argument("files", metavar="申请.xlsx…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", metavar="文件夹", type=click.Path(file_okay=False, path_type=Path), help="报告写到哪个文件夹"
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
    type=click.Path(dir_okay=False, path_type=Path),
    help="案件文件：日期、登记核查、评审决定",
)
@catalogue_option
@lists_option
@headings_option
@click.option(
    "--inspection",
    metavar="勘验表.xlsx",
    type=click.Path(dir_okay=False, path_type=Path),
    help="填好的现场勘验表（medcheck inspect 生成）",
)
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
    verbose: bool,
) -> int:
    """评估一份或多份申请表，给出结论；用 -o 写出报告。

    \b
    示例：
      medcheck assess 申请.xlsx
      medcheck assess 申请.xlsx -o 报告
      medcheck assess 申请.xlsx --verbose
      medcheck assess 申请.xlsx --format xlsx,pdf -o 报告
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

    if lists and len(files) > 1:
        raise click.UsageError("--list 只用于一份申请表；多份时请逐份评估")
    if inspection and len(files) > 1:
        raise click.UsageError("--inspection 只用于一份申请表；多份时请逐份评估")
    day = as_of.date() if as_of else None
    options = Options(Stage(stage), day, pack, readings, case, catalogue, lists, inspection, headings, date.today())
    shown: Shown = "line" if len(files) > 1 else "whole" if verbose else "brief"
    engine, code = Engine(), 0
    for path in files:
        code = max(code, _one(path, options, engine, output=output, formats=formats, shown=shown))
    return code


def _one(
    path: Path, options: Options, engine: Engine, *, output: Path | None, formats: tuple[str, ...], shown: Shown
) -> int:
    """Assess one file, print and write; one that cannot be assessed costs itself only."""
    from medcheck.assess import assess as run
    from medcheck.assessment.result_text import to_json
    from medcheck.batch.worker_limits import limited
    from medcheck.report.faces import DEFAULT_FACES
    from medcheck.report.report_files import write_reports

    try:
        with limited(file_name(path)):
            assessment: Assessment = run(path, options, engine)
    except MedcheckError as error:
        print_problems(error.problems)
        return error.exit_code
    written: list[Path] = []
    unwritten: MedcheckError | None = None
    # The reports first: whoever closes the screen early still has them.
    if output is not None or set(formats) - {"json"}:
        wanted = formats or DEFAULT_FACES
        try:
            written += write_reports(assessment, output or Path("报告"), path.stem, wanted, original=path)
        except MedcheckError as error:
            unwritten = error
    if output is None and formats == ("json",):
        say(to_json(assessment), nl=False)
    elif shown == "line":
        say(f"【{assessment.conclusion_word}】{file_name(path)}：{assessment.sentence}")
    else:
        from medcheck.report.text.brief import print_brief
        from medcheck.report.text.terminal import console, print_assessment

        (print_assessment if shown == "whole" else print_brief)(assessment, console())
    for report in written:
        say(f"  报告：{report}")
    if unwritten is not None:
        print_problems(unwritten.problems)
        return unwritten.exit_code
    return 0 if assessment.clear else EXIT_FOUND
