"""The digest of a result: the SHA-256 of its JSON text in which the digest stands empty, so that anyone can redo it."""

from __future__ import annotations

import hashlib
import re

from medcheck.assessment.model import Assessment
from medcheck.assessment.text import keep_text, to_json

# The digest is the last field of the text; nothing a user writes can stand behind it.
_DIGEST = re.compile(r'(\n  "digest": ")([0-9a-f]*)("\n\}\n)\Z')


def sealed(assessment: Assessment) -> Assessment:
    """Return the assessment with its digest; one it had before is replaced."""
    bare = assessment.model_copy(update={"digest": ""}) if assessment.digest else assessment
    text = to_json(bare)
    digest = _hash(text)
    made = bare.model_copy(update={"digest": digest})
    keep_text(made, _DIGEST.sub(rf"\g<1>{digest}\3", text))
    return made


def is_whole(text: str) -> bool:
    """Return whether the JSON text of a result is, character by character, the one its digest was made of."""
    found = _DIGEST.search(text)
    return found is not None and _hash(_DIGEST.sub(r"\1\3", text)) == found[2]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
