"""Makes drug names comparable: a generic name without its dosage form, and the class of that form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from medcheck.context import keep
from medcheck.measure.measure_tables import DosageForms

_KEPT = 16384  # spellings remembered: the same drugs stand in every list of a batch
_SIGNS = re.compile(r"[\s·•.。,，、\-—★☆*◇◆△▲#]")
LONGEST = 100  # characters; nothing longer is a name
# Up to the end of the text where nothing closes: looked for once, not again from every further bracket.
_BRACKETS = re.compile(r"[（(\[【][^）)\]】]*+(?:([）)\]】])|\Z)")
_INSIDE = re.compile(r"[（(]([^）)]*+)(?:([）)])|\Z)")


class Generic(NamedTuple):
    """A generic name and the class of its dosage form: what an entry of the catalogue is."""

    name: str
    form: str


@keep(_KEPT)
def plain_name(written: str) -> str:
    """Return a drug's name without brackets, spaces, points, marks and full-width forms; what is too long is none."""
    if len(written) > LONGEST:
        return ""
    text = unicodedata.normalize("NFKC", written)
    without = _BRACKETS.sub(lambda bracket: "" if bracket[1] else bracket[0], text)
    # A name that stands wholly in brackets is still the name.
    return (_SIGNS.sub("", without) or _SIGNS.sub("", text)).strip("()[]【】").upper()


@keep(_KEPT)
def code(written: str) -> str:
    """Return a national drug code in capitals; a serial number or a sign for none is empty."""
    text = _compact(written)
    return text if re.fullmatch(r"[A-Z][A-Z0-9]{5,}", text) else ""


def _compact(written: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", written)).upper()


def generic(name: str, form: str, forms: DosageForms) -> Generic:
    """Return a name and a dosage form as written, normalised; a form that is blank is read from the name's ending."""
    endings, whole = _endings(forms), plain_name(name)
    ending = next((ending for ending in endings if whole.endswith(ending) and len(whole) > len(ending)), "")
    begins = "注射用" if whole.startswith("注射用") else ""
    bare = whole.removesuffix(ending).removeprefix(begins)
    written = plain_name(form)
    kind = endings.get(written) or (written if written and written not in endings else "")
    # What stands in the name is more exact than a broad form beside it: 硝苯地平缓释片, 片剂 is a sustained form.
    by_name = endings.get(begins or ending, "")
    return Generic(bare, by_name or kind)


def also_in(name: str, forms: DosageForms) -> list[Generic]:
    """Return the further forms a catalogue names in brackets behind an entry: 小柴胡丸（片、颗粒）."""
    endings, bare = _endings(forms), generic(name, "", forms).name
    inside = [bracket[1] for bracket in _INSIDE.finditer(unicodedata.normalize("NFKC", name)) if bracket[2]]
    words = (plain_name(word) for part in inside for word in re.split(r"[、,，]", part))
    return [Generic(bare, endings[word]) for word in words if word in endings]


@keep()
def _sorted(classes: tuple[tuple[str, tuple[str, ...]], ...]) -> Mapping[str, str]:
    pairs = [(plain_name(ending), name) for name, endings in classes for ending in (*endings, name)]
    return dict(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))


def _endings(forms: DosageForms) -> Mapping[str, str]:
    """Return the class of every way a form is written, the longest endings first."""
    return _sorted(tuple(forms.classes.items()))
