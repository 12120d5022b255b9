"""`medcheck notice`: write an official paper in Word from a result and the case file."""

from __future__ import annotations

from pathlib import Path

import click

from medcheck.cli.base import Command, print_problems, say
from medcheck.notice.paper_kinds import KINDS, OfficialPaper, kind_of

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_KINDS = "\n".join(f"      {kind.id:<14}{kind.title}：{kind.use}" for kind in KINDS.values())
_HELP = f"""生成文书（Word），供经办人员核对后签发。

\b
文书（写英文名或中文名均可）：
{_KINDS}

\b
示例：
  medcheck assess 申请.xlsx --stage acceptance --case 案件.yaml --format json -o 报告
  medcheck notice correction 报告/申请.json --case 案件.yaml -o 补正告知书.docx
  medcheck notice 受理 报告/申请.json --case 案件.yaml -o 受理通知书.docx
  medcheck notice correction 第二次.json --case 案件.yaml --previous 首次.json -o 告知书.docx

文书只写评估结果和案件文件中有的内容，缺少的留出横线。与结论不符的文书不生成，并说明原因。
"""


def _kind(ctx: click.Context, param: click.Parameter, value: str) -> OfficialPaper:
    kind = kind_of(value)
    if kind is None:
        known = "、".join(f"{paper.id}（{paper.alias}）" for paper in KINDS.values())
        raise click.BadParameter(f"没有文书“{value}”，可用的文书为 {known}")
    return kind


def _output(ctx: click.Context, param: click.Parameter, value: str | None) -> Path:
    path = Path(value or "")
    if not path.is_dir() and path.suffix.lower() != ".docx":
        raise click.BadParameter(f"文件名应以 .docx 结尾，现为“{path.name}”")
    return path


@click.command("notice", cls=Command, help=_HELP)
@click.argument("kind", metavar="文书", callback=_kind)
@click.argument("result", metavar="结果.json", type=_FILE)
@click.option(
    "-o",
    "--output",
    metavar="文件",
    callback=_output,
    help="写到哪个 .docx 文件；文件夹或不写的，按机构和文书命名",
)
@click.option("--case", metavar="案件.yaml", type=_FILE, help="案件文件：文号、日期、经办人、咨询电话")
@click.option("--previous", metavar="首次.json", type=_FILE, help="首次提交的评估结果；再次补正时核对是否已告知")
@click.option("--template", metavar="模板.docx", type=_FILE, help="改用本单位的模板")
def notice(
    kind: OfficialPaper, result: Path, output: Path, case: Path | None, previous: Path | None, template: Path | None
) -> None:
    """Write one paper; what an officer should see to goes to standard error."""
    from medcheck.assessment.compare.rule_states import head_of
    from medcheck.case.case_file import NO_CASE, read_case
    from medcheck.disk import file_hash, write_whole
    from medcheck.notice.make_paper import issue
    from medcheck.report.record.face_record import PaperRecord, record_line
    from medcheck.report.record.json_file import read_result
    from medcheck.report.record.office_record import with_record
    from medcheck.report.report_files import free_path, safe_name
    from medcheck.vocabulary import load_vocabulary

    assessment = read_result(result)
    source = (read_case(case, load_vocabulary()) if case else NO_CASE).source
    first = read_result(previous) if previous else None
    issued = issue(kind, assessment, source, previous=first, template=template)
    name = safe_name(f"{assessment.applicant.name}-{kind.title}") + ".docx"
    path = free_path(output / name if output.is_dir() else output)
    record = PaperRecord(
        kind=kind.id,
        head=head_of(assessment),
        case_sha256=file_hash(case) if case else "",
        previous_sha256=file_hash(previous) if previous else "",
        template_sha256=file_hash(template) if template else "",
    )
    write_whole(path, with_record(issued.document, record_line(record)), "文书")
    print_problems(issued.remarks)
    say(f"文书：{path}")
