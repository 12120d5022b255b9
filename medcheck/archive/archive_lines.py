"""What was found of an archive, as lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from medcheck.archive.case_archive import LARGEST, ArchiveError
from medcheck.archive.sign import SIGNATURE_END, public_fingerprint, signed_by
from medcheck.archive.verify_archive import AssessedAgain, VerifiedArchive
from medcheck.disk import read_file
from medcheck.errors import Place, Problem
from medcheck.shown import file_name


def archive_lines(verified: VerifiedArchive, name: str) -> Iterator[str]:
    """Yield whether an archive stands, what it is, and what does not stand or was not compared."""
    if verified.stands:
        yield f"【成立】{name}：校验链、文件和全部 {len(verified.assessments)} 次评估都与当时一样。"
    elif verified.fails:
        yield f"【不成立】{name}：有与当时不同的地方。"
    else:
        yield f"【未核对】{name}：已核对的没有发现不同，但有没有核对到的，不能认定没有改动。"
    yield f"  案件 {verified.case}：{verified.name}，{verified.state}；{verified.events} 条事件，{verified.files} 个文件"
    yield f"  末尾校验值 {verified.head}    由 medcheck {verified.medcheck} 写出"
    if verified.papers:
        yield f"  文书：{'、'.join(verified.papers)}"
    if verified.erased:
        yield f"  说明：{verified.erased} 个文件已过保存期限，已经删去，只留校验值"
    for problem in verified.broken:
        yield f"  改动：{f'{problem.place}：{problem.text}' if isinstance(problem, Problem) else problem}"
    if verified.broken and not verified.assessments:
        yield "  未核对：档案本身不成立，没有重新评估"
    for made in verified.assessments:
        yield from _assessment(made)


def _assessment(made: AssessedAgain) -> Iterator[str]:
    if made.verified is None:
        yield f"  未核对：第 {made.seq} 条 {made.words}"
        yield from (f"    {problem.place}：{problem.text}" for problem in made.why)
        return
    word = "成立" if made.verified.stands else "不成立" if made.verified.fails else "未核对"
    yield f"  {word}：第 {made.seq} 条 {made.words}，{made.verified.total} 项认定"
    yield from (f"    改动：{text}" for text in made.verified.altered)
    yield from (f"    依据：{differing.word}不是当时的" for differing in made.verified.differing)
    if made.verified.changes:
        titles = "、".join(change.title for change in made.verified.changes[:3])
        yield f"    与重新计算的不同：{len(made.verified.changes)} 项认定（{titles}）"
    if made.verified.others:
        yield f"    与重新计算的不同：{'、'.join(made.verified.others)}"
    yield from (f"    未核对：{text}" for text in made.verified.unchecked)


def signature_lines(path: Path, public_key: Path | None) -> Iterator[str]:
    """Yield whose signature lies beside an archive; raise ArchiveError for one that does not stand, or is another's."""
    beside = path.with_name(path.name + SIGNATURE_END)
    if not beside.exists():
        if public_key:
            problem = Problem(Place(file_name(beside)), "没有签名文件", "向出具档案的机构索取与档案同名的 .sig 文件")
            raise ArchiveError([problem])
        yield "  签名：没有（只能核验档案自身是否一致，不能核验由谁出具）"
        return
    told = signed_by(read_file(path, LARGEST), beside)
    if public_key is None:
        yield f"  签名：成立，公钥指纹 {told}（没有给出公钥，请与出具机构核对指纹）"
    elif told != public_fingerprint(public_key):
        problem = Problem(Place(file_name(beside)), f"签名是另一把密钥的：{told}", "核对公钥，或向出具档案的机构查询")
        raise ArchiveError([problem])
    else:
        yield f"  签名：成立，是所给公钥的（指纹 {told}）"
