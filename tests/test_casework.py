"""Lives of cases, step by step: days, states and sentences as the regulation has them."""

from __future__ import annotations

from datetime import date

import pytest

from medcheck.case.case_file import read_case_bytes
from medcheck.casework.case_event import CaseworkError, body_of, broken_events, case_hashes
from medcheck.casework.case_text import case_text
from medcheck.casework.clock import standing_of
from medcheck.casework.misfits import remarks_on
from medcheck.rulebook.shelf import shipped_pack
from medcheck.workday import shipped_overlay
from tests.case_lives import PACK, Desk


def corrected() -> Desk:
    """Return a case whose notice was served on Wednesday 2019-11-20: the fifth working day is Wednesday 11-27."""
    desk = Desk()
    desk.act("receive", "2019-11-18")
    desk.assess("acceptance", "supplement", "2019-11-18")
    desk.act("issue-correction", "2019-11-20")
    desk.act("serve-correction", "2019-11-20")
    return desk


def test_nothing_came_and_the_day_after_the_last_day_it_is_withdrawn() -> None:
    desk = corrected()
    with pytest.raises(CaseworkError, match="最后一日是2019-11-27，2019-11-27还在期限之内"):
        desk.act("deem-withdrawn", "2019-11-27")
    assert desk.act("deem-withdrawn", "2019-12-05").day == date(2019, 11, 28)
    assert (desk.state.state, desk.state.final) == ("deemed_withdrawn", True)


def test_what_is_handed_in_too_late_is_recorded_and_keeps_nothing_open() -> None:
    desk = corrected()
    with pytest.raises(CaseworkError, match="2019-11-28已在期限之后"):
        desk.act("hand-in", "2019-11-28")
    desk.act("late-hand-in", "2019-11-28")
    assert desk.act("deem-withdrawn", "2019-11-29").day == date(2019, 11, 28)


def test_what_was_posted_on_the_last_day_is_in_time() -> None:
    desk = corrected()
    desk.act("hand-in", "2019-11-29", posted_on="2019-11-27")
    desk.act("close-correction", "2019-11-29")
    clock = desk.state.clocks[0]
    standing = standing_of(clock, date(2019, 12, 1), shipped_overlay())
    assert (clock.stopped, standing.standing) == (date(2019, 11, 27), "in_time")


def test_each_approval_has_its_own_clock_and_a_late_one_only_lapses() -> None:
    desk = Desk("change")
    desk.act("apply", "2019-10-10", kind="名称", approved_on="2019-09-02", applied_on="2019-10-10")
    desk.act("apply", "2019-11-20", kind="地址", approved_on="2019-09-16", applied_on="2019-11-20")
    with pytest.raises(CaseworkError, match="变更申请（地址）"):
        desk.act("confirm", "2019-11-21")
    # 30 working days after 2019-09-16: the 30th is 2019-10-31 (09-29 and 10-12 worked).
    assert desk.act("lapse", "2019-11-21").day == date(2019, 11, 1)


def test_the_case_file_is_what_read_case_reads() -> None:
    text = case_text(corrected().state)
    case = read_case_bytes(text.encode(), "case.yaml", shipped_pack(PACK).vocabulary)
    assert (case.source.application_date, case.source.notice_served) == (date(2019, 11, 18), date(2019, 11, 20))


def test_a_correction_moves_the_clock_and_tells_what_no_longer_fits() -> None:
    desk = corrected()
    desk.act("hand-in", "2019-11-27")
    desk.record(
        "correct",
        {"event": 4, "values": {"served_on": "2019-11-19"}, "reason": "送达日期录入有误"},
        date(2019, 11, 28),
        "clerk",
    )
    assert desk.state.clocks[0].starts == date(2019, 11, 19)
    assert [remark.seq for remark in remarks_on(desk.events, shipped_overlay())] == [5]


def test_only_the_last_event_is_taken_back_and_by_the_head() -> None:
    desk = corrected()
    with pytest.raises(CaseworkError, match="只能撤销最后一条有效的事件：第 4 条"):
        desk.record("void", {"event": 3, "reason": "办错案件"}, date(2019, 11, 21), "head")
    desk.record("void", {"event": 4, "reason": "办错案件"}, date(2019, 11, 21), "head")
    assert (desk.state.state, desk.state.version, desk.state.clocks) == ("received", 5, ())


def test_one_changed_event_is_found() -> None:
    bodies = [body_of(event) for event in corrected().events]
    hashes = list(case_hashes(bodies))
    assert list(broken_events(bodies, hashes)) == []
    bodies[1] = bodies[1].replace("supplement", "accepted")
    assert [str(problem.place) for problem in broken_events(bodies, hashes)] == ["事件 2"]


def test_a_change_at_any_byte_of_any_event_or_hash_is_found() -> None:
    """One byte after the other of a case's whole record is another one: the event is named every time."""
    bodies = [body_of(event).encode() for event in corrected().events]
    hashes = list(case_hashes(body.decode() for body in bodies))
    tried = 0
    for number, body in enumerate(bodies):
        for at in range(len(body)):
            changed = bytes([*body[:at], body[at] ^ 1, *body[at + 1 :]]).decode("utf-8", errors="replace")
            texts = [changed if other == number else kept.decode() for other, kept in enumerate(bodies)]
            assert f"事件 {number + 1}" in [str(problem.place) for problem in broken_events(texts, hashes)]
            tried += 1
    for number, stated in enumerate(hashes):
        for at, digit in enumerate(stated):
            other = "0" if digit != "0" else "1"
            told = [*hashes[:number], stated[:at] + other + stated[at + 1 :], *hashes[number + 1 :]]
            problems = list(broken_events((body.decode() for body in bodies), told))
            assert f"事件 {number + 1}" in [str(problem.place) for problem in problems]
            tried += 1
    assert tried == sum(map(len, bodies)) + 64 * len(hashes)


def test_a_missing_a_doubled_and_a_swapped_event_are_found() -> None:
    bodies = [body_of(event) for event in corrected().events]
    hashes = list(case_hashes(bodies))
    for changed in (
        [bodies[0], *bodies[2:]],
        [*bodies[:2], bodies[1], *bodies[2:]],
        [bodies[1], bodies[0], *bodies[2:]],
    ):
        own = list(case_hashes(changed))  # whoever writes the hashes anew still cannot hide the numbers
        assert list(broken_events(changed, own)) != []
    assert list(broken_events(bodies[:-1], hashes[:-1])) == []  # a cut tail shows in the register's chain alone
