"""`medcheck notice`: write official papers in Word from results and case files, and fill in what is known later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from medcheck.cli.base import EXIT_FOUND, Command, print_problems, say
from medcheck.cli.options import day_of_option
from medcheck.cli.pack_options import rules_option
from medcheck.errors import MedcheckError, Place, Problem
from medcheck.notice.later import Later
from medcheck.notice.paper_kinds import KINDS, OfficialPaper, kind_of

if TYPE_CHECKING:  # loaded only when papers are made of a folder
    from medcheck.notice.many_papers import PaperMade

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_ANY = click.Path(exists=True, path_type=Path)
_FILL = ("fill", "填写")
_KINDS = "\n".join(f"      {kind.id:<14}{kind.title}：{kind.use}" for kind in KINDS.values())
_HELP = f"""生成文书（Word），供经办人员核对后签发；已生成的文书，用 fill 补填文号和日期。

\b
文书（写英文名或中文名均可）：
{_KINDS}
      fill          （填写）在已生成的文书的空白处填入文号、送达日期等，其余一字不改

\b
示例：
  medcheck assess 申请.xlsx --stage acceptance --case 案件.yaml --format json -o 报告
  medcheck notice correction 报告/申请.json --case 案件.yaml -o 补正告知书.docx
  medcheck notice 受理 报告/申请.json --case 案件.yaml -o 受理通知书.docx
  medcheck notice correction 第二次.json --case 案件.yaml --previous 首次.json -o 告知书.docx
  medcheck notice correction 报告 --case 案件 -o 文书
  medcheck notice fill 补正告知书.docx --number 东医保补3号 --served 2019-11-20

文书只写评估结果和案件文件中有的内容，缺少的留出横线。与结论不符的文书不生成，并说明原因。
结果为文件夹的，逐份生成，另合成一份供打印；不适用的列出原因。
"""


def _kind(ctx: click.Context, param: click.Parameter, value: str) -> OfficialPaper | None:
    kind = kind_of(value)
    if kind is None and value not in _FILL:
        known = "、".join(f"{paper.id}（{paper.alias}）" for paper in KINDS.values())
        raise click.BadParameter(f"没有文书“{value}”，可用的文书为 {known}")
    return kind


def _output(ctx: click.Context, param: click.Parameter, value: str | None) -> Path | None:
    path = Path(value) if value else None
    if path is not None and path.suffix and not path.is_dir() and path.suffix.lower() != ".docx":
        raise click.BadParameter(f"文件名应以 .docx 结尾，现为“{path.name}”")
    return path


@click.command("notice", cls=Command, help=_HELP)
@click.argument("kind", metavar="文书", callback=_kind)
@click.argument("result", metavar="结果.json", type=_ANY)
@click.option(
    "-o",
    "--output",
    metavar="文件",
    callback=_output,
    help="写到哪个 .docx 文件；文件夹或不写的，按机构和文书命名；fill 不写的，填在原文件中",
)
@click.option("--case", metavar="案件.yaml", type=_ANY, help="案件文件（文号、日期、经办人、咨询电话），或案件文件夹")
@click.option("--previous", metavar="首次.json", type=_FILE, help="首次提交的评估结果；再次补正时核对是否已告知")
@click.option("--template", metavar="模板.docx", type=_FILE, help="改用本单位的模板")
@click.option("--number", metavar="文号", default="", help="fill：填入文号")
@day_of_option("--served", help="fill：填入送达日期；补正告知书同时算出期限的最后一日")
@day_of_option("--issued", help="fill：填入发文日期")
@day_of_option("--due", help="fill：填入补正或撤回的期限（评估结果告知书）")
@rules_option
def notice(
    kind: OfficialPaper | None,
    result: Path,
    output: Path | None,
    case: Path | None,
    previous: Path | None,
    template: Path | None,
    number: str,
    served: datetime | None,
    issued: datetime | None,
    due: datetime | None,
) -> int:
    """Write one paper, all papers of a folder, or what is known later; what an officer should see to goes to stderr."""
    later = Later(number, _date(issued), _date(served), _date(due))
    if kind is None:
        if case or previous or template:
            raise click.UsageError("fill 只用 --number、--served、--issued、--due 和 -o")
        if not any(later):
            raise click.UsageError("fill 需要 --number、--served、--issued、--due 中的至少一个")
        return _fill(result, output, later)
    if any(later):
        raise click.UsageError("--number、--served、--issued、--due 只用于 fill；生成文书时写在案件文件中")
    if result.is_dir():
        if previous:
            raise click.UsageError("--previous 只用于一份结果")
        return _many(kind, result, output or Path(), case, template)
    if case and case.is_dir():
        raise click.UsageError("一份结果用一个案件文件；案件文件夹用于结果文件夹")
    return _one(kind, result, output or Path(), case, previous, template)


def _date(value: datetime | None) -> date | None:
    return value.date() if value else None


def _one(
    kind: OfficialPaper, result: Path, output: Path, case: Path | None, previous: Path | None, template: Path | None
) -> int:
    from medcheck.case.case_file import NO_CASE, read_case
    from medcheck.notice.make_paper import issue
    from medcheck.notice.paper_record import with_paper_record
    from medcheck.report.record.json_file import read_result

    _require_docx(output)
    assessment = read_result(result)
    source = (read_case(case, None) if case else NO_CASE).source
    first = read_result(previous) if previous else None
    paper = issue(kind, assessment, source, previous=first, template=template, today=date.today())
    document = with_paper_record(paper.document, kind, assessment, case=case, previous=previous, template=template)
    path = _write(output, f"{assessment.applicant.name}-{kind.title}", document)
    print_problems(paper.remarks)
    say(f"文书：{path}")
    return 0


def _many(kind: OfficialPaper, folder: Path, output: Path, cases: Path | None, template: Path | None) -> int:
    """Write a paper for each result of a folder that calls for it, and all of them as one to print."""
    from medcheck.notice.finished_papers import join_papers
    from medcheck.notice.many_papers import make_papers, orphans

    if output.suffix.lower() == ".docx":
        raise click.UsageError("结果为文件夹时，-o 应为文件夹")
    made = tuple(make_papers(kind, folder, cases, template=template, today=date.today()))
    output.mkdir(parents=True, exist_ok=True)
    papers = [one for one in made if one.document]
    for one in papers:
        print_problems(tuple(_of(one)))
        say(f"文书：{_write(output, f'{one.applicant}-{kind.title}', one.document)}")
    if papers:
        whole = _write(output, f"全部-{kind.title}", join_papers([one.document for one in papers]))
        say(f"合订（打印用）：{whole}，共 {len(papers)} 份")
    for one in (one for one in made if one.misfit):
        say(f"不适用：{one.result}（{one.applicant}）：{one.misfit}")
    failed = [one for one in made if one.problems]
    for one in failed:
        print_problems(one.problems)
        say(f"没有生成：{one.result}{f'（{one.applicant}）' if one.applicant else ''}：{one.problems[0].text}")
    strange = orphans(cases, made) if cases and cases.is_dir() else ()
    for name in strange:
        say(f"案件文件没有对应的结果：{name}")
    if not papers and not failed:
        text = f"文件夹中没有需要{kind.title}的结果" if made else "文件夹中没有评估结果（.json）"
        raise MedcheckError(
            [Problem(Place(folder.name or str(folder)), text, "用 assess 或 batch 的 --format json 生成结果")]
        )
    return EXIT_FOUND if failed or strange else 0


def _fill(paper: Path, output: Path | None, later: Later) -> int:
    """Fill in what is known by now, in the file itself unless another is named."""
    from medcheck.disk import MEGABYTE, read_file, write_whole
    from medcheck.notice.fill_later import fill_later
    from medcheck.shown import file_name

    made = fill_later(read_file(paper, 50 * MEGABYTE), later, file_name(paper))
    target = output or paper
    if output:
        _require_docx(output)
        target = output / paper.name if output.is_dir() else output
    write_whole(target, made.document, "文书")
    print_problems(made.remarks)
    for line in made.written:
        say(f"已填写{line}")
    say(f"文书：{target}")
    return 0


def _of(made: PaperMade) -> Iterator[Problem]:
    """Yield the remarks on a paper, with whose it is."""
    for problem in made.remarks:
        yield problem._replace(place=problem.place._replace(file=f"{made.applicant}-{problem.place.file}"))


def _require_docx(output: Path) -> None:
    if not output.is_dir() and output.suffix.lower() != ".docx":
        raise click.UsageError(f"“--output”的值不正确：文件名应以 .docx 结尾，现为“{output.name}”")


def _write(output: Path, name: str, document: bytes) -> Path:
    """Write a paper under its own name in a folder, or under the name given; what stands there already is kept."""
    from medcheck.disk import write_whole
    from medcheck.report.report_files import free_path, safe_name

    path = free_path(output / f"{safe_name(name)}.docx" if output.is_dir() else output)
    write_whole(path, document, "文书")
    return path
