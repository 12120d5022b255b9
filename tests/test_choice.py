"""Which pack an application is judged by: at every border of place and day, and what is never filled in unseen."""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from medcheck.assess import Options, assess
from medcheck.assessment.model.assessment_model import Assessment
from medcheck.errors import RuleError
from medcheck.rulebook.choice import Site, choose
from medcheck.rulebook.pack import RulePack, load_pack
from medcheck.rulebook.shelf import current_shelf, shipped_pack
from tests.applications import ENGINE, assessed, workbook

FOLDER = Path(__file__).parent / "packs"
YUNXI = load_pack(FOLDER / "yunxi-2031")
SHIPPED = [shipped_pack(name) for name in ("liaocheng-2019", "liaocheng-2021", "national-2021")]
PACKS = [*SHIPPED, YUNXI]
OUTSIDE = Site("440106", "440106")


def written(folder: Path, place: str, day: str = "2019-11-18") -> Assessment:
    """Return the assessment of a clinic that writes a place the form does not offer."""
    path = workbook(folder, {"application_date": day})
    book = openpyxl.load_workbook(path)
    cell = next(cell for row in book["基本信息"].iter_rows() for cell in row if cell.value == "东昌府区")
    cell.value = place
    book.save(path)
    return assess(path, Options(), ENGINE)


def chosen(code: str, day: date | None, packs: list[RulePack] = PACKS, kind: str = "clinic") -> tuple[str, str]:
    choice = choose(packs, Site(code, code), day, kind)
    return choice.pack.id, choice.chosen


def with_source(pack: RulePack, **update: object) -> RulePack:
    return pack._replace(source=pack.source.model_copy(update=update))


@pytest.mark.parametrize(
    ("code", "day", "pack"),
    [
        ("371502", date(2019, 9, 1), "liaocheng-2019"),
        ("371500", date(2021, 1, 31), "liaocheng-2019"),
        ("371581", date(2021, 2, 1), "liaocheng-2021"),
        ("371502", date(2022, 8, 31), "liaocheng-2021"),
        ("371502", date(2022, 9, 1), "national-2021"),
        ("371402", date(2021, 2, 1), "national-2021"),  # the city beside
        ("371602", date(2022, 8, 31), "national-2021"),
        ("370000", date(2021, 2, 1), "national-2021"),  # the province is not in the city
        ("990102", date(2031, 2, 28), "national-2021"),
        ("990102", date(2031, 3, 1), "yunxi-2031"),
        ("990102", date(2034, 2, 28), "yunxi-2031"),
        ("990102", date(2034, 3, 1), "national-2021"),
        ("990202", date(2031, 3, 1), "national-2021"),
    ],
)
def test_place_and_day_choose(code: str, day: date, pack: str) -> None:
    assert chosen(code, day) == (pack, "in_force")


@pytest.mark.parametrize(("code", "day"), [("371502", date(2019, 8, 31)), ("440106", date(2021, 1, 31))])
def test_outside_every_pack_there_is_none(code: str, day: date) -> None:
    with pytest.raises(RuleError):
        chosen(code, day)


def test_the_clerk_reads_what_place_what_day_and_what_there_is() -> None:
    with pytest.raises(RuleError) as refused:
        choose([YUNXI], OUTSIDE, date(2031, 3, 1), "clinic")
    assert str(refused.value) == (
        "错误：规则包：没有适用于所在地440106的规则包\n"
        "  处理：核对所在地和申请日期；已有规则包：yunxi-2031（云医保发〔2031〕6号，地区 990100，2031-03-01至2034-02-28）。"
        "确需按某个规则包评估时，用 --pack 指定，报告会注明；"
        "规则包在别的文件夹的，用 --rules 指定该文件夹"
    )


def test_county_before_city_before_province_before_nation() -> None:
    regions = {"county": "990102", "city": "990100", "province": "990000", "nation": "000000"}
    packs = [with_source(YUNXI, id=name, region=(code,), valid_to=None) for name, code in regions.items()]
    day = date(2031, 3, 1)
    codes = ["990102", "990103", "990202", "980101"]
    assert [chosen(code, day, packs)[0] for code in codes] == ["county", "city", "province", "nation"]
    assert chosen("990102", date(2099, 12, 31), packs)[0] == "county"


def test_a_pack_for_some_kinds_leaves_the_others_to_the_next_level() -> None:
    packs = [*SHIPPED, with_source(YUNXI, facility_types=("clinic",))]
    day = date(2031, 3, 1)
    assert chosen("990102", day, packs) == ("yunxi-2031", "in_force")
    assert chosen("990102", day, packs, "pharmacy") == ("national-2021", "in_force")


def test_an_unknown_place_is_assumed_aloud_or_refused() -> None:
    unknown = Site("", "")
    assert choose(SHIPPED, unknown, date(2019, 11, 18), "clinic").chosen == "place_assumed"
    assert choose(SHIPPED, unknown, date(2026, 11, 30), "clinic").chosen == "in_force"  # the nation's hold anywhere
    twin = with_source(YUNXI, id="elsewhere-2031", region=("980100",))
    with pytest.raises(RuleError, match="有 2 个规则包同时施行（所在地未填写，定点门诊）"):
        choose([YUNXI, twin], unknown, date(2031, 3, 1), "clinic")
    with pytest.raises(RuleError, match="有 2 个规则包同时施行"):
        choose([YUNXI, with_source(twin, region=("980000",))], unknown, date(2031, 3, 1), "clinic")


def test_without_a_day_the_latest_of_the_place_is_assumed() -> None:
    assert chosen("371502", None) == ("liaocheng-2019", "assumed")
    assert chosen("990102", None) == ("yunxi-2031", "assumed")
    assert chosen("440106", None) == ("national-2021", "assumed")
    assert choose(SHIPPED, Site("", ""), None, "clinic").chosen == "both_assumed"


def test_the_result_says_where_and_how(tmp_path: Path) -> None:
    for name in "abcd":
        (tmp_path / name).mkdir()
    made = assessed(tmp_path / "a", {})
    assert (made.regulation.place, made.regulation.chosen) == ("371502", "in_force")
    made = written(tmp_path / "b", "")
    assert (made.regulation.place, made.regulation.chosen) == ("", "place_assumed")
    assert "所在地未填写，不能据以选择规则包，暂按聊医保发〔2019〕47号评估；补填后应重新评估。" in made.notices
    made = written(tmp_path / "c", "云汐区")
    assert (
        "所在地“云汐区”（不认识），不能据以选择规则包，暂按聊医保发〔2019〕47号评估；补填后应重新评估。" in made.notices
    )
    with pytest.raises(RuleError, match="所在地440106"):
        written(tmp_path / "d", "440106")


def test_a_folder_adds_packs_and_a_broken_one_is_passed_over_aloud(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(FOLDER / "yunxi-2031", tmp_path / "packs" / "yunxi-2031")
    shutil.copytree(FOLDER / "yunxi-2031", tmp_path / "packs" / "broken-2031")
    monkeypatch.setenv("MEDCHECK_RULES", str(tmp_path / "packs"))
    (tmp_path / "a").mkdir()
    at_hand = current_shelf()
    assert at_hand.names() == ["broken-2031", "liaocheng-2019", "liaocheng-2021", "national-2021", "yunxi-2031"]
    assert [pack.id for pack in at_hand.broken()] == ["broken-2031"]
    made = written(tmp_path / "a", "990102", "2031-06-02")
    assert (made.regulation.pack, made.regulation.place, made.regulation.chosen) == ("yunxi-2031", "990102", "in_force")
    assert "规则包“broken-2031”有错误，没有使用；用 medcheck rules check 查看并改正后重新评估。" in made.notices
    with pytest.raises(RuleError, match="id 应与规则包的文件夹同名"):
        shipped_pack("broken-2031")


def test_two_packs_of_one_id_and_a_folder_without_packs_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        shutil.copytree(FOLDER / "yunxi-2031", tmp_path / name / "yunxi-2031")
    monkeypatch.setenv("MEDCHECK_RULES", os.pathsep.join(str(tmp_path / name) for name in ("one", "two")))
    with pytest.raises(RuleError, match="有两个规则包都叫“yunxi-2031”"):
        current_shelf().names()
    monkeypatch.setenv("MEDCHECK_RULES", str(tmp_path / "none"))
    with pytest.raises(RuleError, match="文件夹“none”中没有规则包"):
        current_shelf()
