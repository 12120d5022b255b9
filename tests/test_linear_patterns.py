"""No pattern over what an applicant writes costs more than its length: texts of 30,000 signs that once took half a minute.

Each is given twenty seconds of the processor, some hundred times what it needs: what is quadratic takes longer on any machine.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from medcheck.assessment.privacy import _masked
from medcheck.batch.worker_limits import TooLong, limited
from medcheck.errors import MedcheckError
from medcheck.form.form import FormField
from medcheck.form.labels import normalise
from medcheck.form.private import masked_text, masked_widely
from medcheck.form.values import read_value
from medcheck.intake.columns import is_total
from medcheck.measure.pharmacy.drug_marks import approval, plain_spec
from medcheck.measure.pharmacy.drug_names import code, plain_name
from medcheck.measure.written_names import plain, take_apart
from medcheck.package.counts import _box
from medcheck.package.repack import merged_first

COUNT = 30_000
TEXTS = {
    "brackets": "计" + "(" * COUNT,
    "wide brackets": "（" * COUNT,
    "square": "[【" * COUNT,
    "digits and a line": "1" * COUNT + "\nx",
    "blanks between": "1" + " " * COUNT + "x\ny",
    "hours": "8:00-" * COUNT,
    "to": "周一至" * COUNT,
    "date": "2019" + " " * COUNT + "-1-1",
    "card": "371502196" * COUNT,
    "telephone": "0635-" * COUNT,
    "nested": "内科（含" * COUNT,
    "numeral": "一万" * COUNT,
    "invisible": "\u200b" * COUNT + "在编",
}
KINDS = ("number", "percent", "date", "flag", "choice", "hours", "weekdays", "code", "lines", "text")
FUNCTIONS: dict[str, Callable[[str], object]] = {
    **{kind: lambda text, kind=kind: read_value(text, FormField(id="a", label="甲", kind=kind)) for kind in KINDS},  # type: ignore[misc]
    "label": normalise,
    "total": is_total,
    "masked": masked_text,
    "masked widely": masked_widely,
    "drug": plain_name,
    "specification": plain_spec,
    "code of a drug": code,
    "approval": approval,
    "department": plain,
    "remark": take_apart,
}


@pytest.fixture(autouse=True)
def bounded() -> Iterator[None]:
    with limited("a", seconds=20, megabytes=4096):
        yield


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_long_text_is_looked_at_in_no_time(function: str, text: str) -> None:
    FUNCTIONS[function](TEXTS[text])


def test_thousands_of_numbers_are_masked_in_a_long_text() -> None:
    numbers = [f"0635-{number:07d}" for number in range(4000)]
    text = "，".join(numbers) * 20
    assert "0635-0000001" not in _masked(text, numbers)


@pytest.mark.parametrize("part", [b"<mergeCells " * 500_000, b'<c x="' * 500_000, b"<c r='A1" * 500_000])
def test_a_part_of_a_package_is_counted_in_no_time(part: bytes) -> None:
    whole = b"<sheetData></sheetData>" + part
    merged_first(whole)
    with suppress(MedcheckError):
        _box("a.xlsx", whole)


def test_what_takes_too_long_is_refused_with_a_sentence() -> None:
    def wait() -> None:
        while True:
            pass

    with pytest.raises(MedcheckError) as caught, limited("申请.xlsx", seconds=0.05):
        wait()
    assert str(caught.value) == "错误：申请.xlsx：评估超过 0.05 秒，已停止\n  处理：核对文件内容，删去无关的内容后重试"
    assert signal.getsignal(signal.SIGPROF) is not None


def test_what_grows_too_much_is_refused_with_a_sentence() -> None:
    with pytest.raises(MedcheckError) as caught, limited("申请.xlsx", megabytes=64):
        bytes(512 * 1024 * 1024)
    assert (
        str(caught.value) == "错误：申请.xlsx：读取时内存超过 64 MB，已停止\n  处理：核对文件内容，删去无关的内容后重试"
    )


def test_the_end_of_the_time_is_no_fault_that_anybody_handles() -> None:
    assert not issubclass(TooLong, Exception)
