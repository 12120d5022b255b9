"""`medcheck verify`: make a report again, and say whether all of it still stands."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from medcheck.cli.base import EXIT_FOUND, Command, say
from medcheck.cli.options import lists_option
from medcheck.cli.pack_options import pack_option, rules_option
from medcheck.shown import file_name

if TYPE_CHECKING:
    from medcheck.verify.verified import Verified

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_EITHER = click.Path(exists=True, path_type=Path)
_WIDEST = 100


@click.command("verify", cls=Command)
@click.argument("report", metavar="报告", type=_FILE)
@click.option(
    "--workbook", metavar="申请.xlsx", type=_EITHER, help="报告所评估的申请表；批量的，为申请文件夹；案件档案不需要"
)
@click.option(
    "--case",
    "cases",
    metavar="案件.yaml",
    type=_EITHER,
    multiple=True,
    help="评估时使用的案件文件；文书另用了一份的，写两次；批量的，为案件文件夹",
)
@click.option("--catalogue", metavar="目录", type=_FILE, help="评估时使用的医保药品目录")
@click.option(
    "--inspection", metavar="勘验表.xlsx", type=_EITHER, help="评估时使用的现场勘验表；批量的，为勘验表文件夹"
)
@lists_option
@pack_option("当时的规则包，例如当时留存的文件夹，旁边可有当时的 facts.yaml")
@click.option("--previous", metavar="首次.json", type=_FILE, help="文书：生成时 --previous 所用的首次结果")
@click.option("--template", metavar="模板.docx", type=_FILE, help="文书：生成时 --template 所用的模板")
@click.option("--pairs", "answers", metavar="核对.yaml", type=_FILE, help="综合评定：生成时 --pairs 所用的核对结果")
@click.option(
    "--public-key", "public_key", metavar="公钥", type=_FILE, help="案件档案：出具机构的公钥，核对签名是不是它的"
)
@rules_option
def verify(
    report: Path,
    workbook: Path | None,
    cases: tuple[Path, ...],
    catalogue: Path | None,
    inspection: Path | None,
    lists: Mapping[str, Path],
    pack: str,
    previous: Path | None,
    template: Path | None,
    answers: Path | None,
    public_key: Path | None,
) -> int:
    """核验 medcheck 生成的文件：按其记录的选项重新评估申请表，重新生成同一文件，全部内容逐项核对。

    \b
    可以核验：
      一份申请的  结果（.json）、网页、PDF、带批注的申请表、文书（.docx）
      整批的      一览、汇总表、综合评定的网页、工作簿和会议记录（--workbook 写申请文件夹）
      案件档案    medcheck case archive 写出的 .zip：校验链、文件，并按其中当时的规则逐次重新评估

    同时核对申请表、规则包、案件文件、目录和清单是否就是当时的文件。没有核对到的（程序版本不同等）写明“未核对”，不说成立。

    \b
    示例：
      medcheck verify 报告/申请.json --workbook 申请.xlsx
      medcheck verify 报告/申请.html --workbook 申请.xlsx --case 案件.yaml
      medcheck verify 药店.html --workbook 药店.xlsx --catalogue 医保目录.xlsx
      medcheck verify 报告/index.html --workbook 申请
      medcheck verify 案件1.zip --public-key 机构私钥.pem.pub

    退出码：0 全部成立；1 有不成立或未核对的；2 用法不对；3 不能核验（报告不能识别、缺少文件等）。
    """
    from medcheck.archive.case_archive import is_archive

    if is_archive(report):
        return _archive(report, public_key)
    if workbook is None:
        raise click.BadParameter("缺少所评估的申请表", param_hint="--workbook")
    from medcheck.batch.worker_limits import limited
    from medcheck.engine.session import Engine
    from medcheck.rulebook.shelf import pack_folder
    from medcheck.verify.make_again import Files
    from medcheck.verify.verify_batch import BatchFiles, verify_batch
    from medcheck.verify.verify_file import is_of_batch, verify_file

    if is_of_batch(report):
        _require_folders(workbook, cases, inspection)
        files_of_batch = BatchFiles(workbook, next(iter(cases), None), inspection, catalogue, answers)
        verified = verify_batch(report, files_of_batch)
    else:
        _require_one(workbook, cases, inspection)
        rules = Path(str(pack_folder(pack))) if pack else None
        files = Files(workbook, cases, catalogue, lists, inspection, rules, previous, template)
        with limited(file_name(workbook)):
            verified = verify_file(report, files, Engine())
    columns = min(shutil.get_terminal_size().columns, _WIDEST)
    for line in _lines(verified, file_name(report), columns):
        say(line)
    return 0 if verified.stands else EXIT_FOUND


def _archive(path: Path, public_key: Path | None) -> int:
    """Verify the archive of a case, with the signature that lies beside it."""
    from medcheck.archive.archive_lines import archive_lines, signature_lines
    from medcheck.archive.case_archive import read_archive
    from medcheck.archive.verify_archive import verify_archive
    from medcheck.engine.session import Engine

    signed = list(signature_lines(path, public_key))
    verified = verify_archive(read_archive(path), Engine())
    for line in (*archive_lines(verified, file_name(path)), *signed):
        say(line)
    return 0 if verified.stands else EXIT_FOUND


def _require_folders(workbook: Path, cases: tuple[Path, ...], inspection: Path | None) -> None:
    """Refuse files where a whole batch is verified."""
    if not workbook.is_dir():
        raise click.BadParameter("这是整批的文件，应写当时的申请文件夹", param_hint="--workbook")
    if any(not path.is_dir() for path in cases) or len(cases) > 1:
        raise click.BadParameter("这是整批的文件，应写当时的案件文件夹（一个）", param_hint="--case")
    if inspection and not inspection.is_dir():
        raise click.BadParameter("这是整批的文件，应写当时的勘验表文件夹", param_hint="--inspection")


def _require_one(workbook: Path, cases: tuple[Path, ...], inspection: Path | None) -> None:
    """Refuse folders where the report of one application is verified."""
    if workbook.is_dir():
        raise click.BadParameter("这是一份申请的报告，应写这份申请表，不是文件夹", param_hint="--workbook")
    if any(path.is_dir() for path in cases):
        raise click.BadParameter("这是一份申请的报告，应写案件文件，不是文件夹", param_hint="--case")
    if inspection and inspection.is_dir():
        raise click.BadParameter("这是一份申请的报告，应写这份申请的勘验表，不是文件夹", param_hint="--inspection")


def _lines(verified: Verified, name: str, columns: int) -> Iterator[str]:
    """Yield what a reader needs: whether it stands, what it is, what it rests on, what does not fit, what is open."""
    from medcheck.report.compare.comparison_lines import change_lines, labelled

    what = f"{verified.total} 项认定" if verified.head else f"{verified.total} 份申请的结果"
    gone = len(verified.changes)
    if verified.stands:
        yield from labelled("【成立】", f"{name}：{what}全部成立，{_whole(verified)}。", columns, label=10)
    elif not verified.fails:
        text = f"{name}：已核对的没有发现不同，但有 {len(verified.unchecked)} 处没有核对到，不能认定没有改动。"
        yield from labelled("【未核对】", text, columns, label=12)
    else:
        text = f"{gone} 项认定与重新计算的不同" if gone else "与重新生成的不同"
        yield from labelled("【不成立】", f"{name}：{text}。", columns, label=12)
    for label, text in (*_of_head(verified), *verified.lines):
        yield from labelled(label, text, columns, label=10)
    for text in verified.altered:
        yield from labelled("改动", text, columns)
    for difference in verified.differing:
        yield from labelled("依据", f"{difference.word}不是当时的：", columns)
        yield from labelled("报告", difference.first, columns, indent=8, label=6)
        yield from labelled("现为", difference.second, columns, indent=8, label=6)
    if verified.others:
        yield from labelled("其他", f"与重新计算的不同：{'、'.join(verified.others)}", columns)
    for text in verified.unchecked:
        yield from labelled("未核对", text, columns)
    for text in verified.told:
        yield from labelled("说明", text, columns)
    if gone:
        yield ""
        yield from labelled("", "不成立的认定（“前”为报告所载，“后”为重新计算）", columns, label=0)
    for change in verified.changes:
        yield from change_lines(change, columns)
        yield from labelled("不同", "、".join(change.parts), columns, indent=3, label=6)


def _whole(verified: Verified) -> str:
    return "文件没有被改动" if not verified.told else "内容没有被改动"


def _of_head(verified: Verified) -> Iterator[tuple[str, str]]:
    """Yield of whom and by what a report was made: a report of another stage or reading is true, and another report."""
    head = verified.head
    if head is None:
        return
    chosen = {reading.split("=", 1)[0] for reading in (head.options.readings if head.options else ())}
    readings = "、".join(f"{one.title}：{one.label}" for one in head.readings if one.name in chosen)
    yield "申请单位", f"{head.applicant.name}（{head.applicant.uscc or '没有信用代码'}）"
    yield "申请表", head.workbook
    yield "阶段", f"{head.stage_word}，结论“{head.conclusion_word}”"
    yield "口径", readings or "均为默认"
    yield "规则包", f"{head.pack}（{head.regulation_number}），SHA-256 {head.pack_sha256}"
    yield "日期", f"申请 {head.application_date or '未填写'}，评估 {head.assessment_date or '未填写'}"
    yield "程序", f"medcheck {head.medcheck}"
