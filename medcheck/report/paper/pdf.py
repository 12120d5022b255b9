"""The words of a paper → a PDF by typst. The only door to typst and to the fonts that come with it.

The layout stands in reports/report.typ; the words go in as JSON, so that nothing in a name can be markup. Same
assessment, same fonts, same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from importlib.resources import files
from typing import TYPE_CHECKING

from medcheck.assessment.model.assessment_model import Assessment
from medcheck.context import keep
from medcheck.errors import MedcheckError, Place, Problem
from medcheck.report.applicant_mark import applicant_mark
from medcheck.report.paper.paper_words import paper
from medcheck.report.record.face_record import head_line

if TYPE_CHECKING:
    from typst import Fonts

_WRITTEN = 1567296000  # 2019-09-01, fixed: the same assessment gives the same bytes
# What official papers are set in where it is installed; else the fonts of the extra, else those of Debian or macOS.
_BODY = (
    *("FangSong", "仿宋", "FangSong_GB2312", "仿宋_GB2312", "SimSun", "宋体"),
    *("Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN", "Songti SC"),
)
_HEADS = (
    *("SimHei", "黑体", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN"),
    *("Microsoft YaHei", "PingFang SC", "Heiti SC", "WenQuanYi Zen Hei", "Droid Sans Fallback"),
)
_PLACE = Place("PDF 报告")
_SEAL, _HEX = "medcheck-seal:", 64
_SEALED = re.compile(f"{_SEAL}[0-9a-f]{{{_HEX}}}".encode())


def to_pdf(assessment: Assessment) -> bytes:
    """Return the paper; raise MedcheckError where typst or a Chinese font is not installed."""
    try:
        import typst
    except ImportError as error:
        text, mend = "没有安装生成 PDF 的组件", "运行 pip install 'medcheck[pdf]' 后重试"
        raise MedcheckError([Problem(_PLACE, text, mend)]) from error
    fonts = _fonts()
    body, heads = _chosen(fonts.families())
    keywords = [applicant_mark(assessment), head_line(assessment), f"{_SEAL}{'0' * _HEX}"]
    words = paper(assessment) | {"body": body, "heads": heads, "keywords": keywords}
    compiler = typst.Compiler(
        files("medcheck.reports").joinpath("report.typ").read_bytes(),
        font_paths=fonts,
        sys_inputs={"data": json.dumps(words, ensure_ascii=False)},
    )
    made, warnings = compiler.compile_with_warnings(format="pdf", timestamp=_WRITTEN)
    if any("unknown font family" in warning.message for warning in warnings):
        raise _no_font()
    assert isinstance(made, bytes)
    return _sealed(made)


def is_sealed(content: bytes) -> bool:
    """Return whether a PDF is, byte by byte, the one its seal was made of; which one that was is proved by making it again."""
    seals = set(_SEALED.findall(content))
    return len(seals) == 1 and _sealed(_SEALED.sub(f"{_SEAL}{'0' * _HEX}".encode(), content)) == content


def _sealed(made: bytes) -> bytes:
    """Return a PDF whose seal stands empty with the SHA-256 of its bytes in that place."""
    digest = hashlib.sha256(made).hexdigest()
    return made.replace(f"{_SEAL}{'0' * _HEX}".encode(), f"{_SEAL}{digest}".encode())


def _chosen(families: Sequence[str]) -> tuple[str, str]:
    """Return the fonts of text and of headings; raise MedcheckError without a Chinese one: typst would print blanks."""
    known = {family.casefold(): family for family in families}
    body, heads = (
        next((known[name.casefold()] for name in names if name.casefold() in known), "") for names in (_BODY, _HEADS)
    )
    if not body and not heads:
        raise _no_font()
    return body or heads, heads or body


def _no_font() -> MedcheckError:
    mend = "运行 pip install 'medcheck[pdf]'（自带思源字体），或安装仿宋、宋体、Noto CJK 中的一种后重试"
    return MedcheckError([Problem(_PLACE, "没有找到中文字体，不能生成 PDF", mend)])


@keep()
def _fonts() -> Fonts:
    """Return the fonts of the system and of the extra, looked for once."""
    from typst import Fonts

    try:
        from pylopdf_fonts_zh_cn import serif_path
    except ImportError:
        return Fonts(include_embedded_fonts=False)
    return Fonts(include_embedded_fonts=False, font_paths=[serif_path().parent])
