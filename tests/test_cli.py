"""The promise at the door: exit code, standard output and standard error of every command."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from pathlib import Path

import click
import openpyxl
import pytest
from click.testing import CliRunner, Result

from medcheck import __version__
from medcheck.cli import main
from medcheck.cli.schema import schema_text
from tests.applications import SAMPLES, SETTLED_CASE, case_file, workbook

ELIGIBLE = str(SAMPLES / "clinic-eligible.xlsx")
DEFECTS = str(SAMPLES / "clinic-defects.xlsx")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, prog_name="medcheck")


def test_exit_0_when_nothing_stands_in_the_way() -> None:
    result = run("assess", ELIGIBLE)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "【未见妨碍申请的问题】" in result.stdout


def test_exit_1_when_something_does() -> None:
    result = run("assess", DEFECTS)
    assert (result.exit_code, result.stderr) == (1, "")
    assert "差 0.04 ㎡" in result.stdout


USAGE = [
    (("assess",), "错误：缺少“申请.xlsx…”\n  处理：运行 medcheck assess --help 查看用法和示例。\n"),
    (
        ("fill", "没有.yaml", "-o", "x.xlsx"),
        "错误：“数据.yaml”的值不正确：文件不存在\n  处理：运行 medcheck fill --help 查看用法和示例。\n",
    ),
    (("asess",), "错误：没有命令“asess”；您是否想写“assess”？\n  处理：运行 medcheck --help 查看用法和示例。\n"),
    (
        ("assess", ELIGIBLE, "--frmat", "html"),
        "错误：没有选项“--frmat”；您是否想写“--format”？\n  处理：运行 medcheck assess --help 查看用法和示例。\n",
    ),
    (
        ("assess", ELIGIBLE, "--format", "docx"),
        "错误：“--format”的值不正确：没有格式“docx”，可用的格式为 html、json、xlsx、pdf\n"
        "  处理：运行 medcheck assess --help 查看用法和示例。\n",
    ),
    (
        ("assess", ELIGIBLE, "--as-of", "2019"),
        "错误：“--as-of”的值不正确：日期应写成 2019-09-01\n  处理：运行 medcheck assess --help 查看用法和示例。\n",
    ),
    (
        ("assess", ELIGIBLE, "--reading", "three-months"),
        "错误：“--reading”的值不正确：应写成 口径=选项，例如 three-months=next-day\n"
        "  处理：运行 medcheck assess --help 查看用法和示例。\n",
    ),
    (("form", "clinic"), "错误：缺少“--output”\n  处理：运行 medcheck form --help 查看用法和示例。\n"),
    (("rules",), ""),
]


@pytest.mark.parametrize(("arguments", "message"), USAGE, ids=[" ".join(arguments) for arguments, _ in USAGE])
def test_exit_2_for_usage(arguments: tuple[str, ...], message: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    if message:
        assert (result.stdout, result.stderr) == ("", message)


def test_exit_3_when_it_cannot_be_assessed(tmp_path: Path) -> None:
    path = tmp_path / "说明.xlsx"
    path.write_text("<html><body>不是工作簿</body></html>", encoding="utf-8")
    result = run("assess", str(path))
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith("错误：说明.xlsx：")
    assert "请在 Excel/WPS 中另存为 .xlsx" in result.stderr


def test_exit_3_outside_every_pack(tmp_path: Path) -> None:
    result = run("assess", str(workbook(tmp_path, {"application_date": "2019-08-31"})))
    assert result.exit_code == 3
    assert result.stderr == (
        "错误：规则包：申请日期 2019-08-31 没有施行中的规则包（所在地东昌府区（371502），定点门诊）\n"
        "  处理：核对所在地和申请日期；已有规则包：liaocheng-2019（聊医保发〔2019〕47号，地区 371500，2019-09-01至2022-08-31）；"
        "liaocheng-2021（聊医保发〔2019〕47号第二十三条，地区 371500，2021-02-01至2022-08-31）；"
        "national-2021（国家医疗保障局令第2号、第3号，全国，2021-02-01起施行）。"
        "确需按某个规则包评估时，用 --pack 指定，报告会注明；规则包在别的文件夹的，用 --rules 指定该文件夹\n"
    )


def broken(*_: object) -> None:
    raise ZeroDivisionError("a bug at 371502198503071234")


def test_exit_4_is_a_bug_told_as_one_with_its_log(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("medcheck.assess.assess", broken)
    monkeypatch.chdir(tmp_path)
    result = run("assess", ELIGIBLE)
    assert result.exit_code == 4
    (log,) = tmp_path.iterdir()
    assert result.stderr == (
        f"错误：这是 medcheck 的缺陷（ZeroDivisionError），不是申请材料的问题。\n  处理：请将日志发给维护人员：{log}\n"
    )
    text = log.read_text(encoding="utf-8")
    assert "ZeroDivisionError: a bug at 371***********1234" in text
    assert f"版本：medcheck {__version__}" in text
    assert f"openpyxl {openpyxl.__version__}" in text
    assert "Traceback" in text


def test_the_log_goes_elsewhere_where_the_folder_cannot_be_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    gone, spare = tmp_path / "gone", tmp_path / "spare"
    gone.mkdir()
    spare.mkdir()
    monkeypatch.setattr("medcheck.assess.assess", broken)
    monkeypatch.setattr("tempfile.tempdir", str(spare))
    monkeypatch.chdir(gone)
    gone.rmdir()  # a folder that was taken away cannot be written by anybody, root included
    result = run("assess", ELIGIBLE)
    assert result.exit_code == 4
    (log,) = spare.iterdir()
    assert str(log) in result.stderr


def test_a_bug_without_a_log_is_printed_whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("medcheck.assess.assess", broken)
    monkeypatch.setattr("medcheck.cli.bug_log.write_bug_log", lambda _: None)
    result = run("assess", ELIGIBLE)
    assert result.exit_code == 4
    assert "ZeroDivisionError: a bug" in result.stderr
    assert result.stderr.endswith("不是申请材料的问题。\n  处理：请将以上信息发给维护人员\n")


def test_several_files_one_bad_one_costs_itself_only(tmp_path: Path) -> None:
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(b"")
    result = run("assess", str(bad), ELIGIBLE, DEFECTS, "-o", str(tmp_path / "报告"))
    assert result.exit_code == 3
    assert "【未见妨碍申请的问题】clinic-eligible.xlsx：" in result.stdout
    assert "【不属本机构管辖】clinic-defects.xlsx：" in result.stdout
    assert result.stderr.startswith("错误：坏.xlsx：")
    written = sorted(path.name for path in (tmp_path / "报告").iterdir())
    assert written == ["clinic-defects.html", "clinic-defects.json", "clinic-eligible.html", "clinic-eligible.json"]


def test_json_alone_goes_to_standard_output() -> None:
    result = run("assess", ELIGIBLE, "--format", "json")
    made = json.loads(result.stdout)
    assert (made["format"], made["format_version"], made["conclusion"]) == ("medcheck-assessment", 2, "inspect")


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("一", "二"):
        assert run("assess", DEFECTS, "-o", str(tmp_path / folder)).exit_code == 1
    for name in ("clinic-defects.html", "clinic-defects.json"):
        assert (tmp_path / "一" / name).read_bytes() == (tmp_path / "二" / name).read_bytes()


def test_reports_name_files_never_paths(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    run("assess", str(path), "-o", str(tmp_path))
    for report in (tmp_path / "申请.html", tmp_path / "申请.json"):
        assert str(tmp_path) not in report.read_text(encoding="utf-8")


def test_a_report_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "报告").write_text("这里是文件", encoding="utf-8")
    result = run("assess", ELIGIBLE, "-o", str(tmp_path / "报告" / "甲"))
    assert result.exit_code == 3
    assert result.stderr.startswith("错误：clinic-eligible.html：不能写入报告：")


def test_a_case_file_reaches_acceptance(tmp_path: Path) -> None:
    result = run("assess", ELIGIBLE, "--stage", "acceptance", "--case", str(case_file(tmp_path, SETTLED_CASE)))
    assert result.exit_code == 0
    assert "【予以受理】" in result.stdout


def test_a_missing_case_file_is_told(tmp_path: Path) -> None:
    result = run("assess", ELIGIBLE, "--case", str(tmp_path / "没有.yaml"))
    assert (result.exit_code, result.stderr) == (
        3,
        "错误：没有.yaml：找不到案件文件\n  处理：核对 --case 后的文件名和所在文件夹\n",
    )


FILLED = [("clinic", "clinic-eligible"), ("hospital", "hospital-1-eligible"), ("pharmacy", "pharmacy-rural-eligible")]


@pytest.mark.parametrize(("form", "sample"), FILLED)
def test_a_blank_form_and_a_filled_one_can_be_assessed(tmp_path: Path, form: str, sample: str) -> None:
    blank, filled = tmp_path / "空白.xlsx", tmp_path / "申请.xlsx"
    assert run("form", form, "-o", str(blank)).stdout == f"已生成空白申请表：{blank}\n"
    assert run("assess", str(blank)).exit_code == 1
    made = run("fill", str(SAMPLES / f"{sample}.yaml"), "-o", str(filled))
    assert made.stdout == f"已填写申请表：{filled}\n"
    assert filled.read_bytes() == (SAMPLES / f"{sample}.xlsx").read_bytes()


OPEN_TO_THE_AGENCY = ["doc-other-materials", "na-terminated-within-3y-related", "ph-catalogue-stock-ratio"]


@pytest.mark.parametrize("sample", ["pharmacy-single-eligible", "pharmacy-rural-eligible"])
def test_nothing_stands_in_the_way_of_an_eligible_pharmacy(sample: str) -> None:
    """The stocking rate waits for the catalogue, which the agency keeps."""
    result = run("assess", str(SAMPLES / f"{sample}.xlsx"), "--format", "json")
    made = json.loads(result.stdout)
    assert (result.exit_code, made["conclusion_word"]) == (0, "未见妨碍申请的问题")
    assert (made["blocking"], made["problems"]) == ([], [])
    assert "applicant" not in [party["actor"] for party in made["tasks"]]
    assert [one["rule"] for one in made["findings"] if one["verdict"] == "unknown"] == OPEN_TO_THE_AGENCY
    assert not [one["rule"] for one in made["findings"] if one["verdict"] in ("fail", "conflict")]


def test_the_defects_of_a_chain_outlet_are_found() -> None:
    result = run("assess", str(SAMPLES / "pharmacy-chain-defects.xlsx"), "--format", "json")
    made = json.loads(result.stdout)
    assert (result.exit_code, made["conclusion"]) == (1, "supplement")
    verdicts = {one["rule"]: one["verdict"] for one in made["findings"]}
    failed = """
        doc-social-insurance-all-staff doc-premises-right-remaining doc-application-form-pharmacy
        doc-staff-roster-pharmacy-each doc-drug-price-list-pharmacy-each doc-three-month-accounts-from
        cond-pharmacy-licences-gsp doc-gsp-certificate cond-pharmacy-pharmacist-on-duty ph-stock-value-min ph-sku-count-min
        ph-area-urban-chain ph-head-licensed-pharmacist ph-licensed-pharmacist-min ph-tcm-pharmacist ph-training
        ph-annual-checkup ph-crushing-decoction-equipment ph-crushing-decoction-equipment-decoction
    """
    assert {rule for rule, verdict in verdicts.items() if verdict == "fail"} == set(failed.split())
    open_ = ("doc-technical-certs-pharmacy-each", "doc-pos-equipment-printer", "cond-pharmacy-inspection-pass")
    assert [verdicts[rule] for rule in open_] == ["unknown", "unknown", "judge"]
    assert verdicts["cond-pharmacy-no-price-violation-3m"] == "judge"


def test_rules_commands() -> None:
    listed = run("rules", "list", "--type", "clinic")
    assert listed.exit_code == 0
    assert "共 88 条规则（聊医保发〔2019〕47号）。" in listed.stdout
    shown = run("rules", "show", "opd-area-min")
    assert "要求        实际使用面积不少于60㎡" in shown.stdout
    assert "事实        实际使用面积（usable_area_m2）：《基本信息》业务用房使用面积" in shown.stdout
    unknown = run("rules", "show", "opd-area")
    assert (unknown.exit_code, unknown.stderr.splitlines()[0]) == (
        3,
        "错误：liaocheng-2019：没有规则“opd-area”；您是否想写“opd-area-min”？",
    )
    assert (run("rules", "check").exit_code, run("rules", "check").stderr) == (0, "")
    coverage = run("rules", "coverage")
    assert (coverage.exit_code, coverage.stdout.splitlines()[0]) == (
        0,
        "聊城市基本医疗保险定点医药机构协议管理办法（聊医保发〔2019〕47号）共 306 个条款：",
    )


COMMANDS = [
    *((), ("form",), ("fill",), ("assess",), ("batch",), ("evaluate",), ("inspect",), ("notice",), ("compare",)),
    *(("verify",), ("samples",), ("rules",), ("schema",)),
]
SUBCOMMANDS = [("rules", "list"), ("rules", "show"), ("rules", "check"), ("rules", "coverage")]


@pytest.mark.parametrize("command", COMMANDS + SUBCOMMANDS, ids=" ".join)
def test_every_command_has_a_chinese_help_with_an_example(command: tuple[str, ...]) -> None:
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith("用法：medcheck")
    assert "示例" in result.stdout or command == ("rules",)
    for english in ("Usage", "Options", "Commands", "Show this message", "default", "required", "<="):
        assert english not in result.stdout


@pytest.mark.parametrize("name", ["rules", "result", "compare", "clinic", "hospital", "pharmacy"])
def test_schemas_in_the_repository_are_fresh(name: str) -> None:
    committed = Path(__file__).parent.parent / "docs" / "schemas" / f"{name}.schema.json"
    assert run("schema", name).stdout == schema_text(name) == committed.read_text(encoding="utf-8")


def test_help_loads_neither_openpyxl_nor_the_engine() -> None:
    code = (
        "import sys; from medcheck.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print([name for name in ('openpyxl', 'durable', 'jinja2', 'python_calamine') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_gbk_console_does_not_crash() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "medcheck", "assess", DEFECTS],
        capture_output=True,
        env={"PYTHONIOENCODING": "gbk", "PATH": ""},
        check=False,
    )
    assert done.returncode == 1
    assert "不属本机构管辖" in done.stdout.decode("gbk")


def test_a_filled_form_is_never_written_over_unasked(tmp_path: Path) -> None:
    filled = tmp_path / "申请.xlsx"
    filled.write_bytes(b"filled by somebody")
    for command in (("form", "clinic"), ("fill", str(SAMPLES / "clinic-half.yaml"))):
        result = run(*command, "-o", str(filled))
        assert (result.exit_code, result.stderr) == (
            3,
            "错误：申请.xlsx：文件已存在，没有写入\n  处理：换一个文件名；确要覆盖原文件的，加上 --force\n",
        )
    assert filled.read_bytes() == b"filled by somebody"
    assert run("form", "clinic", "-o", str(filled), "--force").exit_code == 0


def test_two_applicants_with_the_same_file_name_keep_a_report_each(tmp_path: Path) -> None:
    names = {"甲": "聊城甲诊所", "乙": "聊城乙诊所"}
    paths = []
    for folder, name in names.items():
        (tmp_path / folder).mkdir()
        paths.append(str(workbook(tmp_path / folder, {"facility_name": name})))
    for _ in range(2):
        run("assess", *paths, "-o", str(tmp_path / "报告"))
    written = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "报告").iterdir()}
    assert sorted(written) == ["申请-2.html", "申请-2.json", "申请.html", "申请.json"]
    assert names["甲"] in written["申请.json"]
    assert names["乙"] in written["申请-2.json"]


def test_a_missing_workbook_costs_itself_only(tmp_path: Path) -> None:
    result = run("assess", str(tmp_path / "没有.xlsx"), ELIGIBLE)
    assert (result.exit_code, result.stderr) == (
        3,
        "错误：没有.xlsx：文件不存在或无法打开\n  处理：检查文件名和权限后重试\n",
    )
    assert "clinic-eligible.xlsx" in result.stdout


def test_a_screen_that_is_closed_early_costs_no_report(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "medcheck", "assess", ELIGIBLE, "-o", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        process.stdout.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clinic-eligible.html", "clinic-eligible.json"]


def test_a_report_that_cannot_be_written_costs_itself_only(tmp_path: Path) -> None:
    (tmp_path / "clinic-eligible.html").mkdir()
    result = run("assess", ELIGIBLE, DEFECTS, "-o", str(tmp_path))
    assert result.exit_code == 3
    assert "【未见妨碍申请的问题】clinic-eligible.xlsx" in result.stdout
    assert "错误：clinic-eligible.html：不能写入报告：" in result.stderr
    assert (tmp_path / "clinic-defects.json").is_file()


def test_a_link_that_leads_nowhere_is_a_file_that_exists(tmp_path: Path) -> None:
    link = tmp_path / "申请.xlsx"
    link.symlink_to(tmp_path / "没有.xlsx")
    refused = run("form", "clinic", "-o", str(link))
    assert (refused.exit_code, link.is_symlink(), (tmp_path / "没有.xlsx").exists()) == (3, True, False)
    assert refused.stderr.startswith("错误：申请.xlsx：文件已存在，没有写入")


ENDS = [
    (OSError(errno.ENOSPC, "full"), 3, "错误：标准输出：不能输出结果：磁盘已满\n  处理：检查磁盘空间，或换一个位置\n"),
    (
        PermissionError(errno.EACCES, "no", "/x/申请.xlsx"),
        3,
        "错误：申请.xlsx：不能读写：没有写入权限\n  处理：检查文件名、文件夹权限和磁盘空间后重试\n",
    ),
    (MemoryError(), 3, "错误：medcheck：内存不足，已停止\n  处理：核对文件内容，关闭其他程序后重试\n"),
    (click.Abort(), 2, "已中断。\n"),
]


@pytest.mark.parametrize(("error", "code", "told"), ENDS, ids=[type(error).__name__ for error, *_ in ENDS])
def test_every_way_a_command_can_end_has_its_code(
    monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, told: str
) -> None:
    def ending(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("medcheck.cli.base.os.dup2", lambda *_: None)
    monkeypatch.setattr("medcheck.cli.base.importlib.import_module", ending)
    ended = run("form", "clinic", "-o", "申请.xlsx")
    assert (ended.exit_code, ended.stderr) == (code, told)
