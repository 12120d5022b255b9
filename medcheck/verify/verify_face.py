"""A PDF, a workbook given back or an official paper against the one made again from the result made again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from medcheck.assessment.compare.comparison import Head
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.case.case_file import NO_CASE, read_case
from medcheck.disk import file_hash
from medcheck.engine.session import Engine
from medcheck.errors import MedcheckError
from medcheck.notice.finished_papers import fill_blanks, written_in
from medcheck.notice.make_paper import issue
from medcheck.notice.paper_kinds import KINDS
from medcheck.report.paper.pdf import is_sealed, to_pdf
from medcheck.report.record.face_record import PaperRecord, record_line, record_of
from medcheck.report.record.json_file import read_result
from medcheck.report.record.office_record import properties_of, with_record
from medcheck.report.workbook.annotated import to_xlsx
from medcheck.report.workbook.book_content import book_content, differing_places
from medcheck.shown import file_name
from medcheck.verify.document_content import document_content
from medcheck.verify.make_again import Files, make_again
from medcheck.verify.verified import Verified
from medcheck.verify.verify_report import OTHER_BYTES, against, as_then

_MOST = 8  # places that are named; further ones are counted


Compare = Callable[[bytes, Assessment, Files], "FaceCompared"]


class FaceCompared(NamedTuple):
    """How a file compares with the one made again: changed, saved in other bytes, or not comparable."""

    altered: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()


def verify_pdf(path: Path, content: bytes, files: Files, engine: Engine) -> Verified:
    """Return whether a PDF stands; raise MedcheckError where it holds no record or cannot be made again."""
    return _verified(record_of(content, Head, file_name(path)), files, engine, content, _compare_pdf)


def verify_annotated(path: Path, content: bytes, files: Files, engine: Engine) -> Verified:
    """Return whether a workbook given back stands; raise MedcheckError as `verify_pdf`."""
    return _verified(
        record_of(properties_of(content), Head, file_name(path)), files, engine, content, _compare_annotated
    )


def verify_paper(path: Path, content: bytes, files: Files, engine: Engine) -> Verified:
    """Return whether an official paper stands: its result, and every paragraph of it; raise MedcheckError as `verify_pdf`."""
    record = record_of(properties_of(content), PaperRecord, file_name(path))
    again = make_again(record.head, files, engine, beside={record.case_sha256})
    found = against(record.head, (), again)._replace(total=len(again.findings))
    found = found._replace(others=tuple(_others(record.head, again)))
    then = as_then(record.head, again)
    if then.digest != record.head.digest:
        return found._replace(unchecked=(*found.unchecked, _NOT_AGAIN))
    return _joined(found, _compare_paper(content, record, then, files))


_NOT_AGAIN = "文件的文字：重新计算的结果与文件所载的摘要不同，没有逐字核对"


def compare_books(content: bytes, again: bytes) -> FaceCompared:
    """Return how a workbook compares with the one made again: by bytes, by parts, and at last cell by cell."""
    if content == again:
        return FaceCompared()
    first, second = book_content(content), book_content(again)
    assert second is not None, "what was just written can be read"
    if first is None:
        return FaceCompared(altered=("内容不同：工作簿不能打开，已损坏或被改动过",))
    places = differing_places(first, second)
    return FaceCompared(told=(OTHER_BYTES,)) if not places else FaceCompared(altered=(_places(places),))


def compare_documents(content: bytes, again: bytes) -> FaceCompared:
    """Return how a Word document compares with the one made again: by bytes, by parts, and at last by paragraphs."""
    if content == again:
        return FaceCompared()
    first, second = document_content(content), document_content(again)
    if first is None or second is None:
        return FaceCompared(altered=("内容不同：文档不能打开，已损坏或被改动过",))
    if first == second:
        return FaceCompared(told=(OTHER_BYTES,))
    return FaceCompared(altered=tuple(_paragraphs(first, second)))


def _verified(head: Head, files: Files, engine: Engine, content: bytes, compare: Compare) -> Verified:
    again = make_again(head, files, engine)
    found = against(head, (), again)._replace(total=len(again.findings), others=tuple(_others(head, again)))
    then = as_then(head, again)
    if then.digest != head.digest:
        return found._replace(unchecked=(*found.unchecked, _NOT_AGAIN))
    return _joined(found, compare(content, then, files))


def _joined(found: Verified, compared: FaceCompared) -> Verified:
    return found._replace(
        altered=compared.altered, told=compared.told, unchecked=(*found.unchecked, *compared.unchecked)
    )


def _others(head: Head, again: Assessment) -> Iterator[str]:
    """Yield that the result made again is another one, where the same program made both."""
    if (head.conclusion_word, head.clear) != (again.conclusion_word, again.clear):
        yield "结论"
    if head.medcheck == again.medcheck and head.digest != again.digest:
        yield "结果的摘要"


def _compare_pdf(content: bytes, then: Assessment, files: Files) -> FaceCompared:
    if not is_sealed(content):
        return FaceCompared(altered=("内容不同：PDF 与其校验值不符，生成后被改动过",))
    if content == to_pdf(then):
        return FaceCompared()
    return FaceCompared(
        unchecked=("PDF 的版面和文字：与重新生成的不同，可能是本机的字体或排版程序不同，也可能被改动过",)
    )


def _compare_annotated(content: bytes, then: Assessment, files: Files) -> FaceCompared:
    original = files.workbook.read_bytes()
    return compare_books(content, to_xlsx(then, original))


def _compare_paper(content: bytes, record: PaperRecord, then: Assessment, files: Files) -> FaceCompared:
    """Return how a paper compares with the one made again; what is needed for that and was not given is named."""
    case = next((path for path in files.cases if file_hash(path) == record.case_sha256), None)
    lacking = [
        word
        for word, sha256, path in (
            ("--case", record.case_sha256, case),
            ("--previous", record.previous_sha256, files.previous),
            ("--template", record.template_sha256, files.template),
        )
        if sha256 and (path is None or file_hash(path) != sha256)
    ]
    if lacking:
        return FaceCompared(unchecked=(f"文书的文字：没有给出生成文书时所用的同一文件（{'、'.join(lacking)}）",))
    source = (read_case(case, None) if case else NO_CASE).source
    previous = read_result(files.previous) if record.previous_sha256 and files.previous else None
    template = files.template if record.template_sha256 else None
    try:
        made = issue(KINDS[record.kind], then, source, previous=previous, template=template).document
    except (MedcheckError, KeyError):
        return FaceCompared(altered=("内容不同：按所载的结果和案件文件不能生成这份文书，记录被改动过",))
    return _compare_filled(content, made, record, file_name(files.workbook))


def _compare_filled(content: bytes, made: bytes, record: PaperRecord, file: str) -> FaceCompared:
    """Return how a paper compares with the one made again, once what was filled in later is filled in there too."""
    written = written_in(content, file) if document_content(content) is not None else {}
    filled = fill_blanks(made, written, file)
    if not filled.filled:
        return compare_documents(content, with_record(made, record_line(record)))
    later = "、".join(f"“{written[name]}”" for name in filled.filled)
    compared = compare_documents(content, with_record(filled.document, record_line(record)))
    return compared._replace(unchecked=(*compared.unchecked, f"生成以后填入的内容：{later}，没有记录可以核对"))


def _places(places: list[str]) -> str:
    more = f" 等 {len(places)} 处" if len(places) > _MOST else ""
    return f"内容不同：与重新生成的工作簿不一致，生成后被改动过：{'、'.join(places[:_MOST])}{more}"


def _paragraphs(first: list[tuple[str, object]], second: list[tuple[str, object]]) -> Iterator[str]:
    """Yield the paragraphs that are not as they were written, those that were put in, those that are gone."""
    gone, put_in = [item for item in second if item not in first], [item for item in first if item not in second]
    yield f"内容不同：与重新生成的文书不一致，生成后被改动过（{max(len(gone), len(put_in), 1)} 处）"
    yield from (f"原文：{text}" for text, _ in gone[:_MOST] if text)
    yield from (f"现为：{text}" for text, _ in put_in[:_MOST] if text)
