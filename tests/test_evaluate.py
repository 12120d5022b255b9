"""The comparison of a batch: who is proposed and why not, numbers as in the results, the papers, what is refused."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from docx import Document

from medcheck.assessment.model.figures import Gauge
from medcheck.cli import main
from medcheck.errors import MedcheckError
from medcheck.evaluation import evaluation_files, weights
from medcheck.evaluation.dashboard import share_over
from medcheck.evaluation.evaluation_page import page
from medcheck.evaluation.gather import gather
from medcheck.evaluation.minutes import minutes
from medcheck.evaluation.reasons import order_of, reasons
from medcheck.evaluation.review import _group, review
from medcheck.evaluation.sheets import sheets
from medcheck.rulebook.check.check_tables import check_tables
from medcheck.rulebook.pack import load_pack
from tests.make_minutes_template import FILE, make
from tests.packages import SAMPLE
from tests.report_faces import PageText

NAMES = ("clinic-eligible", "clinic-defects", "hospital-2-defects", "pharmacy-single-eligible")
ELIGIBLE, DEFECTS = "聊城市东昌府区康宁综合门诊部", "茌平惠民诊所"


def run(*arguments: str):
    """Return how a command ended."""
    return CliRunner().invoke(main, list(arguments))


def batch(folder: Path, stage: str, names: tuple[str, ...] = NAMES) -> Path:
    """Return the output folder of a batch of shipped samples."""
    folder.mkdir(exist_ok=True)
    for name in names:
        shutil.copy(SAMPLE.parent / f"{name}.xlsx", folder)
    output = folder.parent / f"{folder.name}-{stage}"
    ended = run("batch", str(folder), "-o", str(output), "--stage", stage, "--workers", "1")
    assert ended.exit_code == 0, ended.output
    return output


@pytest.fixture(scope="module")
def output(tmp_path_factory) -> Path:
    """Return a batch of the four samples at the stage of evaluation."""
    return batch(tmp_path_factory.mktemp("批") / "申请", "evaluation")


@pytest.fixture(scope="module")
def early(tmp_path_factory) -> Path:
    """Return a batch at the desk: two copies of one application, one sound pharmacy, one that is no workbook."""
    top = tmp_path_factory.mktemp("早") / "申请"
    top.mkdir()
    shutil.copy(SAMPLE.parent / "clinic-eligible.xlsx", top / "另一份.xlsx")
    (top / "坏.xlsx").write_bytes(b"x")
    return batch(top, "assessment", ("clinic-eligible", "clinic-defects", "pharmacy-single-eligible"))


def test_groups_conclusions_and_counties(output):
    made = review(gather(output))
    assert [(g.word, len(g.entries), len(g.clauses), len(g.proposed)) for g in made.groups] == [
        ("定点医院（二级）", 1, 56, 0),
        ("定点门诊", 2, 23, 0),
        ("定点零售药店", 1, 26, 0),
    ]
    assert made.conclusions == (
        ("现场勘验未完成", (0, 1, 1), 2),
        ("不属本机构管辖", (0, 1, 0), 1),
        ("需补正材料", (1, 0, 0), 1),
    )
    assert made.divisions == (("东昌府区", (2, 0), 2), ("冠县", (1, 0), 1), ("茌平区", (1, 0), 1))
    assert made.failing[0][0] == "已提交的证照都在有效期内"
    assert made.failing[0][2] == 2
    first = made.missed[0]
    assert (first.finding.value, first.finding.bound, first.finding.gap) == ("59.96㎡", "60㎡", "差 0.04 ㎡")


def test_who_is_proposed_and_why_others_are_not(early):
    made = review(gather(early))
    assert [entry.row.name for entry in made.proposed] == ["另一份.xlsx", "pharmacy-single-eligible.xlsx"]
    out = {entry.row.name: reasons(entry) for group in made.groups for entry in group.left_out}
    assert set(out) == {"clinic-defects.xlsx"}
    assert [(row.name, entry.row.name) for row, entry in made.replaced] == [("clinic-eligible.xlsx", "另一份.xlsx")]
    assert out["clinic-defects.xlsx"][0] == "结论：不属本机构管辖"
    assert sum("差 0.04 ㎡" in text for text in out["clinic-defects.xlsx"]) == 1
    assert [row.name for row in made.refused] == ["坏.xlsx"]


def test_types_stand_in_the_order_of_their_class(output):
    made = gather(output)
    hospital = next(result for result in made.results if result.assessment.applicant.facility_type == "hospital")
    of = hospital.assessment
    kinds = ("定点医院（三级）", "定点医院（一级）")
    others = tuple(
        hospital._replace(
            assessment=of.model_copy(update={"applicant": of.applicant.model_copy(update={"facility_type_word": kind})})
        )
        for kind in kinds
    )
    groups = review(made._replace(results=(*others, hospital))).groups
    assert [group.word for group in groups] == ["定点医院（一级）", "定点医院（二级）", "定点医院（三级）"]


def test_nothing_that_blocks_is_left_unsaid(output):
    for entry in review(gather(output)).entries:
        said = "\n".join(reasons(entry))
        assert len(entry.blocking) == len(entry.assessment.blocking) > 0
        assert all(finding.title in said and finding.gap in said for finding in entry.blocking)


def test_every_number_of_page_and_workbook_stands_in_the_results(output):
    known = set()
    for path in output.rglob("报告/**/*.json"):
        for finding in json.loads(path.read_text(encoding="utf-8"))["findings"]:
            gauge = finding["gauge"] or {"margin": ""}
            known |= {finding[key] for key in ("value", "bound", "gap", "verdict_word", "title", "cite")}
            known |= {gauge["margin"]}
    made = review(gather(output))
    book = openpyxl.load_workbook(BytesIO(sheets(made)))
    for name in ("数值 定点医院（二级）", "数值 定点门诊", "数值 定点零售药店"):
        cells = [cell or "" for row in book[name].iter_rows(min_row=2, min_col=3, values_only=True) for cell in row]
        assert len(cells) >= 57
        assert set(cells) <= known | {""}
    cells = re.findall(r'<td class="v-\w+">(.*?)(?=<td|<tr|</t)', page(made), re.DOTALL)
    assert len(cells) == 128  # 56 of the hospital, 23 of each clinic, 26
    told = [re.sub("^界限 ", "", text) for cell in cells for text in PageText(f"<p>{cell}</p>").words]
    assert len(told) > 200
    assert {" ".join(text.split()) for text in told} <= {" ".join(text.split()) for text in known}


def test_the_workbook_is_safe_filtered_and_its_head_stays(output):
    book = openpyxl.load_workbook(BytesIO(sheets(review(gather(output)))))
    assert book.sheetnames == [
        "综合评定",
        "数值 定点医院（二级）",
        "数值 定点门诊",
        "数值 定点零售药店",
        "未达界限的数值",
        "待办事项",
        "多份申请中相同的内容",
        "同一机构的早先申请",
        "不符合最多的条款",
        "评估原则",
        "未能评估的文件",
    ]
    assert all(sheet.freeze_panes == "B2" and sheet.auto_filter.ref for sheet in book)
    assert {cell.data_type for sheet in book for row in sheet for cell in row} <= {"s", "n", "inlineStr"}
    first = book["综合评定"]
    assert [first.cell(row, 7).value for row in range(2, 6)] == ["不列入"] * 4
    assert [first.cell(row, 13).value for row in range(2, 6)] == [None] * 4  # no weights, no order


def test_the_page_keeps_the_policy_and_says_which_stage_it_is(output, early):
    late = page(review(gather(output)))
    assert late == page(review(gather(output)))
    assert "default-src 'none'; style-src 'sha256-" in late
    assert "不全是综合评定阶段的结果" not in late
    assert not re.search(r"(?:src|href)=\"https?:|\sstyle=|\son[a-z]+=", late)
    words = PageText(page(review(gather(early)))).words
    assert "不全是综合评定阶段的结果" in words
    assert any(word.startswith("以下结果来自“材料评估”阶段。") for word in words)


def test_six_principles_with_what_the_results_say_else_people(output, early):
    found = review(gather(output)).principles
    assert [one.cite for one in found] == [f"第十三条{n}" for n in range(1, 7)]
    assert found[1].says[2] == "冠县 定点医院（二级）：申请 1 家，建议进入协商谈判 0 家。"
    assert [one.cite for one in found if not one.says] == ["第十三条3", "第十三条5", "第十三条6"]
    assert page(review(gather(output))).count("由评审人员填写") == 3
    alike = review(gather(early)).principles[4].says
    assert alike == ("聊城康宁综合门诊部提交了两份以上的申请，以“另一份.xlsx”为准，“clinic-eligible.xlsx”不计。",)


def test_minutes(early):
    made = review(gather(early))
    document = Document(BytesIO(minutes(made)))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "一、建议进入协商谈判的名单（2 家）" in text
    assert "二、未列入的机构和理由（1 家）" in text
    assert "注意：所用结果来自“材料评估”阶段" in text
    assert text.count("（第十三条") == 6
    assert text.count("由评审人员填写") == 3  # two principles and the decision
    tables = ["\n".join(cell.text for row in table.rows for cell in row.cells) for table in document.tables]
    assert "91371502MA3F7K2P69" in tables[1]
    assert "差 0.04 ㎡" in tables[2]
    assert "坏.xlsx" in tables[3]
    assert minutes(made) == minutes(made)


def test_the_template_is_as_it_was_made():
    assert FILE.read_bytes() == make()


def test_weights_order_the_list_and_decide_nothing(output, monkeypatch):
    plain = review(gather(output)).groups[1]
    assert not plain.weighted
    assert [entry.row.name for entry in plain.entries] == ["clinic-defects.xlsx", "clinic-eligible.xlsx"]
    area = next(one.rule for one in plain.clauses if one.title == "实际使用面积不少于60平方米")
    monkeypatch.setattr("medcheck.evaluation.review.weights_of", lambda _: {area: 3, "ph-area": 1})
    made = review(gather(output))
    clinics = made.groups[1]
    assert [entry.row.name for entry in clinics.entries] == ["clinic-eligible.xlsx", "clinic-defects.xlsx"]
    assert order_of(clinics.entries[1]) == "-0.002（1 项无数值，未计）"
    assert made.proposed == ()
    assert "先后只是次序，不决定是否列入" in page(made)
    assert weights.weights_of(clinics.entries) == {}  # the shipped pack has none


@pytest.mark.parametrize(
    ("gauge", "share"),
    [
        (("59.96", "60", ""), "-1/1500"),
        (("120", "60", ""), "1"),
        (("80", "", "100"), "1/5"),
        (("9", "10", "20"), "-1/10"),
        (("3", "0", ""), "3"),
    ],
)
def test_how_far_a_number_is_from_its_bound(gauge, share):
    number, low, high = gauge
    assert str(share_over(Gauge(number=number, low=low, high=high, unit="", margin=""))) == share


def test_a_weight_of_no_rule_is_found(tmp_path):
    folder = shutil.copytree(Path(__file__).parent.parent / "rules" / "liaocheng-2019", tmp_path / "liaocheng-2019")
    file = folder / "pack.yaml"
    stated = file.read_text(encoding="utf-8")
    weights = "evaluation:\n  weights: {op-area: 2, operating-months-min: 1}\n"
    file.write_text(stated.replace("evaluation:\n", weights), encoding="utf-8")
    pack = load_pack(folder)
    assert pack.source.evaluation.weights == {"op-area": 2, "operating-months-min": 1}
    assert [problem.text.split("；")[0] for problem in check_tables(pack, ())] == ["没有规则“op-area”"]


def test_the_command(early, monkeypatch):
    ended = run("evaluate", str(early))
    assert ended.exit_code == 0
    assert "注意：结果来自“材料评估”阶段，不全是综合评定阶段的结果。" in ended.output
    assert "【定点零售药店】申请 1 家，建议进入协商谈判 1 家" in ended.output
    assert "未能评估 1 份" in ended.output
    for name in ("综合评定.html", "综合评定.xlsx", "综合评定会议记录.docx"):
        assert (early / name).is_file()
    (early / "综合评定会议记录.docx").unlink()
    monkeypatch.setattr(evaluation_files, "installed", lambda: False)
    ended = run("evaluate", str(early))
    assert ended.exit_code == 0
    assert "没有写会议记录：运行 pip install 'medcheck[word]' 后重试" in ended.output
    assert not (early / "综合评定会议记录.docx").exists()


def test_where_no_batch_is(tmp_path):
    ended = run("evaluate", str(tmp_path))
    assert ended.exit_code == 3
    assert "这里没有批量评估的结果（results.jsonl）" in ended.output
    assert run("evaluate", str(tmp_path / "无")).exit_code == 2


def test_results_that_do_not_fit_are_refused(output, tmp_path):
    folder = shutil.copytree(output, tmp_path / "报告")
    lines = (folder / "results.jsonl").read_text(encoding="utf-8")
    reseal(folder, lines.replace('"conclusion":"redirect"', '"conclusion":"ready"'))
    with pytest.raises(MedcheckError, match="JSON 结果与 results"):
        gather(folder)
    reseal(folder, re.sub(r'"报告/[^"]*\.json"', '"报告/x.html"', lines))
    with pytest.raises(MedcheckError, match="没有 JSON 结果"):
        gather(folder)
    reseal(folder, "{")
    with pytest.raises(MedcheckError, match="内容无法识别"):
        gather(folder)


def test_applicants_of_no_known_type_have_a_group_of_their_own() -> None:
    assert (_group("", [], []).word, _group("定点门诊", [], []).word) == ("（未填类别）", "定点门诊")


def reseal(folder: Path, rows: str) -> None:
    """Write other rows into a batch, and everything that proves them anew."""
    (folder / "results.jsonl").write_text(rows, "utf-8")
    manifest = folder / ".medcheck" / "manifest.json"
    old = hashlib.sha256(manifest.read_bytes()).hexdigest()
    kept = json.loads(manifest.read_text(encoding="utf-8"))
    kept["results_sha256"] = hashlib.sha256(rows.encode()).hexdigest()
    manifest.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    index = (folder / "index.html").read_text(encoding="utf-8")
    (folder / "index.html").write_text(
        index.replace(old, hashlib.sha256(manifest.read_bytes()).hexdigest()), encoding="utf-8"
    )
