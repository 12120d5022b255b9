"""`medcheck case assess`: assess cases by what the register knows of them, and record what they come to."""

from __future__ import annotations

from pathlib import Path

import click

from medcheck.cli.base import EXIT_FOUND, Command, print_problems, say
from medcheck.cli.register_options import as_option, moment_of, open_register, register_options
from medcheck.errors import MedcheckError


@click.command("assess", cls=Command)
@register_options
@click.argument("numbers", metavar="编号…", nargs=-1, type=int)
@click.option("--stage", metavar="阶段", default="", help="评估阶段；默认案件所等待的")
@click.option(
    "-o", "--output", metavar="文件夹", type=click.Path(file_okay=False, path_type=Path), help="另写出网页和数据"
)
@as_option
def assess_cases(
    database: str, files: str, numbers: tuple[int, ...], stage: str, output: Path | None, name: str
) -> int:
    """评估案件并记录结论；不写编号的，评估全部等待评估的案件。

    \b
    示例：
      medcheck case assess 1 --as 王芳
      medcheck case assess -o 报告 --as 王芳
    """
    open_register(database, files)
    from medcheck.engine.session import Engine
    from medcheck.register.assess_case import waiting_cases

    engine, failed = Engine(), 0
    for number in numbers or waiting_cases():
        failed += not _assessed(number, stage, output, name, engine)
    return EXIT_FOUND if failed else 0


def _assessed(number: int, stage: str, output: Path | None, name: str, engine: object) -> bool:
    """Assess one case, say what it came to, and write its reports; one that cannot be assessed costs itself only."""
    from medcheck.engine.session import Engine
    from medcheck.register.assess_case import assess_case
    from medcheck.report.faces import DEFAULT_FACES
    from medcheck.report.report_files import write_reports

    assert isinstance(engine, Engine)
    try:
        made = assess_case(number, stage, moment_of(name), engine)
        say(f"案件 {number}：{made.assessment.stage_word}，结论“{made.assessment.conclusion_word}”")
        if output:
            for path in write_reports(made.assessment, output, f"案件{number}", DEFAULT_FACES):
                say(f"  {path}")
    except MedcheckError as error:
        print_problems(error.problems)
        return False
    return True
