"""`medcheck batch`: assess a whole folder of applications, with an index, a summary and a report each."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from medcheck.batch.batch_row import USED, WITHOUT, Batch, BatchRow
from medcheck.cli.base import EXIT_BUG, EXIT_FOUND, Command, say
from medcheck.cli.options import (
    as_of_option,
    batch_reading_option,
    catalogue_option,
    formats_option,
    headings_option,
    judged_by_option,
    stage_option,
)
from medcheck.cli.pack_options import rules_option
from medcheck.errors import MedcheckError
from medcheck.shown import shown_name
from medcheck.verdict import Stage

_SHOWN = 3


@click.command("batch", cls=Command)
@click.argument("folder", metavar="申请文件夹", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="文件夹",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="结果写到哪个文件夹",
)
@click.option("--workers", metavar="个数", type=click.IntRange(1, 256), help="同时评估几份；默认为本机处理器个数")
@click.option("--timeout", metavar="秒", type=click.FloatRange(1), default=60.0, help="每份最多评估多少秒，默认 60")
@click.option("--memory", metavar="MB", type=click.IntRange(64), default=1024, help="每份最多用多少内存，默认 1024 MB")
@click.option("--scheduler", metavar="地址", default="", help="在 Dask 集群上评估，例如 tcp://主机:8786")
@formats_option
@stage_option
@as_of_option
@judged_by_option
@rules_option
@batch_reading_option
@click.option(
    "--case",
    "cases",
    metavar="案件文件夹",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="案件文件所在文件夹：申请表 甲.xlsx 的案件文件为 甲.yaml",
)
@click.option(
    "--inspection",
    metavar="勘验表文件夹",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="填好的现场勘验表所在文件夹：按勘验表所属的申请表对应，与文件名无关",
)
@catalogue_option
@headings_option
@click.option(
    "--renew", is_flag=True, help="结果文件夹改用于这次评估（换了申请文件夹或选项）；原有报告作为早先版本保留"
)
def batch(
    folder: Path,
    output: Path,
    workers: int | None,
    timeout: float,
    memory: int,
    scheduler: str,
    formats: tuple[str, ...],
    stage: str,
    as_of: datetime | None,
    pack: str,
    readings: tuple[Mapping[str, str], tuple[tuple[str, str], ...]],
    cases: Path | None,
    inspection: Path | None,
    catalogue: Path | None,
    headings: Mapping[str, str],
    renew: bool,
) -> int:
    """评估一个文件夹里的全部申请表：每份一个报告，另有一览、汇总表和数据。

    \b
    一份有毛病只影响它自己。中途停止（Ctrl-C）不丢已完成的，再次运行同一命令接着评估。

    \b
    示例：
      medcheck batch 申请 -o 报告
      medcheck batch 申请 -o 报告 --workers 8 --catalogue 医保目录.xlsx
      medcheck batch 申请 -o 报告 --stage acceptance --case 案件
      medcheck batch 申请 -o 报告 --stage evaluation --case 案件 --inspection 勘验表
      medcheck batch 申请 -o 报告 --reading three-months=next-day
      medcheck batch 申请 -o 对照 --reading three-months=corresponding-day --reading three-months=next-day

    \b
    一个结果文件夹只放一个申请文件夹、一种选项的结果；换了的不会写入，除非用 --renew。
    更换或移走的申请表，原来的报告作为早先版本保留，列在一览中。

    \b
    --reading 只用于适用的申请，不适用的照常评估并写明。同一口径写两个选项的，报告按第一个选项，
    屏幕、一览和汇总表列出改用第二个选项后结论不同的申请。

    退出码：0 已评估，其余写明了不能评估的原因；1 中途停止；2 用法不对；3 不能评估，或没有一份能够评估；4 程序缺陷。
    """
    from medcheck.assess import Options
    from medcheck.batch.case_folder import CASE
    from medcheck.batch.run_batch import BatchLimits, VisitFolder, conclude, plan, run
    from medcheck.batch.store import BatchStore
    from medcheck.batch.worker import BUG
    from medcheck.report.faces import DEFAULT_FACES

    own, compared = readings
    options = Options(Stage(stage), as_of.date() if as_of else None, pack, own, None, catalogue, headings=headings)
    limits = BatchLimits(workers or os.cpu_count() or 1, timeout, memory, scheduler)
    with BatchStore(output) as store:
        visits = VisitFolder(inspection, date.today()) if inspection else None
        faces = formats or DEFAULT_FACES
        todo = plan(folder, store, options, faces, cases, compared=compared, visits=visits, renew=renew)
        if todo.finished:
            say(f"已有 {todo.finished} 份的结果，继续评估其余 {len(todo.open)} 份。")
        counts: Counter[str] = Counter()
        left = len(todo.open)
        try:
            with _progress(len(todo.open), counts) as bar:

                def seen(row: BatchRow, still: int) -> None:
                    nonlocal left
                    left = still
                    counts[row.conclusion_word or "未能评估"] += 1
                    bar.update(1, row)

                run(todo, store, limits, seen)
        except KeyboardInterrupt:
            say(f"\n已中断：完成的都已保存，还有 {left} 份。再次运行同一命令接着评估。")
        written = conclude(todo, store, shown_name(folder.resolve().name))
    _tell(written.rows, len(written.pairs), output)
    for other in todo.listing.others:
        if other.name.startswith(CASE):
            say(f"  {other.name}：{other.why}")
    if inspection:
        _tell_visits(written)
    if any(row.status == "refused" and row.reasons[0].startswith(BUG) for row in written.rows):
        return EXIT_BUG
    if left:
        return EXIT_FOUND
    return 0 if any(row.status == "assessed" for row in written.rows) else MedcheckError.exit_code


def _tell_visits(batch: Batch) -> None:
    """Say how many applications were assessed with a site-visit sheet, and which sheets were not used, with why."""
    from medcheck.batch.visit_sheets import SHEET

    words = [note for row in batch.rows for note in row.notes]
    used = sum(note.startswith(USED) for note in words)
    say(f"  勘验表：用于 {used} 份申请，{sum(note == WITHOUT for note in words)} 份申请没有勘验表")
    for other in batch.others:
        if other.name.startswith(SHEET):
            say(f"    {other.name}：{other.why}")


def _progress(length: int, counts: Counter[str]) -> AbstractContextManager[Any]:
    """Return a bar with the counts per conclusion and the time left; where no terminal listens it keeps quiet."""
    return click.progressbar(length=length, label="评估", item_show_func=lambda _: _counted(counts), width=24)


def _counted(counts: Counter[str]) -> str:
    return "，".join(f"{word} {count}" for word, count in counts.most_common(_SHOWN))


def _tell(rows: tuple[BatchRow, ...], pairs: int, output: Path) -> None:
    from medcheck.batch.batch_readings import readings_told, turns_told

    words = Counter(row.conclusion_word for row in rows if row.status == "assessed")
    for word, count in words.most_common():
        say(f"  【{word}】{count} 份")
    refused = [row for row in rows if row.status == "refused"]
    if refused:
        say(f"  未能评估 {len(refused)} 份：")
        for row in refused:
            say(f"    {row.name}：{row.reasons[0]}")
    for reading in readings_told(rows):
        say(f"  口径{reading.sentence}")
    for turn in turns_told(rows):
        say(f"  {turn.sentence}{'：' if turn.turns else ''}")
        for row, other in turn.turns:
            say(f"    {row.name}：{row.conclusion_word} → {other.conclusion_word}")
    if pairs:
        say(f"  多份申请中有 {pairs} 处相同的身份证号、证书、地址、电话等，见一览")
    say(f"  一览：{output / 'index.html'}")
    say(f"  汇总表：{output / 'summary.xlsx'}")
