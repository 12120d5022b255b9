"""What two applications share that they must not: a person, a certificate, an address, a telephone, a representative."""

from __future__ import annotations

from typing import NamedTuple

from medcheck.blank.plan import CellValue
from medcheck.samples.chance import Chance
from medcheck.samples.draft import DefectMark, Draft, RowDraft
from medcheck.samples.write_draft import Where

SHARED = {
    "shared_id": "两家机构同一身份证号",
    "shared_certificate": "两家机构同一执业证书",
    "shared_address": "两家机构同一地址",
    "shared_phone": "两家机构同一电话",
    "shared_representative": "两家机构同一法定代表人",
}
_FIELDS = {
    "shared_address": "application_site_address",
    "shared_phone": "contact_phone",
    "shared_representative": "legal_representative_id",
}
_CERTIFICATE = {"clinic": "practice_cert_no", "hospital": "practice_cert_no", "pharmacy": "licence_reg_no"}
_POSTS = ("医师", "护士", "营业员", "调剂")


class Seen(NamedTuple):
    """What an earlier application of the batch offers to share: values, a person, and the cells they stand in."""

    file: str
    form: str
    division: str
    fields: dict[str, CellValue]
    person: RowDraft
    where: dict[str, Where]


class SharedValue(NamedTuple):
    """Something shared: its kind, the mark in this application, the file it is shared with and where it stands there."""

    kind: str
    mark: DefectMark
    other: str
    where: Where


def offers(draft: Draft) -> dict[str, DefectMark]:
    """Return the cells of an application that another may come to share, by kind."""
    person = _simple_person(draft)
    marks = {kind: DefectMark("cover", None, name, "", "") for kind, name in _FIELDS.items()}
    if person is not None:
        marks["shared_id"] = DefectMark("staff", person, "id_number", "", "")
        if person.get(_CERTIFICATE[draft.form]):
            marks["shared_certificate"] = DefectMark("staff", person, _CERTIFICATE[draft.form], "", "")
    return marks


def _simple_person(draft: Draft) -> RowDraft | None:
    """Return an employee named nowhere else in the application; a pharmacy's licensed ones are its heads."""
    return next((row for row in draft.rows("staff") if row["post"] in _POSTS), None)


def share(draft: Draft, seen: Seen, chance: Chance) -> SharedValue | None:
    """Make the application share something with an earlier one; None where they have nothing to share."""
    kind = chance.pick(list(SHARED))
    if kind not in seen.where or (kind == "shared_address" and seen.division != draft.county.division):
        kind = "shared_phone"
    own = _simple_person(draft)
    if kind in ("shared_id", "shared_certificate"):
        fits = own is not None and own.get("category") == seen.person.get("category") and draft.form == seen.form
        mark = (
            _share_person(own, seen, kind, draft)
            if fits and own is not None
            else _share_cover(draft, seen, "shared_phone")
        )
        kind = kind if mark.sheet == "staff" else "shared_phone"
    else:
        mark = _share_cover(draft, seen, kind)
    return SharedValue(kind, mark, seen.file, seen.where[kind])


def _share_person(own: RowDraft, seen: Seen, kind: str, draft: Draft) -> DefectMark:
    column = "id_number" if kind == "shared_id" else _CERTIFICATE[draft.form]
    if kind == "shared_id":  # the same person: everything that is the person's own goes along
        for name in ("name", "gender", "id_number", "qualification_cert_no"):
            own[name] = seen.person.get(name)
    else:
        own[column] = seen.person[column]
    return DefectMark("staff", own, column, "", "")


def _share_cover(draft: Draft, seen: Seen, kind: str) -> DefectMark:
    fields = draft.fields
    fields[_FIELDS[kind]] = seen.fields[_FIELDS[kind]]
    if kind == "shared_address":
        fields["practice_site_addresses"] = fields[_FIELDS[kind]]
    if kind == "shared_representative":
        fields |= {name: seen.fields[name] for name in ("legal_representative", "declared_by")}
        draft.row("documents", "code", "legal_rep_id")["number"] = fields[_FIELDS[kind]]
    return DefectMark("cover", None, _FIELDS[kind], "", "")
