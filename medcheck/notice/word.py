"""A template of reports/notices and the fields of a paper → a Word document. The only door to docxtpl.

Same fields, same bytes. Whatever stands in a field is text: it is never read as markup, as a field or as a formula.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from jinja2 import StrictUndefined, TemplateError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from medcheck.disk import MEGABYTE, read_file
from medcheck.errors import MedcheckError, Place, Problem, suggest
from medcheck.package.fixed_zip import fixed

if TYPE_CHECKING:
    from docxtpl import DocxTemplate

# What XML cannot hold, and what docxtpl would read as a break of its own; a line break stays one.
_LARGEST_TEMPLATE = 20 * MEGABYTE
_UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_NAME = re.compile(r"'([^']+)' is undefined|no attribute '([^']+)'")


def installed() -> bool:
    """Return whether docxtpl is there, the extra [word]."""
    try:
        return find_spec("docxtpl") is not None
    except ValueError:  # a module of that name without a spec
        return False


def render(template: Path | Traversable, fields: Mapping[str, object], mark: str = "") -> bytes:
    """Return the document; raise MedcheckError where docxtpl is not installed or the template cannot be used.

    `mark` is kept in its properties, by which `finished_papers` knows what it is.
    """
    document = _opened(template)
    try:
        document.render(dict(fields), _environment(), autoescape=True)
    except UndefinedError as error:
        unknown = _NAME.search(str(error))
        name = (unknown[1] or unknown[2]) if unknown else str(error)
        raise _refused(
            template, f"没有字段“{name}”{suggest(name, _names(fields))}", "改正字段名；可用的字段见 docs/notices.md"
        ) from error
    except (TemplateError, SyntaxError, TypeError, ValueError) as error:  # the last three: marks where none may stand
        raise _refused(template, "字段的写法不正确", "核对 {{ }}、{% %} 是否成对，循环是否有 endfor") from error
    if mark:
        document.docx.core_properties.keywords = mark
    written = BytesIO()
    document.save(written)
    return fixed(written)


def _opened(template: Path | Traversable) -> DocxTemplate:
    try:
        from docxtpl import DocxTemplate
    except ImportError as error:
        text, mend = "没有安装生成 Word 文书的组件", "运行 pip install 'medcheck[word]' 后重试"
        raise MedcheckError([Problem(Place("Word 文书"), text, mend)]) from error
    try:
        content = read_file(template, _LARGEST_TEMPLATE) if isinstance(template, Path) else template.read_bytes()
        document = DocxTemplate(BytesIO(content))
        document.init_docx()
    except MedcheckError as error:
        raise _refused(template, "模板不存在或不能读取", "核对 --template 后的文件名") from error
    except (BadZipFile, KeyError, ValueError) as error:
        raise _refused(template, "模板不是 .docx 文档", "在 Word 或 WPS 中另存为 .docx 后重试") from error
    return document


def _names(fields: Mapping[str, object]) -> list[str]:
    """Return the names of all fields, and of what stands in their rows."""
    rows = [row for value in fields.values() if isinstance(value, list) for row in value if isinstance(row, dict)]
    return [*fields, *dict.fromkeys(key for row in rows for key in row)]


def _environment() -> SandboxedEnvironment:
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=_literal)


def _literal(value: object) -> Markup:
    """Return a value as literal text of the document; braces as references, so that docxtpl finds none of its own marks."""
    text = str(escape(_UNPRINTABLE.sub("", str(value))))
    return Markup(text.replace("{", "&#123;").replace("}", "&#125;"))


def _refused(template: Path | Traversable, text: str, mend: str) -> MedcheckError:
    return MedcheckError([Problem(Place(template.name), text, mend)])
