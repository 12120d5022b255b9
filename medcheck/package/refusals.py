"""Words the refusals of a whole file that more than one reader needs."""

from __future__ import annotations

from medcheck.errors import Place, Problem, WorkbookError
from medcheck.package.file_kinds import SAVE_AS

MAX_SHEETS = 60


def refusal(file: str, text: str, mend: str) -> WorkbookError:
    """Return the error for a file that cannot be read as a whole."""
    return WorkbookError([Problem(Place(file), text, mend)])


def damaged(file: str) -> WorkbookError:
    """Return the refusal of a file that is cut off or rotten."""
    return refusal(file, "文件已损坏或不完整，无法打开", f"重新复制或下载该文件；仍打不开的，{SAVE_AS}")


def broken(file: str) -> WorkbookError:
    """Return the refusal of a workbook whose structure is broken."""
    return refusal(file, "工作簿的内部结构已损坏，无法读取", f"用 Excel/WPS 打开并修复，{SAVE_AS}")


def protected(file: str) -> WorkbookError:
    """Return the refusal of a file with a password."""
    return refusal(file, "文件设有打开密码", "在 Excel/WPS 中取消密码后重新保存")


def too_much(file: str) -> WorkbookError:
    """Return the refusal of a package that holds far more than a form."""
    return refusal(file, "压缩包内的内容过多，不像一份申请表", f"删去图片和无关的工作表，{SAVE_AS}")


def too_many_cells(file: str, limit: int) -> WorkbookError:
    """Return the refusal of a workbook with more cells than any form has."""
    return refusal(file, f"单元格超过 {limit // 10000} 万个，不像一份申请表", f"删去无关的内容，{SAVE_AS}")


def too_far_apart(file: str) -> WorkbookError:
    """Return the refusal of a sheet whose filled cells stand too far apart to be written out."""
    return refusal(file, "有内容的单元格相距过远，不像一份申请表", f"删去表格区域以外的内容，{SAVE_AS}")


def too_many_sheets(file: str, count: int) -> WorkbookError:
    """Return the refusal of a workbook with more sheets than any form has."""
    return refusal(file, f"工作表应不超过 {MAX_SHEETS} 张，现为 {count} 张", f"删去无关的工作表，{SAVE_AS}")


def too_many_merges(file: str) -> WorkbookError:
    """Return the refusal of a workbook with more merged ranges than any form has."""
    return refusal(file, "合并单元格超过 2 万处，不像一份申请表", f"取消多余的合并，{SAVE_AS}")


def unsafe(file: str) -> WorkbookError:
    """Return the refusal of XML that declares entities or hides what it says."""
    return refusal(file, "文件中含有不应出现的实体声明或编码，可能不安全", f"不要使用来历不明的文件；{SAVE_AS}")
