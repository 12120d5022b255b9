"""`medcheck assess`: assess application workbooks, print what was found, write the reports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from medcheck.assessment.model import Assessment
from medcheck.cli.base import EXIT_FOUND, Command, print_problems
from medcheck.errors import MedcheckError
from medcheck.verdict import STAGE_WORDS, Stage

if TYPE_CHECKING:  # loaded only when a file is assessed: the help page needs neither
    from medcheck.assess import Options
    from medcheck.engine.session import Engine

_FORMATS = ("html", "json", "xlsx", "pdf")  # as medcheck.report.files has them, which is loaded when a file is assessed
_STAGES = "、".join(f"{stage}（{word}）" for stage, word in STAGE_WORDS.items())


def read_formats(ctx: click.Context, param: click.Parameter, value: str) -> tuple[str, ...]:
    """Return the formats of an option, in its order."""
    names = tuple(name.strip() for name in value.split(",")) if value else ()
    wrong = [name for name in names if name not in _FORMATS]
    if wrong:
        raise click.BadParameter(f"没有格式“{wrong[0]}”，可用的格式为 {'、'.join(_FORMATS)}")
    return names


def read_readings(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> Mapping[str, str]:
    """Return the chosen options of readings by name."""
    return _pairs(value, "口径=选项，例如 three-months=next-day", "口径“{}”写了两次，只能选一个选项")


def _lists(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> Mapping[str, Path]:
    pairs = _pairs(value, "清单=文件，例如 人员花名册=名册.csv", "清单“{}”写了两次，只能给一个文件")
    return {name: Path(file) for name, file in pairs.items()}


def _pairs(value: tuple[str, ...], shape: str, twice: str) -> dict[str, str]:
    """Return `NAME=VALUE` options by name; raise BadParameter where one is of another shape or stands twice."""
    pairs = [text.split("=", 1) for text in value]
    if any(len(pair) != 2 for pair in pairs):
        raise click.BadParameter(f"应写成 {shape}")
    names = [pair[0] for pair in pairs]
    if again := next((name for name in names if names.count(name) > 1), ""):
        raise click.BadParameter(twice.format(again))
    return dict(pairs)


# Shared with the commands that look at an application in the same way.
reading_option = click.option(
    "--reading",
    "readings",
    metavar="口径=选项",
    multiple=True,
    callback=read_readings,
    help="改用另一解释口径，可多次使用",
)
lists_option = click.option(
    "--list",
    "lists",
    metavar="清单=文件",
    multiple=True,
    callback=_lists,
    help="清单另存为 .csv 的，例如 人员花名册=名册.csv；可多次使用",
)


@click.command("assess", cls=Command)
@click.argument("files", metavar="申请.xlsx…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", metavar="文件夹", type=click.Path(file_okay=False, path_type=Path), help="报告写到哪个文件夹"
)
@click.option(
    "--format",
    "formats",
    metavar="格式",
    callback=read_formats,
    default="",
    help="html、json、xlsx（带批注的申请表）、pdf，用逗号分隔；默认 html,json",
)
@click.option("--stage", metavar="阶段", type=click.Choice([s.value for s in Stage]), default="precheck", help=_STAGES)
@click.option(
    "--as-of", metavar="日期", type=click.DateTime(["%Y-%m-%d"]), help="评估日期；默认为案件文件所载日期或申请日期"
)
@click.option("--pack", metavar="规则包", default="", help="指定规则包；默认按申请日期选择")
@reading_option
@click.option(
    "--case",
    metavar="案件.yaml",
    type=click.Path(dir_okay=False, path_type=Path),
    help="案件文件：日期、登记核查、评审决定",
)
@click.option(
    "--catalogue",
    metavar="目录",
    type=click.Path(dir_okay=False, path_type=Path),
    help="医保药品目录（.xlsx 或 .csv），计算药店备药率",
)
@lists_option
@click.option(
    "--inspection",
    metavar="勘验表.xlsx",
    type=click.Path(dir_okay=False, path_type=Path),
    help="填好的现场勘验表（medcheck inspect 生成）",
)
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
    inspection: Path | None,
) -> int:
    """评估一份或多份申请表，给出结论；用 -o 写出报告。

    \b
    示例：
      medcheck assess 申请.xlsx
      medcheck assess 申请.xlsx -o 报告
      medcheck assess 申请.xlsx --format xlsx,pdf -o 报告
      medcheck assess 申请.xlsx --stage acceptance --case 案件.yaml -o 报告
      medcheck assess 申请.xlsx --reading three-months=next-day
      medcheck assess 药店.xlsx --catalogue 医保目录.xlsx
      medcheck assess 申请.xlsx --list 人员花名册=名册.csv
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
    options = Options(Stage(stage), day, pack, readings, case, catalogue, lists, inspection)
    engine, code = Engine(), 0
    for path in files:
        code = max(code, _one(path, options, engine, output=output, formats=formats, brief=len(files) > 1))
    return code


def _one(
    path: Path, options: Options, engine: Engine, *, output: Path | None, formats: tuple[str, ...], brief: bool
) -> int:
    """Assess one file, print and write; one that cannot be assessed costs itself only."""
    from medcheck.assess import assess as run
    from medcheck.report.files import DEFAULT_FORMATS, write_reports
    from medcheck.report.json_file import to_json

    try:
        assessment: Assessment = run(path, options, engine)
    except MedcheckError as error:
        print_problems(error.problems)
        return error.exit_code
    written: list[Path] = []
    unwritten: MedcheckError | None = None
    # The reports first: whoever closes the screen early still has them.
    if output is not None or set(formats) - {"json"}:
        wanted = formats or DEFAULT_FORMATS
        try:
            written += write_reports(assessment, output or Path("报告"), path.stem, wanted, original=path)
        except MedcheckError as error:
            unwritten = error
    if output is None and formats == ("json",):
        click.echo(to_json(assessment), nl=False)
    elif brief:
        click.echo(f"【{assessment.conclusion_word}】{path.name}：{assessment.sentence}")
    else:
        from medcheck.report.terminal import console, print_assessment

        print_assessment(assessment, console())
    for report in written:
        click.echo(f"  报告：{report}")
    if unwritten is not None:
        print_problems(unwritten.problems)
        return unwritten.exit_code
    return 0 if assessment.clear else EXIT_FOUND
