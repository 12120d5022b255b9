"""What a site-visit sheet is made of: its head, the names its cells are found by, and the hidden list of its items.

The writer and the reader of the sheet share it; it knows neither rules nor where anything stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from medcheck.form.form import FieldGroup, FormField, Sheet
from medcheck.vocabulary import Definition

FORMAT, VERSION = "medcheck-visit", "2"
ITEMS_SHEET = "勘验项目"
BY_NUMBER = "由实测值判定"  # printed where a number decides and nobody is asked for 符合 or 不符合
ANSWERS = ("符合", "不符合")
INSPECTOR_FIELDS = ("inspector_1", "inspector_2", "inspector_3", "inspector_4")

HEAD = Sheet(
    id="visit",
    name="勘验情况",
    title="定点医药机构现场勘验表",
    help="带 * 的必填。勘验人员应有两人以上；各项核实情况填在下一张工作表《勘验项目》中。",
    groups=(
        FieldGroup(
            title="一、医药机构（由程序填写）",
            fields=(
                FormField(id="facility", label="机构名称", help="与申请表一致"),
                FormField(id="facility_type", label="机构类型"),
                FormField(id="uscc", label="统一社会信用代码", kind="code"),
                FormField(id="address", label="勘验地址", help="申请表填报的执业地址或营业场所地址"),
                FormField(
                    id="application", label="申请表文件", help="本表只用于这一份申请表；申请表有改动的，应重新生成本表"
                ),
            ),
        ),
        FieldGroup(
            title="二、勘验情况",
            fields=(
                FormField(id="visit_date", label="勘验日期", kind="date", required=True, help="例如 2019-11-28"),
                FormField(id="visit_start", label="开始时间", help="例如 9:30"),
                FormField(id="visit_end", label="结束时间", help="例如 11:00"),
                FormField(id="inspector_1", label="勘验人员一", required=True, help="姓名，每格一人"),
                FormField(id="inspector_2", label="勘验人员二", required=True, help="少于两人的勘验不计入评估"),
                FormField(id="inspector_3", label="勘验人员三"),
                FormField(id="inspector_4", label="勘验人员四"),
                FormField(id="present", label="机构在场人员", help="姓名和职务"),
            ),
        ),
    ),
)
_TICKS = {**dict.fromkeys("√✓✔", "符合"), **dict.fromkeys("×✗✘", "不符合")}
ANSWER_FIELD = FormField(id="answer", label="结论", kind="choice", choices=ANSWERS, spellings=_TICKS)


ITEM_COLUMNS = 6  # of the hidden sheet, one for each field of an item
OFFERED_COLUMN = 8  # of the hidden sheet: what 其他发现 may name, whether that is a fact or a rule, its id
LINE, BLANK, OTHER = "line", "blank", "other"


class VisitItem(NamedTuple):
    """One item of the sheet: its number, the fact measured and the rule answered there, each where there is one.

    Of a `kind` it is a row of a list (`line`), a line to be named by the inspectors (`blank`), or one of 其他发现 (`other`);
    then `rules` and `facts` are those that rest on it.
    """

    number: int
    fact: str = ""
    rule: str = ""
    kind: str = ""
    rules: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()

    def cells(self) -> tuple[str, ...]:
        """Return the item as the hidden sheet keeps it."""
        return (str(self.number), self.fact, self.rule, self.kind, " ".join(self.rules), " ".join(self.facts))

    @classmethod
    def of_cells(cls, cells: Sequence[str]) -> VisitItem:
        """Return the item that the hidden sheet keeps."""
        number, fact, rule, kind, rules, facts = cells
        return cls(int(number), fact, rule, kind, tuple(rules.split()), tuple(facts.split()))


class OfferedName(NamedTuple):
    """What 其他发现 may name: the Chinese name, whether it is a `fact`, a rule of the visit or another rule, its id."""

    name: str
    kind: str
    id: str


class VisitDoubt(NamedTuple):
    """What the visit leaves open or finds otherwise, for the facts and rules that rest on it, in one sentence.

    `refuted` is whether it was found otherwise; else nobody looked at it or measured it.
    """

    refuted: bool
    text: str
    facts: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()

    def touches(self, rule: str, facts: Iterable[str]) -> bool:
        """Return whether a rule that requires these facts rests on it."""
        return rule in self.rules or not set(self.facts).isdisjoint(facts)


def item_name(number: int) -> str:
    """Return the defined name of the cell that holds an item's number."""
    return f"item__{number}"


def measured_field(definition: Definition) -> FormField:
    """Return the field a measured number is read as: its label, its unit, whole where the fact counts."""
    kind = "percent" if definition.unit == "%" else "number"
    whole = kind == "number" and definition.step == "1"
    return FormField.model_validate(
        {
            "id": "measured",
            "label": f"{definition.label}（实测）",
            "kind": kind,
            "unit": definition.unit,
            "integer": whole,
        }
    )
