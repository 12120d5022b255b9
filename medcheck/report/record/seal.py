"""The digest of a result: the SHA-256 of its JSON text in which the digest stands empty, so that anyone can redo it."""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum
from typing import Any

from medcheck.assessment.model.assessment_model import Assessment
from medcheck.assessment.result_text import keep_text, to_json

# The digest is the last field of the text; nothing a user writes can stand behind it.
_OPEN, _CLOSE = '\n  "digest": "', '"\n}\n'
_LENGTH = 64


class Fit(StrEnum):
    """Whether a text is the one its digest was made of: to the byte, in all it says, or not."""

    BYTES = "bytes"
    CONTENT = "content"
    NOT = "not"


def sealed(assessment: Assessment) -> Assessment:
    """Return the assessment with its digest; one it had before is replaced."""
    bare = assessment.model_copy(update={"digest": ""}) if assessment.digest else assessment
    text = to_json(bare)
    digest = _hash(text)
    made = bare.model_copy(update={"digest": digest})
    keep_text(made, f"{text.removesuffix(_CLOSE)}{digest}{_CLOSE}")
    return made


def is_whole(text: str) -> bool:
    """Return whether the JSON text of a result is, character by character, the one its digest was made of."""
    body = text.removesuffix(_CLOSE)
    head, digest = body[:-_LENGTH], body[-_LENGTH:]
    return body != text and head.endswith(_OPEN) and _hash(f"{head}{_CLOSE}") == digest


def fit_of(text: str, assessment: Assessment) -> Fit:
    """Return how the JSON text of a result, of which the assessment was read, fits the digest that stands in it.

    Line ends, indentation and the order of fields may be another program's. A key that stands twice in the text says two
    things at once, and fits nothing.
    """
    if is_whole(text):
        return Fit.BYTES
    try:
        value = json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_once)
    except ValueError:
        return Fit.NOT
    digest = value["digest"] if isinstance(value, dict) and value.get("digest") else None
    # An older program knew fewer fields: what is in the text is written as it would have been then.
    plain = json.dumps({**value, "digest": ""}, ensure_ascii=False, indent=2) + "\n"
    return Fit.CONTENT if digest in (_hash(plain), sealed(assessment).digest) else Fit.NOT


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of JSON; raise ValueError where a key stands twice in it."""
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a key stands twice")
    return value


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
