"""What a cell of an application can state: the types of its values, and the words for “there is no number”. Knows no cell."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

# As read from a cell by the field's kind: number → int or Decimal, date → date (「长期」→ date.max), flag → bool,
# choice → the option as the form writes it, text and code → str, lines → tuple of str.
EntryValue = int | Decimal | date | bool | str | tuple[str, ...]

# How people write that there is no number to fill in.
NO_NUMBER = ("无", "没有", "—", "-", "/")
