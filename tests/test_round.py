"""A round: what is recorded in it is written to its members too, or nowhere (第十二条（二）3)."""

from __future__ import annotations

from typing import Any

import pytest

from medcheck.casework.case_event import CaseworkError
from medcheck.casework.decide import CaseCommand
from medcheck.casework.offer import Actor
from medcheck.casework.round_case import RoundEvents, RoundMembers, decide_round, members_of
from medcheck.workday import shipped_overlay
from tests.case_lives import SHA256, Desk, answered, procedure

SELECTED = {
    "decided_on": "2019-12-20",
    "compared": "是",
    "selected": [11],
    "not_selected": [{"case": 12, "reasons": ["名额有限"]}],
}


class Round:
    """A round with its members, each at a desk of its own."""

    def __init__(self, *accepted: int) -> None:
        self.desk = Desk("round", case=90)
        self.members = {number: accepted_case(number) for number in accepted}

    def act(self, action: str, day: str, by: str = "赵敏", role: str = "head", **answers: Any) -> RoundEvents:
        """Record a step of the round and of each member it names, or raise what stands in its way."""
        step = self.desk.procedure.actions[action]
        values, files = answered(self.desk.procedure, step.needs, self.desk.day(day), answers)
        command = CaseCommand(action, values, f"{day}T09:00:00+08:00", files)
        states = {number: desk.state for number, desk in self.members.items()}
        members = RoundMembers(procedure("application"), states)
        made = decide_round(
            self.desk.procedure, self.desk.state, Actor(by, role), command, shipped_overlay(), case=90, members=members
        )
        self.desk.events.append(made.event)
        for number, event in made.members.items():
            self.members[number].events.append(event)
        return made

    def compared(self) -> Round:
        """Return the round with its members admitted and visited, and compared."""
        self.act("open-round", "2019-12-02", agency="某某")
        self.act("admit", "2019-12-02", members=list(self.members))
        for desk in self.members.values():
            desk.assess("assessment", "inspect", "2019-12-03")
            desk.act("desk-pass", "2019-12-03")
            desk.act("visit", "2019-12-10")
        self.act("begin-comparison", "2019-12-16")
        self.act("compare", "2019-12-16", by="王芳", role="clerk")
        return self


def accepted_case(number: int) -> Desk:
    """Return an application that was accepted on 2019-11-18."""
    desk = Desk(case=number)
    desk.act("receive", "2019-11-18", agency="某某")
    desk.assess("acceptance", "accepted", "2019-11-18")
    desk.act("accept", "2019-11-18")
    return desk


def test_concluding_writes_to_every_member_at_once() -> None:
    batch = Round(11, 12).compared()
    assert members_of(batch.desk.state) == (11, 12)
    made = batch.act("conclude", "2019-12-20", **SELECTED)
    assert {number: event.action for number, event in made.members.items()} == {11: "select", 12: "not-select"}
    assert made.members[12].values["reasons"] == ["名额有限"]
    assert made.members[11].files == {"list": SHA256}
    assert [desk.state.state for desk in batch.members.values()] == ["negotiating", "not_selected"]
    assert [event.values["batch"] for event in batch.members[11].events if event.action == "join-batch"] == [90]


def test_whoever_is_still_in_the_round_must_be_named() -> None:
    batch = Round(11, 12).compared()
    with pytest.raises(CaseworkError, match="没有写明案件 12（已勘验）"):
        batch.act("conclude", "2019-12-20", **{**SELECTED, "not_selected": []})
    batch.members[12].act("withdraw", "2019-12-18")
    batch.act("conclude", "2019-12-20", **{**SELECTED, "not_selected": []})
    assert batch.desk.state.state == "concluded"


def test_one_member_that_is_not_ready_stops_them_all() -> None:
    batch = Round(11, 12).compared()
    batch.members[12].record(
        "void", {"event": batch.members[12].state.version, "reason": "办错案件"}, batch.desk.day("2019-12-17"), "head"
    )
    with pytest.raises(CaseworkError, match=r"案件 12.*在“已勘验”、“材料评估不符合”时办理，案件现在是“待勘验”"):
        batch.act("conclude", "2019-12-20", **SELECTED)
    assert batch.members[11].state.state == "visited"


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"selected": [11, 12]}, "案件 12 写了两次"),
        ({"selected": [11, 99]}, "没有案件 99"),
        ({"not_selected": [{"reasons": ["名额有限"]}]}, "有一项没有写明案件编号"),
        ({"not_selected": [{"case": 12}]}, "缺少“向该单位说明的理由”"),
    ],
    ids=["twice", "unknown", "no number", "no reasons"],
)
def test_a_case_is_named_once_and_with_its_reasons(answers: dict[str, Any], sentence: str) -> None:
    with pytest.raises(CaseworkError, match=sentence):
        Round(11, 12).compared().act("conclude", "2019-12-20", **{**SELECTED, **answers})


def test_a_stranger_to_the_round_is_refused() -> None:
    batch = Round(11, 12).compared()
    batch.members[13] = accepted_case(13)
    with pytest.raises(CaseworkError, match="案件 13 不在本批次"):
        batch.act("conclude", "2019-12-20", **{**SELECTED, "selected": [11, 13]})


def test_a_round_takes_the_cases_of_one_agency_while_it_is_open() -> None:
    batch = Round(11)
    batch.act("open-round", "2019-12-02", agency="冠县医疗保险事业处")
    with pytest.raises(CaseworkError, match="案件 11 由某某受理，批次是冠县医疗保险事业处的"):
        batch.act("admit", "2019-12-02", members=[11])
    frozen = Round(11, 12).compared()
    with pytest.raises(CaseworkError, match="在“列入中”时办理，案件现在是“综合评定中”"):
        frozen.act("admit", "2019-12-17", members=[11])


def test_nobody_joins_or_is_chosen_but_by_a_round() -> None:
    desk = accepted_case(11)
    with pytest.raises(CaseworkError, match="由批次记录，王芳是经办人员"):
        desk.record("join-batch", {"joined_on": "2019-12-02", "batch": 90}, desk.day("2019-12-02"), "clerk")


def test_who_compared_does_not_conclude() -> None:
    batch = Round(11, 12).compared()
    with pytest.raises(CaseworkError, match="由王芳办理，本步骤须由他人办理"):
        batch.act("conclude", "2019-12-20", by="王芳", **SELECTED)
