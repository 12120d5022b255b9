"""What people do with cases: receive, begin, do a step, assess. Shared by the command line and, later, the pages."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from medcheck.archive.submission import submission_name
from medcheck.assess import choose_pack
from medcheck.case.case_file import NO_CASE, CaseSource, read_case_bytes
from medcheck.casework.case_event import CaseEvent, CaseSubject, CaseworkError, Value
from medcheck.casework.case_text import CASE_FILE_NAME, case_text
from medcheck.casework.conditions import RulesNow
from medcheck.casework.decide import CaseCommand
from medcheck.casework.fold import CaseState, state_of
from medcheck.casework.procedure import Procedure
from medcheck.disk import MEGABYTE, read_file
from medcheck.errors import MedcheckError, Place, Problem
from medcheck.intake.application import Application
from medcheck.intake.read_application import read_application
from medcheck.measure.case_dates import case_dates
from medcheck.register.connect import refuse
from medcheck.register.file_store import file_content, keep_file
from medcheck.register.led_by import procedure_names, required_procedure
from medcheck.register.models import DesignatedRow
from medcheck.register.officers import Colleague
from medcheck.register.record import Act, events_of, record
from medcheck.register.typed_answers import Belongs, Typed, typed_answers
from medcheck.rulebook.pack import RulePack
from medcheck.rulebook.shelf import current_shelf
from medcheck.shown import file_name

LARGEST_WORKBOOK = 64 * MEGABYTE
_APPLICATION = "application"


class Moment(NamedTuple):
    """Who acts, when (with the zone), by what way, and under which one-time key; without one every call is another act."""

    who: Colleague
    at: datetime
    via: str = "command"
    key: str = ""

    @property
    def stamp(self) -> str:
        """Return the moment as an event states it."""
        return self.at.isoformat()

    @property
    def one_time_key(self) -> str:
        """Return the key, a new one where none is given."""
        return self.key or uuid.uuid4().hex


class Receipt(NamedTuple):
    """How an application came: on which day, to which agency and site where the workbook does not say, by which way."""

    on: date
    agency: str = ""
    site: str = ""
    channel: str = "窗口"
    originals: tuple[str, ...] = ()
    pack: str = ""


def receive(path: Path, receipt: Receipt, moment: Moment) -> CaseEvent:
    """Receive an application workbook: a new case. Raises MedcheckError for a file that is no application, or came before."""
    application = read_application(path, {}, {})
    pack = _pack_of(application, receipt)
    stated = {"site": receipt.site, "agency": receipt.agency}
    fields = {"site": "application_site_address", "agency": "receiving_agency"}
    missing = [key for key, name in fields.items() if not stated[key] and not _text(application, name)]
    if missing:
        words = {"site": "经营地址（--site）", "agency": "受理机构（--agency）"}
        text = f"申请表没有写明{'、'.join(words[key] for key in missing)}"
        raise CaseworkError([Problem(Place(file_name(path)), text, "收件时写明；没有写的，本身也须补正")])
    values: dict[str, Value] = {
        "received_on": receipt.on.isoformat(),
        "channel": receipt.channel,
        "originals": list(receipt.originals),
        **{key: stated[key] or _text(application, name) for key, name in fields.items()},
    }
    files = {"submission": keep_file(read_file(path, LARGEST_WORKBOOK))}
    subject = subject_of(application, str(values["site"]))
    act = Act(_command("receive", Typed(values, files), moment), 0, None, pack.id, _APPLICATION, subject)
    return record([act], moment.one_time_key, moment.who)[0]


def begin(
    procedure: str,
    action: str,
    facilities: Sequence[DesignatedRow],
    typed: Mapping[str, Sequence[str]],
    moment: Moment,
    day: str = "",
) -> tuple[CaseEvent, ...]:
    """Begin a case by its first step: one about each designated facility (change, annual review, exit, supervision), all
    of them or none; or one about nobody, as a round or the text of the agreement is.
    """
    pack = _pack_with(procedure, moment.at.date(), day)
    led = required_procedure(pack.id, procedure)
    answers = typed_answers(led, action, typed, Belongs(("", ""), (pack.id, pack.sha256), pack.vocabulary), day)
    subjects = [_subject_from(row) for row in facilities] or [CaseSubject()]
    command = _command(action, answers, moment)
    acts = [Act(command, 0, None, pack.id, procedure, subject) for subject in subjects]
    return record(acts, moment.one_time_key, moment.who)


def _subject_from(facility: DesignatedRow) -> CaseSubject:
    return CaseSubject(
        name=facility.name,
        uscc=facility.uscc,
        site=facility.site,
        kind=facility.kind,
        level=facility.level,
        county=facility.county,
    )


def do_step(
    case: int,
    action: str,
    typed: Mapping[str, Sequence[str]],
    moment: Moment,
    *,
    day: str = "",
    version: int | None = None,
) -> CaseEvent:
    """Do a step of a procedure in a case; raise CaseworkError with every reason why it may not be done."""
    act = step_act(case, action, typed, moment, day=day, version=version)
    return record([act], moment.one_time_key, moment.who)[0]


def step_act(
    case: int,
    action: str,
    typed: Mapping[str, Sequence[str]],
    moment: Moment,
    *,
    day: str = "",
    version: int | None = None,
) -> Act:
    """Return a step that is ready to be recorded: its answers read, its files kept, the case file readable after it."""
    state = state_of(events_of(case))
    procedure = required_procedure(state.pack, state.procedure)
    pack = current_shelf().pack(state.pack)
    answers = typed_answers(procedure, action, typed, belongs_to(state), day)
    require_readable(state, procedure, action, answers, moment)
    seen = state.version if version is None else version
    return Act(_command(action, answers, moment), case, seen, rules=RulesNow(pack.sha256, ()))


def belongs_to(state: CaseState) -> Belongs:
    """Return for what a filled site-visit sheet of a case must have been made."""
    pack = current_shelf().pack(state.pack)
    name = submission_name(state, file_content(state.submission)) if state.submission else ""
    return Belongs((name, state.submission), (pack.id, pack.sha256), pack.vocabulary)


def require_readable(state: CaseState, procedure: Procedure, action: str, answers: Typed, moment: Moment) -> None:
    """Refuse answers that would make a case file nobody can read: a fact or a value that is not in the vocabulary."""
    step = procedure.actions[action]
    if not step.case:
        return
    # What the step would say in the case file, whatever else stands in its way: `decide` tells that.
    drafted = CaseEvent(
        case=state.case,
        seq=state.version + 1,
        procedure=procedure.id,
        action=action,
        day=moment.at.date(),
        at=moment.stamp,
        by=moment.who.name,
        role=moment.who.roles[0],
        values=dict(answers.values),
        effects={"case": step.case},  # type: ignore[arg-type]  # pydantic makes the effects of it
    )
    text = case_text(state._replace(events=(*state.events, drafted)))
    pack = current_shelf().pack(state.pack)
    try:
        case = read_case_bytes(text.encode(), CASE_FILE_NAME, pack.vocabulary)
    except MedcheckError as error:
        place = Place(f"步骤“{step.title}”")
        raise CaseworkError([problem._replace(place=place) for problem in error.problems]) from error
    rules = {item.rule for item in case.source.decisions} | {item.rule for item in case.source.waivers}
    if strange := sorted(rules - set(pack.rules)):
        place = Place(f"步骤“{step.title}”")
        raise CaseworkError(
            [Problem(place, f"规则包 {pack.id} 没有规则“{strange[0]}”", "用 medcheck rules list 查看规则编号")]
        )


def subject_of(application: Application, site: str) -> CaseSubject:
    """Return whom an application is about."""
    return CaseSubject(
        name=_text(application, "facility_name"),
        uscc=_text(application, "uscc").upper(),
        site=site,
        kind=application.facility_type,
        level=_text(application, "hospital_level"),
        county=_text(application, "admin_division_code"),
    )


def _text(application: Application, name: str) -> str:
    entry = application.fields.get(name)
    return str(entry.value).strip() if entry and entry.value is not None else ""


def _pack_of(application: Application, receipt: Receipt) -> RulePack:
    """Return the pack of an application on the day of its receipt; refuse one without a procedure."""
    source = CaseSource(application_date=receipt.on)
    dates = case_dates(application, NO_CASE._replace(source=source), None)
    pack = choose_pack(application, dates, receipt.pack).pack
    if _APPLICATION not in procedure_names(pack.id):
        text = f"{receipt.on}收件适用规则包 {pack.id}，它没有申请定点的程序"
        raise refuse(application.file, text, "核对收件日期（--on），或用 --pack 指定规则包")
    return pack


def _pack_with(procedure: str, today: date, day: str) -> RulePack:
    """Return the pack in force on a day that has a procedure, else the latest one that has it."""
    having = [pack for pack in current_shelf().packs() if procedure in procedure_names(pack.id)]
    if not having:
        known = sorted({name for pack in current_shelf().packs() for name in procedure_names(pack.id)})
        raise refuse("程序", f"没有程序“{procedure}”", f"可用的程序：{'、'.join(known)}")
    on = date.fromisoformat(day) if day else today
    return next((pack for pack in having if pack.source.in_force(on)), having[0])


def _command(action: str, answers: Typed, moment: Moment) -> CaseCommand:
    return CaseCommand(action, answers.values, moment.stamp, answers.files, moment.via)
