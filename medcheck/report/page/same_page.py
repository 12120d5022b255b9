"""Whether two pages say the same, though a browser, a mail or an editor wrote one of them down again. Judges nothing else.

Line ends, quotes and the order of attributes, the end tags HTML lets go, and what the page's own script does when it is
opened (shows the search form, counts the rows, opens a part) are no content. Everything else is: words, classes, links,
colours, scripts, comments.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

_OPTIONAL = frozenset({"html", "head", "body", "li", "dt", "dd", "p", "td", "th", "tr", "tbody", "thead", "option"})
_IMPLIED = frozenset({"html", "head", "body", "tbody"})
_VOID = frozenset({"meta", "link", "br", "hr", "img", "input", "rect", "line", "path", "circle", "use"})
_EXACT = frozenset({"script", "style"})
_SAVED = re.compile(r" saved from url=\(\d+\)\S* ")


def same_page(first: str, second: str) -> bool:
    """Return whether two pages say the same."""
    return first == second or _pieces(first) == _pieces(second)


def _pieces(page: str) -> list[object]:
    reader = _Pieces()
    reader.feed(page.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    reader.close()
    # What the script writes above the findings when none is filtered away; in the page itself nothing stands there.
    counted = f"显示 {reader.findings} 项，共 {reader.findings} 项"
    return [piece for piece in reader.pieces if piece != ("#shown", counted)]


class _Pieces(HTMLParser):
    """Gathers start tags, end tags that matter, words, comments and declarations in their order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[object] = []
        self.findings = 0
        self._inside = ""
        self._words = ""
        self._in_head = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag with its attributes in the order of names."""
        self._flush()
        kept = {name: value or "" for name, value in attrs}
        if len(kept) != len(attrs):
            self.pieces.append(("twice", tag, tuple(attrs)))
        if tag == "details":
            kept.pop("open", None)
        if tag == "form" and kept.get("id") == "find":
            kept.pop("hidden", None)
        if tag == "button" and kept == {"type": "button"} and self._inside == "th":
            self._in_head = True  # the script of the index makes its heads buttons that sort
            self._inside = tag
            return
        if tag not in _IMPLIED or kept:
            self.pieces.append((tag, tuple(sorted(kept.items()))))
        self.findings += tag == "article"
        self._inside = "#shown" if kept.get("id") == "shown" else tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag that ends itself as one that is ended by another."""
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Keep an end tag that HTML does not let go."""
        self._flush()
        if tag == "button" and self._in_head:
            self._in_head = False
            return
        if tag not in _OPTIONAL | _VOID:
            self.pieces.append(("/", tag))
        self._inside = ""

    def handle_data(self, data: str) -> None:
        """Gather words; they may come in several pieces."""
        self._words += data

    def handle_comment(self, data: str) -> None:
        """Keep a comment, but for the one in which a browser says where it saved the page from."""
        self._flush()
        if not _SAVED.fullmatch(data):
            self.pieces.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        """Keep a declaration."""
        self._flush()
        self.pieces.append(("declaration", decl.lower()))

    def unknown_decl(self, data: str) -> None:
        """Keep what is none of these."""
        self._flush()
        self.pieces.append(("unknown", data))

    def handle_pi(self, data: str) -> None:
        """Keep an instruction."""
        self._flush()
        self.pieces.append(("instruction", data))

    def close(self) -> None:
        """Keep the last words."""
        super().close()
        self._flush()

    def _flush(self) -> None:
        words = self._words.strip() if self._inside in _EXACT else " ".join(self._words.split())
        self._words = ""
        if words:
            self.pieces.append((self._inside, words) if self._inside == "#shown" else words)
