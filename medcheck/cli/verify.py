"""`medcheck verify`: assess again, and say whether every finding of a report still stands."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from medcheck.cli.base import EXIT_FOUND, Command, say
from medcheck.cli.options import lists_option
from medcheck.shown import file_name

if TYPE_CHECKING:
    from medcheck.verify import Verified

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_WIDEST = 100


@click.command("verify", cls=Command)
@click.argument("report", metavar="报告", type=_FILE)
@click.option("--workbook", metavar="申请.xlsx", type=_FILE, required=True, help="报告所评估的申请表")
@click.option("--case", metavar="案件.yaml", type=_FILE, help="评估时使用的案件文件")
@click.option("--catalogue", metavar="目录", type=_FILE, help="评估时使用的医保药品目录")
@click.option("--inspection", metavar="勘验表.xlsx", type=_FILE, help="评估时使用的现场勘验表")
@lists_option
def verify(
    report: Path,
    workbook: Path,
    case: Path | None,
    catalogue: Path | None,
    inspection: Path | None,
    lists: Mapping[str, Path],
) -> int:
    """核验报告（.json 或 .html）：按报告记录的选项重新评估申请表，逐项核对认定是否仍然成立。

    同时核对报告是否被改动过，申请表、规则包、案件文件、目录和清单是否就是当时的文件。
    程序版本不同只作说明，认定都成立的仍为成立。

    \b
    示例：
      medcheck verify 报告/申请.json --workbook 申请.xlsx
      medcheck verify 报告/申请.html --workbook 申请.xlsx --case 案件.yaml
      medcheck verify 药店.html --workbook 药店.xlsx --catalogue 医保目录.xlsx

    退出码：0 全部成立；1 有不成立的；2 用法不对；3 不能核验（报告不能识别、缺少文件等）。
    """
    from medcheck.batch.worker_limits import limited
    from medcheck.engine.session import Engine
    from medcheck.report.record.recorded import read_recorded
    from medcheck.verify import Files
    from medcheck.verify import verify as run

    with limited(file_name(workbook)):
        verified = run(read_recorded(report), Files(workbook, case, catalogue, lists, inspection), Engine())
    columns = min(shutil.get_terminal_size().columns, _WIDEST)
    for line in _lines(verified, report.name, columns):
        say(line)
    return 0 if verified.stands else EXIT_FOUND


def _lines(verified: Verified, name: str, columns: int) -> Iterator[str]:
    """Yield what a reader needs: whether it stands, what the report rests on, each finding that does not."""
    from medcheck.report.compare.comparison_lines import change_lines, labelled

    gone = len(verified.changes)
    if verified.stands:
        yield from labelled("【成立】", f"{name}：{verified.total} 项认定全部成立，报告没有被改动。", columns, label=10)
    else:
        text = f"{gone} 项认定与重新计算的不同" if gone else f"{verified.total} 项认定与重新计算的相同"
        yield from labelled("【不成立】", f"{name}：{text}。", columns, label=12)
    for text in verified.altered:
        yield from labelled("改动", text, columns)
    for difference in verified.differing:
        yield from labelled("依据", f"{difference.word}不是当时的：", columns)
        yield from labelled("报告", difference.first, columns, indent=8, label=6)
        yield from labelled("现为", difference.second, columns, indent=8, label=6)
    if verified.others:
        yield from labelled("其他", f"与重新计算的不同：{'、'.join(verified.others)}", columns)
    for text in verified.told:
        yield from labelled("说明", text, columns)
    if gone:
        yield ""
        yield from labelled("", "不成立的认定（“前”为报告所载，“后”为重新计算）", columns, label=0)
    for change in verified.changes:
        yield from change_lines(change, columns)
        yield from labelled("不同", "、".join(change.parts), columns, indent=3, label=6)
