"""Write reports/minutes.docx as it first was: `python -m tests.make_minutes_template`. Staff edit it in Word or WPS afterwards."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from medcheck.package.fixed_zip import fixed
from tests.notice_layout import Page

FILE = Path(__file__).parent.parent / "reports" / "minutes.docx"
_TITLE = "综合评定会议记录"


def make() -> bytes:
    """Return the template, the same bytes at every call."""
    page = Page(_TITLE, ("批量评估结果 SHA-256　{{ results_sha256 }}",))
    page.heading("__________", _TITLE, "（{{ title }}）")
    page.form(
        [
            ("会议时间", "{{ day }}", "会议地点", ""),
            ("主持人", "", "记录人", ""),
            ("参加人员", ""),
            ("回避人员", ""),
        ]
    )
    page.text(
        "依据{{ basis }}，对本批次申请进行综合比较。"
        "已评估 {{ applied }} 份，未能评估 {{ refused_count }} 份，多份申请中相同的内容 {{ pairs_count }} 处。"
    )
    page.tag("{%p if early %}")
    page.text("注意：所用结果来自“{{ stages }}”阶段，不全是综合评定阶段的结果，名单不能作为综合评定的依据。")
    page.tag("{%p endif %}")
    _lists(page)
    page.section("四、评估原则")
    page.tag("{%p for one in principles %}")
    page.section("{{ loop.index }}. {{ one.title }}（{{ one.cite }}）")
    page.text("{{ one.says }}")
    page.text("评审意见：____________________")
    page.tag("{%p endfor %}")
    page.section("五、会议决定")
    page.text("由评审人员填写：____________________")
    page.form([("参加人员签名", "")], height=24)
    written = BytesIO()
    page.document.save(written)
    return fixed(written)


def _lists(page: Page) -> None:
    page.section("一、建议进入协商谈判的名单（{{ proposed_count }} 家）")
    page.tag("{%p if weighted %}")
    page.text("名单按规则包中的权重排列先后；先后本身不决定是否列入。")
    page.tag("{%p endif %}")
    page.tag("{%p if proposed %}")
    page.text("下列机构在“{{ stages }}”阶段没有障碍。名单为建议，由会议决定。")
    page.rows(
        "proposed",
        [("机构名称", "name", 0.34), ("统一社会信用代码", "uscc", 0.27), ("类别", "kind", 0.17), ("行政区", "division", 0.15)],
    )  # fmt: skip
    page.tag("{%p else %}")
    page.text("没有。")
    page.tag("{%p endif %}")
    page.section("二、未列入的机构和理由（{{ left_out_count }} 家）")
    page.tag("{%p if left_out %}")
    page.rows(
        "left_out", [("机构名称", "name", 0.4), ("类别", "kind", 0.25), ("结论", "conclusion", 0.27)], ("理由", "why")
    )
    page.tag("{%p endif %}")
    page.section("三、未能评估的申请表（{{ refused_count }} 份）")
    page.tag("{%p if refused %}")
    page.rows("refused", [("文件", "name", 0.3), ("原因和处理", "why", 0.62)])
    page.tag("{%p endif %}")


if __name__ == "__main__":
    FILE.write_bytes(make())
