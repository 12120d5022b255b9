"""The findings of the made-up assessment in report_sample: literal values, one call a rule."""

from __future__ import annotations

from datetime import date

from medcheck.assessment.model.figures import Gauge
from medcheck.assessment.model.finding_model import Answer, Finding, OtherReading, WaiverUsed
from medcheck.verdict import Verdict
from tests.report_sample_build import (
    AREA,
    BASIC,
    CONDITIONS,
    EQUIPMENT,
    MANAGER,
    MONTHS,
    PAPERS,
    REFUSED,
    ROOMS,
    STAFF,
    VISIT,
    finding,
    item,
    paper,
)

FINDINGS: tuple[Finding, ...] = (
    finding(
        BASIC, "facility-type-declared", "第三条", "机构类型为医院、门诊或零售药店", "pass",
        item("机构类型", "定点门诊", "基本信息", "C5", "门诊"), value="定点门诊", bound="医院、门诊、零售药店之一",
    ),
    finding(
        BASIC, "jurisdiction-match", "第四条、第六条", "向所在地经办机构申请", "pass",
        item("执业地址所在区划", "东昌府区", "基本信息", "C9", "聊城市东昌府区柳园南路 88 号"),
        severity="redirect", value="东昌府区", bound="东昌府区",
    ),
    finding(
        BASIC, "site-separate-application", "第六条", "多个执业地点分别申请", "not_applicable",
        reasons=("只有一个执业地点",), value="1 个执业地点",
    ),
    finding(
        BASIC, "operating-months-min", "第五条", "在同一地点正式执业三个月以上", "pass",
        item("开业日期", "2020-12-08", "基本信息", "C12", "2020.12.8"), item("申请日期", "2021-03-08", "封面", "C4", "2021年3月8日"),
        severity="hard", value="2020-12-08 起，至申请日满 3 个月", bound="不少于 3 个月", readings=(MONTHS,),
        other_readings=(
            OtherReading(name="months-from", title="“三个月以上”从哪一天起算", label="次日起算",
                         verdict=Verdict.FAIL, verdict_word="不符合"),
        ),
    ),
    paper("doc-practice-licence-original", "《医疗机构执业许可证》正本", 6),
    paper("doc-practice-licence-duplicate", "《医疗机构执业许可证》副本", 7),
    finding(
        PAPERS, "doc-registration-medical", "第八条2", "《民办非企业单位登记证书》或《营业执照》", "fail",
        item("营业执照", "只有复印件", "材料清单", "C8", "仅复印件"), value="复印件", bound="原件和复印件", gap="缺 1 份",
        missing=("《营业执照》原件",), todo="出示《营业执照》原件供核对，同时提交复印件",
    ),
    finding(
        PAPERS, "doc-physician-practice-certs", "第八条3", "《医师执业证书》每人一份", "conflict",
        item("医师人数（花名册）", "2 人", "人员", "B4:B9", "2 行"),
        item("医师执业证书份数", "3 份", "材料清单", "E12", "3份"),
        reasons=("花名册有医师 2 人，材料清单写执业证书 3 份，两处不一致",), todo="核对花名册和材料清单，更正不实的一处",
    ),
    finding(
        PAPERS, "doc-social-insurance-all-staff", "第八条4", "全体工作人员在本单位参保三个月以上", "unknown",
        item("王某某·参保起始月", "（空）", "人员", "K5", "", entry="王某某"),
        item("李某某·参保起始月", "约2020年底", "人员", "K7", "约2020年底", entry="李某某"), about="人员",
        value="4 人中 2 人已证实", bound="全体工作人员不少于 3 个月", unsure=("王某某", "李某某"),
        reasons=("王某某：参保起始月没有填写", "李某某：参保起始月“约2020年底”不是确定的日期"), readings=(MONTHS,),
        todo="补填王某某、李某某的参保起始月并提交社会保险缴费证明",
    ),
    finding(
        PAPERS, "doc-insurance-managers-list", "第八条8", "医保分管领导和专职管理人员名单", "judge",
        item("专职管理人员", "刘某某（兼职）", "人员", "M6", "兼"), decided_by="reviewer", value="分管领导 1 人，管理人员 1 人（兼职）",
        bound="分管领导、专职管理人员各不少于 1 人", reasons=("管理人员为兼职，是否视为专职由评审人员决定",), readings=(MANAGER,),
        other_readings=(
            OtherReading(name="full-time-manager", title="小型门诊的“专职管理人员”", label="必须专职",
                         verdict=Verdict.FAIL, verdict_word="不符合"),
        ),
        todo="评审人员决定兼职管理人员是否符合要求，写明理由",
    ),
    finding(
        PAPERS, "doc-cost-indicators-outpatient", "第八条10", "四项医疗费用指标齐全", "fail",
        item("资产负债率", "（空）", "费用指标", "C9", ""), severity="advisory", value="3 项", bound="4 项", gap="缺 1 项",
        missing=("资产负债率",), todo="补填资产负债率（本项仅作提示，不影响结论）", actor="applicant",
    ),
    finding(
        REFUSED, "na-terminated-within-3y", "第十条2", "没有因违规被终止协议不满三年", "check",
        item("申请单位自述", "无", "声明", "C6", "无"), severity="not_accepted", decided_by="agency", value="申请单位称无",
        bound="终止之日起满 3 年", reasons=("自述不能证明，须查经办机构协议台账",), todo="查询协议终止台账并登记结果",
    ),
    finding(
        REFUSED, "na-under-investigation", "第十条3", "没有正在接受调查处理的违法违规行为", "pass",
        item("经办机构核查", "无记录", "", "answers.na-under-investigation", "no", file="case.yaml"), severity="not_accepted",
        decided_by="agency", value="无记录", bound="无",
        answer=Answer(answer="符合", by="赵志强（基金监管科）", on=date(2021, 3, 10), note="查询行政处罚系统，截至当日无在办案件"),
    ),
    finding(
        CONDITIONS, "cond-medical-licences", "第五条；附件 基本条件一", "持有的证照均在有效期内", "pass",
        item("执业许可证有效期至", "2025-06-30", "材料清单", "F6", "2025/6/30"), severity="hard", value="最早到期 2025-06-30",
        bound="不早于 2021-03-12",
    ),
    finding(
        CONDITIONS, "cond-medical-layout", "附件 基本条件五", "符合定点医疗机构布局要求", "judge", severity="hard",
        decided_by="reviewer", reasons=("没有数据可以判定，由评审人员对照布局规划决定",), todo="对照布局规划作出决定并注明文号",
    ),
    finding(
        STAFF, "opd-physician-min", "附件 医疗机构标准一（一）1", "医师 1 名以上", "pass",
        item("张某某", "执业医师，全科", "人员", "B4", "张某某"), item("陈某某", "执业助理医师，中医", "人员", "B5", "陈某某"),
        severity="hard", value="2 人", bound="不少于 1 人",
    ),
    finding(
        STAFF, "opd-nurse-min", "附件 医疗机构标准一（一）2", "护士 1 名以上", "fail",
        item("护士人数", "0 人", "人员", "D4:D9", "无“护士”岗位"), severity="hard", value="0 人", bound="不少于 1 人", gap="缺 1 人",
        todo="聘用至少 1 名注册护士，将其《护士执业证书》变更注册到本机构后补入花名册",
    ),
    finding(
        STAFF, "opd-pharmacy-staff-min", "附件 医疗机构标准一（一）3", "经培训合格的药剂人员 1 名以上", "waived",
        item("药剂人员", "0 人", "人员", "D4:D9", ""),
        item("放宽决定", "可由医师兼任", "", "waivers.opd-pharmacy-staff-min", "", file="case.yaml"),
        severity="hard", value="0 人", bound="不少于 1 人", gap="缺 1 人",
        remarks=("按批准的界限“0 人”放宽（依据聊东医保〔2021〕5号，东昌府区医疗保障局 2021-02-01，"
                 "理由：基层医疗机构，2021-12-31 前有效）。未放宽时：不符合，缺 1 人",),
        waiver=WaiverUsed(granted="0 人", decision="聊东医保〔2021〕5号", reason="基层医疗机构，2021-12-31 前有效",
                          by="东昌府区医疗保障局", on=date(2021, 2, 1), unrelaxed=Verdict.FAIL, unrelaxed_word="不符合"),
    ),
    finding(
        ROOMS, "opd-area-min", "附件 医疗机构标准一（二）1", "实际使用面积不少于 60 ㎡", "fail",
        item("实际使用面积（现场实测）", "58.5 ㎡", "勘验表", "D8", "58.5", file="勘验表-康宁诊所.xlsx"),
        item("实际使用面积（申请表）", "62 ㎡", "基本信息", "C17", "62平方米"), severity="hard", value="58.5 ㎡", bound="不少于 60 ㎡",
        gap="差 1.5 ㎡", remarks=("现场实测 58.5 ㎡ 与申请表 62 ㎡ 不一致，以实测为准",), todo="扩大使用面积至少 1.5 ㎡，重新实测后再申请",
        step="change", about="使用面积", gauge=Gauge(number="58.5", low="60", high="", unit="㎡", margin=""),
        pieces=(AREA,),
    ),
    finding(
        ROOMS, "opd-rooms-set", "附件 医疗机构标准一（二）2", "有独立的全科诊疗室、药房、治疗室", "inspect",
        item("用房", "全科诊疗室、药房、治疗室", "业务用房", "A4:A6", "3 行"), severity="hard", decided_by="inspection",
        value="全科诊疗室、药房、治疗室", bound="全科诊疗室、药房、治疗室", todo="现场核实三室是否各自独立",
    ),
    finding(
        EQUIPMENT, "opd-equipment-set", "附件 医疗机构标准一（三）", "十六种基本设备齐全", "fail",
        item("电动吸尘器", "0 台", "设备", "C11", "0"), item("高压灭菌设备", "“蒸锅”无法对应", "设备", "A18", "蒸锅"), severity="hard",
        value="16 种中有 14 种", bound="16 种", gap="缺 1 种，另有 1 种未定", missing=("电动吸尘器",),
        unsure=("高压灭菌设备",), about="设备",
        remarks=("“蒸锅”没有对应到任何设备名称",), todo="配备电动吸尘器；写明“蒸锅”是否为高压灭菌设备",
    ),
    finding(
        EQUIPMENT, "opd-equipment-by-subject", "附件 医疗机构标准一（三）末", "其他与诊疗科目相应的设备", "inspect", severity="hard",
        decided_by="inspection", reasons=("法规没有列明清单，由现场勘验人员判定",), todo="对照诊疗科目逐项核实设备",
    ),
    finding(
        VISIT, "site-information-system", "第十二条（二）2", "现场核实信息管理系统", "inspect", severity="hard",
        decided_by="inspection", todo="现场查看信息系统能否联网对接",
    ),
    finding(
        VISIT, "site-catalogue-stock-rate", "第十二条（二）2", "备药率", "not_applicable", severity="advisory",
        decided_by="inspection", reasons=("法规只对零售药店规定备药率的界限",),
    ),
)  # fmt: skip
