"""How people write values: a corpus kept as data, each spelling with its value or a piece of its reason."""

from datetime import datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from medcheck.form.form import FormField
from medcheck.form.values import read_value

GROUPS = yaml.safe_load((Path(__file__).parent / "data" / "values.yaml").read_text("utf-8"))


def raw_of(written):
    """Return the raw value of a cell as the readers give it: numbers are binary doubles, days have a time."""
    if isinstance(written, dict):
        ((kind, value),) = written.items()
        if kind == "date":
            return datetime.combine(value, time())
        return time.fromisoformat(value) if kind == "time" else value
    return float(written) if isinstance(written, int | float) else written


def value_of(written):
    if isinstance(written, float):
        return Decimal(str(written))
    return tuple(written) if isinstance(written, list) else written


def spellings(outcome):
    for group in GROUPS:
        for raw, expected in group.get(outcome, ()):
            yield pytest.param(FormField(**group["field"]), raw, expected, id=f"{group['field']['id']}-{raw!r}")


def test_there_are_enough_spellings():
    assert sum(len(group.get("read", ())) + len(group.get("refused", ())) for group in GROUPS) >= 300


@pytest.mark.parametrize(("field", "raw", "expected"), list(spellings("read")))
def test_it_is_read(field, raw, expected):
    value, reason = read_value(raw_of(raw), field)
    assert (value, reason) == (value_of(expected), "")
    assert type(value) is type(value_of(expected))


@pytest.mark.parametrize(("field", "raw", "reason"), list(spellings("refused")))
def test_it_is_refused_with_the_reason(field, raw, reason):
    value, why = read_value(raw_of(raw), field)
    assert value is None
    assert reason in why
