"""The digest of a result: the SHA-256 of its JSON text in which the digest stands empty, so that anyone can redo it."""

from __future__ import annotations

import hashlib

from medcheck.assessment.model.assessment_model import Assessment
from medcheck.assessment.result_text import keep_text, to_json

# The digest is the last field of the text; nothing a user writes can stand behind it.
_OPEN, _CLOSE = '\n  "digest": "', '"\n}\n'
_LENGTH = 64


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


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
