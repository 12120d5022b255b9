"""Defects of the checklist of papers: missing, unsigned, without original or copy, expired."""

from __future__ import annotations

from datetime import timedelta

from medcheck.calendar_months import months_after
from medcheck.samples.defects.defect import ALL, Drawn, papers

_FAIL = "fail"

_MISSING = {
    "clinic": {
        "legal_rep_resume": [("doc-legal-person-resume-medical", _FAIL)],
        "clinical_subject_list": [("doc-department-approval-list", _FAIL)],
        "staff_roster": [("doc-staff-roster-medical", _FAIL)],
        "staff_roster_electronic": [("doc-staff-roster-electronic", _FAIL)],
        "fee_schedule": [("doc-fee-schedule", _FAIL)],
        "drug_price_list": [("doc-drug-price-list-medical", _FAIL)],
        "department_setup": [("doc-department-setup", _FAIL)],
        "insurance_policies_index": [("doc-insurance-policy-index", _FAIL)],
        "insurance_managers_list": [("doc-insurance-managers-list-paper", _FAIL)],
        "it_equipment_list": [("doc-it-equipment-list-medical", _FAIL)],
        "it_maintainers_list": [("doc-it-maintainers-list-paper", _FAIL)],
        "financials_prior_year": [("doc-prior-year-financials-medical", _FAIL)],
        "activity_report": [("doc-medical-activity-report", _FAIL)],
        "social_insurance_proof": [("doc-social-insurance-all-staff-proof", _FAIL)],
        "registration": [("doc-registration-medical", _FAIL)],
        "medical_management_system": [("cond-medical-governance-system", _FAIL)],
    },
    "pharmacy": {
        "legal_rep_resume": [("doc-legal-person-resume-pharmacy", _FAIL)],
        "staff_roster": [("doc-staff-roster-pharmacy", _FAIL)],
        "drug_price_list": [("doc-drug-price-list-pharmacy", _FAIL)],
        "accounts_last_3_months": [("doc-three-month-accounts", _FAIL)],
        "it_equipment_list": [("doc-pos-equipment", _FAIL)],
        "social_insurance_proof": [("doc-social-insurance-all-staff-proof", _FAIL)],
        "health_records": [("ph-health-records", _FAIL)],
        "insurance_policies_index": [("cond-pharmacy-internal-management", _FAIL)],
    },
}
_MISSING["hospital"] = {**_MISSING["clinic"], "large_equipment_list": [("doc-large-equipment-list", _FAIL)]}
_PAIRED = {
    "clinic": {
        "practice_licence_main": [("doc-practice-licence-original", _FAIL)],
        "practice_licence_duplicate": [("doc-practice-licence-duplicate", _FAIL)],
        "legal_rep_id": [("doc-legal-person-id-medical", _FAIL)],
        "physician_certs": [("doc-physician-practice-certs", _FAIL)],
        "nurse_certs": [("doc-nurse-practice-certs", _FAIL)],
        "qualification_certs": [("doc-qualification-certs-medical", _FAIL)],
    },
    "pharmacy": {
        "drug_licence": [("doc-drug-licence", _FAIL)],
        "registration": [("doc-business-licence-pharmacy", _FAIL)],
        "legal_rep_id": [("doc-legal-person-id-pharmacy", _FAIL)],
        "technical_certs": [("doc-technical-certs-pharmacy", _FAIL)],
    },
}
_PAIRED["hospital"] = _PAIRED["clinic"]
_UNSIGNED = {
    "clinic": {
        "application_form": [("doc-application-form-medical", _FAIL)],
        "commitment": [("doc-service-commitment-medical", _FAIL)],
    },
    "pharmacy": {
        "application_form": [("doc-application-form-pharmacy", _FAIL)],
        "commitment": [("doc-service-commitment-pharmacy", _FAIL)],
    },
}
_UNSIGNED["hospital"] = _UNSIGNED["clinic"]
_LEASE = [("doc-premises-right", _FAIL), ("doc-premises-right-remaining", _FAIL)]
_LICENCES = {
    "clinic": {"practice_licence_main": [("cond-medical-licences", _FAIL)]},
    "hospital": {"practice_licence_duplicate": [("cond-medical-licences", _FAIL)]},
    "pharmacy": {"drug_licence": [("cond-pharmacy-licences", _FAIL)]},
}


def days_off(days: int, months: int = 0) -> Drawn:
    """Return the day so many months and days from the application."""
    return lambda draft, chance: months_after(draft.applied, months) + timedelta(days=days)


PAPERS = (
    papers("paper-missing", "缺一项材料", "present", "否", _MISSING),
    papers("no-original", "没有原件", "original", "否", _PAIRED),
    papers("no-copy", "没有复印件", "copy", "否", _PAIRED),
    papers("unsigned", "没有签字盖章", "signed", "否", _UNSIGNED),
    papers("licence-expired", "许可证过期一天", "valid_to", days_off(-1), _LICENCES),
    papers("lease-expired", "租赁合同过期", "valid_to", days_off(-1), {form: {"premises_right": _LEASE} for form in ALL}),
    papers("lease-short", "租赁剩余不足一年", "valid_to", days_off(-1, 12), {form: {"premises_right": _LEASE[1:]} for form in ALL}),
)  # fmt: skip
