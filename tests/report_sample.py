"""A made-up assessment of a 定点门诊 for the report tests: all nine verdicts, several sections, other readings."""

from __future__ import annotations

from datetime import date

from medcheck.assessment.model.assessment_model import Assessment, ProblemItem, Task, Tasks, VerdictCount
from medcheck.assessment.model.figures import Bar, Chart, Unmatched
from medcheck.assessment.model.finding_model import Finding
from medcheck.assessment.model.source_model import Applicant, Regulation, SheetRead, Skipped, WorkbookUsed
from medcheck.verdict import VERDICT_WORDS, Conclusion, Stage, Verdict
from tests.report_sample_build import ACTORS, FILE, MANAGER, MONTHS
from tests.report_sample_findings import FINDINGS

BLOCKING = (
    "opd-area-min",
    "opd-nurse-min",
    "opd-equipment-set",
    "doc-registration-medical",
    "doc-physician-practice-certs",
    "doc-social-insurance-all-staff",
)
PROBLEMS = (
    ProblemItem(
        place=f"{FILE}《人员》H6", sheet="人员", cell="H6", required=False, hint=False,
        text="出生日期应为一个确定的日期，现为“七十年代”", mend="按身份证填写出生日期",
    ),
    ProblemItem(
        place=f"{FILE}《人员》C6", sheet="人员", cell="C6", required=False, hint=False, conflict=True,
        text="身份证件号码的校验位不符，不可能是真实号码", mend="对照身份证更正",
    ),
    ProblemItem(
        place=f"{FILE}《人员》K7", sheet="人员", cell="K7", required=True, hint=False,
        text="参保起始月应为一个确定的日期，现为“约2020年底”", mend="按社会保险缴费证明填写年月，例如 2020年12月",
    ),
    ProblemItem(
        place=f"{FILE}《人员》K5", sheet="人员", cell="K5", required=True, hint=False,
        text="参保起始月是必填项，现为空", mend="按社会保险缴费证明填写年月",
    ),
    ProblemItem(
        place=f"{FILE}《设备》A18", sheet="设备", cell="A18", required=False, hint=True,
        text="设备名称“蒸锅”没有对应到标准名称，是否为“高压灭菌设备”", mend="写标准名称，或在备注栏说明",
    ),
    ProblemItem(
        place=f"{FILE}《费用指标》C9", sheet="费用指标", cell="C9", required=False, hint=False,
        text="资产负债率应为百分数，公式未计算", mend="用 Excel 或 WPS 打开，保存后重新提交",
    ),
    ProblemItem(
        place=FILE, sheet="", cell="", required=False, hint=True,
        text="工作簿有隐藏的工作表“备份”，其中的数据没有读取", mend="如需提交其中的数据，请取消隐藏并移到相应的表",
    ),
)  # fmt: skip


def tasks(findings: tuple[Finding, ...]) -> tuple[Tasks, ...]:
    """Return what each party has to do, from the findings' own sentences."""
    return tuple(
        Tasks(
            actor=actor,
            actor_word=word,
            tasks=tuple(
                Task(
                    rule=f.rule,
                    title=f.title,
                    text=f.todo,
                    cells=tuple(
                        f"《{e.source.sheet}》{e.source.cell}" for e in f.evidence if e.source and e.source.sheet
                    ),
                )
                for f in findings
                if f.actor == actor
            ),
        )
        for actor, word in ACTORS.items()
    )


def sample() -> Assessment:
    """Return the assessment."""
    return Assessment(
        medcheck="0.1.0",
        applicant=Applicant(
            name="聊城市东昌府区康宁诊所",
            uscc="91371502MA3EXAMPLE",
            facility_type="clinic",
            facility_type_word="定点门诊",
        ),
        workbook=WorkbookUsed(
            file=FILE,
            sha256="3f" * 32,
            kind="xlsx",
            form="clinic",
            form_version=1,
            sheets=(
                SheetRead(name="基本信息", rows=None, skipped=(), by_name=35, by_label=1, lost=0),
                SheetRead(
                    name="人员花名册",
                    rows=12,
                    skipped=(Skipped(word="合计行", count=1),),
                    by_name=17,
                    by_label=0,
                    lost=0,
                ),
            ),
        ),
        regulation=Regulation(
            pack="liaocheng-2019",
            title="聊城市基本医疗保险定点医药机构协议管理办法",
            number="聊医保发〔2019〕47号",
            issuer="聊城市医疗保障局",
            valid_from=date(2019, 9, 1),
            valid_to=date(2022, 8, 31),
            verified=False,
            sha256="c0ffee00" * 8,
            chosen="in_force",
        ),
        application_date=date(2021, 3, 8),
        assessment_date=date(2021, 3, 12),
        stage=Stage.ASSESSMENT,
        stage_word="材料评估",
        conclusion=Conclusion.NOT_MET,
        conclusion_word="补正或撤回",
        sentence="有 3 项不符合标准，另有 3 项材料需要补正：请补正后重新提交，或撤回申请。",
        clear=False,
        counts=tuple(
            VerdictCount(verdict=v, word=VERDICT_WORDS[v], count=sum(f.verdict is v for f in FINDINGS)) for v in Verdict
        ),
        total=len(FINDINGS),
        blocking=BLOCKING,
        tasks=tasks(FINDINGS),
        findings=FINDINGS,
        problems=PROBLEMS,
        readings=(MONTHS, MANAGER),
        charts=(
            Chart(
                kind="titles",
                title="职称结构与标准",
                note="占同类人员的比例，虚线框是标准",
                bars=(
                    Bar(
                        label="主治医师及以上",
                        number="1/2",
                        text="50%（1/2）",
                        low="7/15",
                        bound="7/15",
                        rule="opd-physician-min",
                        verdict=Verdict.PASS,
                    ),
                    Bar(label="护师及以上护士", number="0", text="0%（0/1）"),
                ),
            ),
        ),
        unmatched=(Unmatched(about="设备", name="蒸锅", place="《设备》A18"),),
        notices=(
            "2021年2月1日起，国家医疗保障局令第2号、第3号施行；与本办法不一致的，按国家规定执行。",
            "个人身份证件号码不写入本报告。",
        ),
    )
