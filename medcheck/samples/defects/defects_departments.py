"""Departments a hospital of each level must have, and the rule that each one's absence turns."""

from __future__ import annotations

from medcheck.samples.defects.defect import Defect, gone

_FAIL, _JUDGE = "fail", "judge"

DEPARTMENTS: tuple[Defect, ...] = (
    gone("clinical-department-missing", "缺一个临床科室", "hospital-1", {
        "急诊室": [("h1-dept-emergency", _FAIL)],
        "五官科": [("h1-dept-ent-eye-dental", _FAIL)],
        "家庭病床科": [("h1-dept-home-bed", _JUDGE)],
    }),
    gone("technical-department-missing", "缺一个医技科室", "hospital-1", {
        "化验室": [("h1-medtech-laboratory", _FAIL)],
        "X光室": [("h1-medtech-xray", _FAIL)],
        "手术室": [("h1-medtech-operating-room", _FAIL)],
        "处置室": [("h1-medtech-treatment-room", _FAIL)],
        "供应室": [("h1-medtech-supply-room", _FAIL)],
        "病案统计室": [("h1-medtech-records-statistics", _FAIL)],
        "图书室": [("h1-medtech-library", _FAIL)],
    }),
    gone("prevention-missing", "缺卫生防疫室", "hospital-1", {"卫生防疫室": [("h1-prevention-sanitation", _FAIL)]}),
    gone("office-missing", "缺一个职能科室", "hospital-2", {
        "政工科": [("h2-admin-political-personnel", _FAIL)],
        "医务科": [("h2-admin-medical-affairs", _FAIL)],
        "财务科": [("h2-admin-finance", _FAIL)],
        "设备科": [("h2-admin-equipment", _FAIL)],
    }),
    gone("clinical-department-missing", "缺一个临床科室", "hospital-2", {
        "急诊医学科": [("h2-dept-emergency", _FAIL)],
        "感染性疾病科": [("h2-dept-infectious", _FAIL)],
        "五官科": [("h2-dept-eye-ent-dental", _FAIL)],
        "外科ICU": [("h2-icu-medical-surgical-surgery", _FAIL)],
        "CCU病房": [("h2-ccu-min", _FAIL)],
    }),
    gone("technical-department-missing", "缺一个医技科室", "hospital-2", {
        "制剂室": [("h2-medtech-preparation-room", _FAIL)],
        "病理科": [("h2-medtech-pathology", _FAIL)],
        "营养科": [("h2-medtech-nutrition", _FAIL)],
        "手术室": [("h2-medtech-operating-room", _FAIL)],
        "消毒供应中心": [("h2-medtech-sterile-supply", _FAIL)],
        "功能检查科": [("h2-medtech-functional-exam", _FAIL)],
    }),
    gone("clinical-department-missing", "缺一个临床科室", "hospital-3", {
        "肿瘤科": [("h3-dept-oncology", _FAIL)],
        "介入科": [("h3-dept-interventional-radiology", _FAIL)],
        "家庭病床科": [("h3-dept-home-bed", _FAIL)],
        "烧伤整形科": [("h3-surgical-subspecialties", _FAIL)],
        "计划生育科": [("h3-obgyn-subspecialties", _FAIL)],
        "CCU病房": [("h3-ccu", _FAIL)],
    }),
    gone("technical-department-missing", "缺一个医技科室", "hospital-3", {
        "核医学科": [("h3-medtech-nuclear-medicine", _FAIL)],
        "病理科": [("h3-medtech-pathology", _FAIL)],
        "临床营养科": [("h3-medtech-nutrition", _FAIL)],
        "内镜中心": [("h3-medtech-endoscopy", _FAIL)],
        "统计室": [("h3-medtech-statistics", _FAIL)],
        "图书室": [("h3-medtech-library", _FAIL)],
    }),
)  # fmt: skip
