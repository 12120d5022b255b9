"""`medcheck compare --pack A --pack B`: what changes for applicants under the rules of another pack."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import click

from medcheck.assess import Options
from medcheck.assessment.compare.pack_comparison import PackComparison
from medcheck.batch.scan import scan
from medcheck.batch.worker_limits import limited
from medcheck.cli.base import EXIT_FOUND, say
from medcheck.compare_under import compare_under
from medcheck.disk import write_whole
from medcheck.engine.session import Engine
from medcheck.errors import MedcheckError
from medcheck.report.compare.pack_comparison_text import pack_comparison_text, pack_comparisons_to_json
from medcheck.shown import file_name


def compare_by_packs(path: Path, packs: tuple[str, str], options: Options, output: Path | None, form: str) -> int:
    """Compare one workbook or a folder of them under two packs, show or write it; return the exit code.

    One workbook that cannot be assessed is an error; of a folder it is told, and the others go on.
    """
    if form == "html":
        raise click.UsageError("按两个规则包比较的结果写成 text 或 json")
    made: list[PackComparison] = []
    refused: list[tuple[str, str]] = []
    engine = Engine()
    if not path.is_dir():
        with limited(file_name(path)):
            made.append(compare_under(path, *packs, options, engine))
    else:
        listing = scan(path, path)
        refused += [(other.name, other.why) for other in listing.refused]
        for job in listing.jobs:
            try:
                with limited(job.name):
                    made.append(compare_under(job.path, *packs, options, engine))
            except MedcheckError as error:
                refused.append((job.name, error.problems[0].text))
    _show(made, refused, output, form)
    if not made:
        return MedcheckError.exit_code
    return EXIT_FOUND if refused or any(each.found for each in made) else 0


def _show(made: Sequence[PackComparison], refused: Sequence[tuple[str, str]], output: Path | None, form: str) -> None:
    if form == "json":
        text = pack_comparisons_to_json(made, refused)
    else:
        columns = 80 if output else shutil.get_terminal_size().columns
        text = "\n".join(pack_comparison_text(each, columns) for each in made)
        text += "".join(f"没有比较 {name}：{why}\n" for name, why in refused)
    if output is None:
        say(text, nl=False)
        return
    write_whole(output, text.encode("utf-8"), "比较结果")
    for each in made:
        say(f"{each.second.workbook}：{each.sentence}")
    for name, why in refused:
        say(f"没有比较 {name}：{why}", err=True)
    say(f"比较：{output}")
