"""A roster or drug list may come as a .csv file beside the workbook."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from medcheck.cli import main
from medcheck.errors import WorkbookError
from medcheck.intake.read_application import read_application

SAMPLE = Path(__file__).parents[1] / "forms" / "samples" / "clinic-eligible.xlsx"
CSV = (
    "工号,身份证号码,姓名,类别,职称,用工形式,入职时间,参保时间\n"
    '1,"=""371502197503124010""",周明远,医师,副主任医师,合同,2018/3/20,2018年4月\n'
    "合计,,1人,,,,,\n"
    "2,37150219720518302X,林晓燕,护士,护师,合同制,2018.4.2,201804\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_list_is_read_from_the_file_with_its_cells(tmp_path, encoding):
    path = tmp_path / "名册.csv"
    path.write_text(CSV, encoding)
    application = read_application(SAMPLE, {"人员花名册": path})
    first, second = application.tables["staff"].rows
    assert [first.value(key) for key in ("name", "id_number", "category")] == [
        "周明远",
        "371502197503124010",
        "执业医师",
    ]
    assert str(first.cells["id_number"].ref) == "《名册.csv》B2"
    assert second.value("hire_date").isoformat() == "2018-04-02"
    assert second.value("insured_since").isoformat() == "2018-04-01"
    assert application.tables["staff"].skipped == {"合计行": 1}
    (beside,) = application.lists
    assert (beside.table, beside.file) == ("staff", "名册.csv")
    assert len(beside.sha256) == 64


def test_tabs_and_semicolons_part_columns_too(tmp_path):
    path = tmp_path / "名册.csv"
    path.write_text(CSV.replace(",", "\t"), "utf-8")
    assert len(read_application(SAMPLE, {"staff": path}).tables["staff"].rows) == 2


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (
            b"a,b\n1,2\n",
            "人员花名册",
            "没有找到“人员花名册”的表头：一行中应有“姓名、身份证号、人员类别、用工形式、入职日期”等列名",
        ),
        (b"\xff\xfe\x00", "人员花名册", "不是 UTF-8 或 GB18030 编码的 CSV 文件"),
        (b"x", "花名册", "没有“花名册”这张清单；是否应为“人员花名册”？"),
    ],
    ids=["no-header", "no-text", "no-such-list"],
)
def test_a_file_that_is_no_such_list_is_refused(tmp_path, content, name, message):
    path = tmp_path / "名册.csv"
    path.write_bytes(content)
    with pytest.raises(WorkbookError, match=r"名册\.csv") as caught:
        read_application(SAMPLE, {name: path})
    assert message in str(caught.value)


def test_the_command_takes_a_list(tmp_path):
    path = tmp_path / "名册.csv"
    path.write_text(CSV, "utf-8")
    result = CliRunner().invoke(main, ["assess", str(SAMPLE), "--list", f"人员花名册={path}", "--format", "json"])
    assert '"file": "名册.csv"' in result.output
    several = CliRunner().invoke(main, ["assess", str(SAMPLE), str(SAMPLE), "--list", f"人员花名册={path}"])
    assert several.exit_code == 2
    assert "--list 只用于一份申请表" in several.output
