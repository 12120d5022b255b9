"""The checklist of papers, filled as a complete application has it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from medcheck.blank.plan import CellValue
from medcheck.calendar_months import months_after
from medcheck.samples.chance import Chance
from medcheck.samples.draft import Draft, RowDraft

_FOREVER = "长期"


class _Paper(NamedTuple):
    """A paper: whether it is copied, how many pages it has at least and at most."""

    copied: bool
    pages: tuple[int, int]


_MEDICAL = {
    "application_form": _Paper(False, (6, 14)),
    "practice_licence_main": _Paper(True, (1, 1)),
    "practice_licence_duplicate": _Paper(True, (4, 8)),
    "registration": _Paper(True, (1, 2)),
    "legal_rep_id": _Paper(True, (1, 1)),
    "legal_rep_resume": _Paper(False, (1, 3)),
    "clinical_subject_list": _Paper(True, (1, 3)),
    "staff_roster": _Paper(False, (1, 12)),
    "staff_roster_electronic": _Paper(False, (0, 0)),
    "physician_certs": _Paper(True, (2, 60)),
    "nurse_certs": _Paper(True, (2, 90)),
    "qualification_certs": _Paper(True, (4, 160)),
    "commitment": _Paper(False, (1, 2)),
    "social_insurance_proof": _Paper(True, (2, 20)),
    "fee_schedule": _Paper(False, (6, 40)),
    "drug_price_list": _Paper(False, (12, 80)),
    "department_setup": _Paper(False, (1, 6)),
    "premises_right": _Paper(True, (3, 8)),
    "insurance_policies_index": _Paper(False, (1, 2)),
    "insurance_managers_list": _Paper(False, (1, 1)),
    "it_equipment_list": _Paper(False, (1, 3)),
    "it_maintainers_list": _Paper(False, (1, 1)),
    "financials_prior_year": _Paper(True, (4, 12)),
    "activity_report": _Paper(False, (2, 8)),
    "medical_management_system": _Paper(False, (12, 90)),
}
_PHARMACY = {
    "application_form": _Paper(False, (6, 8)),
    "drug_licence": _Paper(True, (1, 2)),
    "gsp_certificate": _Paper(True, (1, 1)),
    "registration": _Paper(True, (1, 1)),
    "legal_rep_id": _Paper(True, (1, 1)),
    "legal_rep_resume": _Paper(False, (1, 2)),
    "staff_roster": _Paper(False, (1, 2)),
    "technical_certs": _Paper(True, (2, 8)),
    "commitment": _Paper(False, (1, 1)),
    "social_insurance_proof": _Paper(True, (1, 3)),
    "drug_price_list": _Paper(False, (40, 90)),
    "accounts_last_3_months": _Paper(True, (3, 4)),
    "premises_right": _Paper(True, (3, 6)),
    "it_equipment_list": _Paper(False, (1, 1)),
    "insurance_policies_index": _Paper(False, (1, 2)),
    "health_records": _Paper(False, (4, 12)),
}


def fill_papers(draft: Draft, chance: Chance, *, registered: str) -> None:
    """Write the checklist; `registered` is the word for the paper of registration."""
    papers = _PHARMACY if draft.form == "pharmacy" else _MEDICAL
    rows = [_handed_in(code, paper, chance) for code, paper in papers.items()]
    by_code = {row["code"]: row for row in rows}
    fields = draft.fields
    far = months_after(draft.applied, chance.whole(20, 110))
    by_code["registration"] |= {"number": fields["uscc"], "valid_to": _FOREVER, "note": registered}
    born = draft.head.born.year
    until: CellValue = _FOREVER if draft.applied.year - born >= 46 else chance.day(far, months_after(far, 60))
    by_code["legal_rep_id"] |= {"number": draft.head.id_number, "valid_to": until}
    by_code["premises_right"] |= _premises(draft, chance)
    if draft.form == "pharmacy":
        by_code["drug_licence"] |= {"number": fields["drug_licence_no"], "valid_to": far}
        by_code["technical_certs"]["valid_to"] = _FOREVER
        _gsp(draft, by_code["gsp_certificate"], chance)
    else:
        for code in ("practice_licence_main", "practice_licence_duplicate"):
            by_code[code] |= {"number": fields["licence_number"], "valid_to": far}
        for code in ("physician_certs", "qualification_certs"):
            by_code[code]["valid_to"] = _FOREVER
        by_code["nurse_certs"]["valid_to"] = months_after(draft.applied, chance.whole(14, 50))
        by_code["staff_roster_electronic"] |= {"signed": "否", "pages": None, "note": "即本表"}
    rows.append({"code": "other", "present": "否", "note": chance.pick(("经办机构未要求其他材料", None, "无"))})
    draft.tables["documents"] = rows


def handed_in(code: str, chance: Chance, pages: tuple[int, int] = (1, 2), *, copied: bool = False) -> RowDraft:
    """Return the row of a further paper."""
    return _handed_in(code, _Paper(copied, pages), chance)


def _handed_in(code: str, paper: _Paper, chance: Chance) -> RowDraft:
    copied = "是" if paper.copied else "否"
    row: RowDraft = {"code": code, "present": "是", "original": "是", "copy": copied, "signed": "是", "legible": "是"}
    return row | {"pages": chance.whole(*paper.pages)}


def _premises(draft: Draft, chance: Chance) -> RowDraft:
    county, year = draft.county, chance.whole(max(draft.opened.year - 2, 2009), draft.applied.year - 1)
    if chance.often(0.5):
        number = f"鲁（{year}）{county.division}不动产权第{chance.digits(7)}号"
        return {"number": number, "valid_to": _FOREVER, "note": "不动产权证书"}
    until = months_after(draft.applied, chance.whole(16, 90))
    return {"number": f"租字{year}-{chance.digits(4)}", "valid_to": until, "note": "房屋租赁合同"}


def _gsp(draft: Draft, row: RowDraft, chance: Chance) -> None:
    """Fill the GSP certificate, which was abolished on 2019-12-01: later applicants may have none."""
    if draft.applied >= date(2019, 12, 1) and chance.often(0.5):
        row.clear()
        row |= {"code": "gsp_certificate", "present": "否", "note": "GSP认证已取消"}
        return
    row |= {
        "number": f"SD-GSP-{draft.opened.year}-{chance.digits(4)}",
        "valid_to": months_after(draft.applied, chance.whole(15, 48)),
    }
