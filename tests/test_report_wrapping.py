"""Chinese lines of a given width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medcheck.report.wrapping import shown, width, wrap


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("", 10, [""]),
        ("实际使用面积", 12, ["实际使用面积"]),
        ("实际使用面积", 11, ["实际使用面", "积"]),
        ("面积不足，请扩大", 8, ["面积不", "足，请扩", "大"]),
        ("依据《营业执照》原件", 6, ["依据", "《营业", "执照》", "原件"]),
        ("不少于 60 ㎡", 8, ["不少", "于 60 ㎡"]),
        ("用 medcheck 评估", 10, ["用", "medcheck", "评估"]),
        ("a" * 12, 5, ["aaaaa", "aaaaa", "aa"]),
    ],
)
def test_wrap(text: str, columns: int, lines: list[str]) -> None:
    assert wrap(text, columns) == lines


@given(st.text(max_size=200), st.integers(min_value=10, max_value=40))
def test_wrap_loses_nothing_but_spaces(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert "".join(lines).replace(" ", "") == shown(text).replace(" ", "")
    assert all("\n" not in line for line in lines)


@given(st.text(alphabet="聊城ab1 ", max_size=200), st.integers(min_value=10, max_value=40))
def test_no_line_is_wider(text: str, columns: int) -> None:
    assert all(width(line) <= columns for line in wrap(text, columns))


def test_breaks_and_control_characters_cannot_act() -> None:
    assert shown("a\nb\x1b[31m\u202e\t c") == "a b\ufffd[31m\ufffd c"
