"""One line of progress that is drawn anew in its place, never wider than the terminal. Where none listens it keeps quiet."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Mapping
from types import TracebackType

from medcheck.report.wrapping import cut, width

_SHOWN = 3  # conclusions that are counted on the line
_OFTEN = 0.1  # seconds between two drawings


class Progress:
    """How many of how many are done, how they came out, and about how long the rest takes."""

    def __init__(self, length: int, counts: Mapping[str, int]) -> None:
        self.length, self.counts, self.done = length, counts, 0
        self._begun = self._drawn = time.monotonic()
        self._draws = sys.stdout.isatty() and length > 0

    def __enter__(self) -> Progress:
        self._draw()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._draws:
            self._draw()
            sys.stdout.write("\n")
            sys.stdout.flush()

    def update(self, number: int) -> None:
        """Count so many more as done."""
        self.done += number
        if time.monotonic() - self._drawn > _OFTEN:
            self._draw()

    def line(self, columns: int, seconds: float) -> str:
        """Return the line for a terminal so wide, after so many seconds; it fills the line, so that nothing old is left."""
        most = sorted(self.counts.items(), key=lambda item: -item[1])[:_SHOWN]
        parts = [f"评估 {self.done}/{self.length}（{100 * self.done // max(self.length, 1)}%）"]
        parts += [f"{word} {count}" for word, count in most]
        if 0 < self.done < self.length:
            parts.insert(1, f"约剩 {_told(seconds / self.done * (self.length - self.done))}")
        text = cut("，".join(parts), columns - 1)
        return text + " " * (columns - 1 - width(text))

    def _draw(self) -> None:
        if self._draws:
            self._drawn = time.monotonic()
            columns = shutil.get_terminal_size().columns
            sys.stdout.write(f"\r{self.line(columns, self._drawn - self._begun)}")
            sys.stdout.flush()


def _told(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 60} 分 {whole % 60} 秒" if whole >= 60 else f"{whole} 秒"
