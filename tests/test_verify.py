"""A report made again: it stands, or what does not is told; one changed byte is found, wherever it is."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from medcheck.assess import Options, assess
from medcheck.assessment.result_text import to_json
from medcheck.cli import main
from medcheck.errors import MedcheckError
from medcheck.report.page.render_page import to_html
from medcheck.report.record.page_record import from_record
from medcheck.report.record.recorded import Recorded, read_recorded
from medcheck.report.record.seal import Fit, is_whole, sealed
from medcheck.verdict import Stage
from medcheck.verify.make_again import Files
from medcheck.verify.verified import Verified
from medcheck.verify.verify_report import verify_report
from tests.applications import ENGINE, SAMPLES, SETTLED_CASE, case_file, workbook
from tests.visits import blank, fill

WORKBOOK = SAMPLES / "clinic-defects.xlsx"
MADE = assess(WORKBOOK, Options(), ENGINE)
JSON, PAGE = to_json(MADE), to_html(MADE)
FLIPS = 200


def recorded(folder: Path, text: str, suffix: str) -> Recorded:
    path = folder / f"报告.{suffix}"
    path.write_bytes(text.encode())
    return read_recorded(path)


def verified(folder: Path, text: str, suffix: str = "json", workbook: Path = WORKBOOK) -> Verified:
    return verify_report(recorded(folder, text, suffix), Files(workbook), ENGINE)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["verify", *map(str, arguments)], prog_name="medcheck")


@pytest.mark.parametrize(("text", "suffix"), [(JSON, "json"), (PAGE, "html")], ids=["json", "html"])
def test_an_unchanged_report_stands(tmp_path: Path, text: str, suffix: str) -> None:
    found = verified(tmp_path, text, suffix)
    assert found == Verified(found.head, 88)
    moved = Path(shutil.copyfile(WORKBOOK, tmp_path / "另存的申请.xlsx"))
    assert verified(tmp_path, text, suffix, moved).stands
    printed = run(tmp_path / f"报告.{suffix}", "--workbook", moved)
    said = f"【成立】  报告.{suffix}：88 项认定全部成立，文件没有被改动。\n申请单位  茌平惠民诊所（"
    assert (printed.exit_code, printed.stdout[: len(said)]) == (0, said)


def test_a_result_redirected_on_windows_stands(tmp_path: Path) -> None:
    assert verified(tmp_path, "\ufeff" + JSON.replace("\n", "\r\n")).stands


def flipped(content: bytes, seed: int) -> bytes:
    """Return the content with one byte changed at a place of chance."""
    chance = random.Random(seed)
    place, bit = chance.randrange(len(content)), 1 << chance.randrange(8)
    return content[:place] + bytes([content[place] ^ bit]) + content[place + 1 :]


def test_one_changed_byte_of_a_result_is_found_wherever_it_is(tmp_path: Path) -> None:
    path = tmp_path / "报告.json"
    for seed in range(FLIPS):
        path.write_bytes(flipped(JSON.encode(), seed))
        try:
            found = read_recorded(path)
        except MedcheckError:
            continue
        assert found.fit is Fit.NOT, seed


def test_every_changed_byte_of_a_digest_and_of_the_end_is_found(tmp_path: Path) -> None:
    content = JSON.encode()
    for place in range(len(content) - 90, len(content)):
        changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        (tmp_path / "报告.json").write_bytes(changed)
        try:
            found = read_recorded(tmp_path / "报告.json")
        except MedcheckError:
            continue
        assert found.fit is Fit.NOT, place


def test_one_changed_byte_of_the_record_in_a_page_is_found_wherever_it_is(tmp_path: Path) -> None:
    start = PAGE.index('id="result">') + len('id="result">')
    head, record, tail = PAGE[:start], PAGE[start:].split("</script>")[0], PAGE[start:].split("</script>", 1)[1]
    assert from_record(PAGE, "报告.html").head.digest == MADE.digest
    for seed in range(FLIPS):
        changed = flipped(record.encode(), seed).decode("latin-1")
        with pytest.raises(MedcheckError):
            from_record(f"{head}{changed}</script>{tail}", "报告.html")


def test_one_changed_byte_of_a_page_is_found(tmp_path: Path) -> None:
    path = tmp_path / "报告.html"
    again = to_html(MADE)
    for seed in range(12):
        path.write_bytes(flipped(PAGE.encode(), seed))
        try:
            found = verify_report(read_recorded(path), Files(WORKBOOK), ENGINE)
        except MedcheckError:
            continue
        assert found.altered == ("内容不同：页面与重新生成的页面不一致，生成后被改动过",), seed
        assert not found.stands
    assert again == PAGE


def test_a_value_changed_by_hand_is_named(tmp_path: Path) -> None:
    changed = JSON.replace('"value": "59.96㎡"', '"value": "68.5㎡"', 1)
    assert changed != JSON
    found = verified(tmp_path, changed)
    assert found.altered == ("内容不同：报告与其摘要不符，生成后被改动过",)
    assert [(one.rule, one.parts) for one in found.changes] == [("opd-area-min", ("数值",))]


def test_a_result_sealed_again_after_a_change_does_not_stand(tmp_path: Path) -> None:
    """Whoever makes the digest anew is found by the assessment itself: of JSON and of a page."""
    area = next(one for one in MADE.findings if one.rule == "opd-area-min")
    findings = tuple(one.model_copy(update={"value": "68.5㎡"}) if one is area else one for one in MADE.findings)
    forged = sealed(MADE.model_copy(update={"findings": findings}))
    assert is_whole(to_json(forged))
    for text, suffix in ((to_json(forged), "json"), (to_html(forged), "html")):
        found = verified(tmp_path, text, suffix)
        assert (found.altered, [one.rule for one in found.changes]) == ((), ["opd-area-min"])
        assert not found.stands


def test_evidence_that_was_forged_is_named(tmp_path: Path) -> None:
    area = next(one for one in MADE.findings if one.rule == "opd-area-min")
    raw = tuple(i.model_copy(update={"label": "别的"}) for i in area.evidence)
    findings = tuple(one.model_copy(update={"evidence": raw}) if one is area else one for one in MADE.findings)
    found = verified(tmp_path, to_json(sealed(MADE.model_copy(update={"findings": findings}))))
    assert [(one.rule, one.parts) for one in found.changes] == [("opd-area-min", ("证据或措辞",))]


def test_another_workbook_and_another_pack_are_told(tmp_path: Path) -> None:
    found = verified(tmp_path, JSON, workbook=SAMPLES / "clinic-eligible.xlsx")
    assert [one.word for one in found.differing] == ["申请表"]
    assert "opd-area-min" in [one.rule for one in found.changes]
    rules = MADE.regulation.model_copy(update={"sha256": "0" * 64})
    found = verified(tmp_path, to_json(sealed(MADE.model_copy(update={"regulation": rules}))))
    assert ([one.word for one in found.differing], found.changes, found.stands) == (["规则包"], (), False)


@pytest.mark.parametrize("suffix", ["json", "html"])
def test_another_version_is_told_and_never_called_unaltered(tmp_path: Path, suffix: str) -> None:
    older = sealed(MADE.model_copy(update={"medcheck": "0.0.9"}))
    found = verified(tmp_path, to_json(older) if suffix == "json" else to_html(older), suffix)
    assert (found.fails, found.stands) == (False, False)
    assert found.unchecked == ("程序版本：报告为 medcheck 0.0.9，现为 0.1.0，内容与重新计算的相同",)


def test_the_options_of_the_report_are_used_again(tmp_path: Path) -> None:
    case = case_file(tmp_path, SETTLED_CASE)
    options = Options(stage=Stage.EVALUATION, case=case, readings={"suction": "apparatus"})
    path = tmp_path / "报告.json"
    made = assess(WORKBOOK, options, ENGINE)
    path.write_text(to_json(made), encoding="utf-8")
    assert made.options is not None
    assert (made.options.stage, made.options.readings) == ("evaluation", ("suction=apparatus",))
    assert [(one.what, one.file, len(one.sha256)) for one in made.options.files] == [("case", "案件.yaml", 64)]
    assert run(path, "--workbook", WORKBOOK, "--case", case).exit_code == 0
    missing = run(path, "--workbook", WORKBOOK)
    assert (missing.exit_code, missing.stderr) == (
        3,
        "错误：--case：报告使用了案件文件“案件.yaml”，核验时没有给出\n  处理：用 --case 指定当时的案件文件\n",
    )
    case.write_text(SETTLED_CASE + "\n# 一行说明\n", encoding="utf-8")
    other = run(path, "--workbook", WORKBOOK, "--case", case)
    assert other.exit_code == 1
    assert "依据    案件文件不是当时的：" in other.stdout


def test_lists_and_catalogue_are_used_again(tmp_path: Path) -> None:
    catalogue = SAMPLES / "catalogue-synthetic.csv"
    workbook = SAMPLES / "pharmacy-single-eligible.xlsx"
    made = assess(workbook, Options(catalogue=catalogue), ENGINE)
    path = tmp_path / "药店.html"
    path.write_bytes(to_html(made).encode())
    renamed = Path(shutil.copyfile(catalogue, tmp_path / "目录.csv"))
    assert run(path, "--workbook", workbook, "--catalogue", renamed).exit_code == 0
    assert run(path, "--workbook", workbook).exit_code == 3


def test_a_visit_sheet_under_another_name_is_the_same(tmp_path: Path) -> None:
    application = workbook(tmp_path)
    sheet = fill(blank(application))
    path = tmp_path / "报告.json"
    made = assess(application, Options(stage=Stage.EVALUATION, inspection=sheet), ENGINE)
    path.write_text(to_json(made), encoding="utf-8")
    renamed = Path(shutil.copyfile(sheet, tmp_path / "勘验表（副本）.xlsx"))
    assert run(path, "--workbook", application, "--inspection", renamed).exit_code == 0
