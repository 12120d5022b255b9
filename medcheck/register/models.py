"""The tables. `StoredEvent` is the truth and only ever added to; every other one but the persons' passwords is made from it."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

HASH = 64
NAME = 200
KEY = 64


class StoredEvent(models.Model):
    """An event as it was recorded: its number in the register, its canonical text, and the two chains it is part of."""

    number: models.BigIntegerField[int, int] = models.BigIntegerField(primary_key=True)
    case: models.BigIntegerField[int, int] = models.BigIntegerField()
    seq: models.IntegerField[int, int] = models.IntegerField()
    key: models.CharField[str, str] = models.CharField(max_length=KEY, unique=True)
    body: models.TextField[str, str] = models.TextField()
    previous: models.CharField[str, str] = models.CharField(max_length=HASH, blank=True)
    hash: models.CharField[str, str] = models.CharField(max_length=HASH)
    link: models.CharField[str, str] = models.CharField(max_length=HASH)

    class Meta:
        """The table, and that each case counts its events by itself."""

        db_table = "event"
        constraints = (models.UniqueConstraint(fields=("case", "seq"), name="event_of_case"),)


class RegisterHead(models.Model):
    """The one row that every writer locks first: the number and the link of the last event."""

    number: models.BigIntegerField[int, int] = models.BigIntegerField()
    link: models.CharField[str, str] = models.CharField(max_length=HASH, blank=True)

    class Meta:
        """The table."""

        db_table = "head"


class CaseRow(models.Model):
    """A case as it is listed and searched; made from its events. `last_day` is that of the clock that ends first."""

    number: models.BigIntegerField[int, int] = models.BigIntegerField(primary_key=True)
    procedure: models.CharField[str, str] = models.CharField(max_length=KEY)
    pack: models.CharField[str, str] = models.CharField(max_length=KEY, blank=True)
    state: models.CharField[str, str] = models.CharField(max_length=KEY, db_index=True)
    state_title: models.CharField[str, str] = models.CharField(max_length=NAME)
    final: models.BooleanField[bool, bool] = models.BooleanField(db_index=True)
    version: models.IntegerField[int, int] = models.IntegerField()
    head: models.CharField[str, str] = models.CharField(max_length=HASH)
    name: models.CharField[str, str] = models.CharField(max_length=NAME, blank=True)
    uscc: models.CharField[str, str] = models.CharField(max_length=KEY, blank=True, db_index=True)
    site: models.CharField[str, str] = models.CharField(max_length=NAME, blank=True)
    kind: models.CharField[str, str] = models.CharField(max_length=KEY, blank=True)
    level: models.CharField[str, str] = models.CharField(max_length=KEY, blank=True)
    county: models.CharField[str, str] = models.CharField(max_length=KEY, blank=True)
    officer: models.CharField[str, str] = models.CharField(max_length=NAME, blank=True, db_index=True)
    round: models.CharField[str, str] = models.CharField(max_length=NAME, blank=True)
    opened: models.DateField[date | None, date | None] = models.DateField(null=True)
    since: models.DateField[date | None, date | None] = models.DateField(null=True)
    clock: models.CharField[str, str] = models.CharField(max_length=NAME, blank=True)
    last_day: models.DateField[date | None, date | None] = models.DateField(null=True, db_index=True)
    unknown_year: models.IntegerField[int | None, int | None] = models.IntegerField(null=True)
    waits_for: models.CharField[str, str] = models.CharField(max_length=KEY, blank=True)
    duties: models.TextField[str, str] = models.TextField(blank=True)
    assessed: models.CharField[str, str] = models.CharField(max_length=NAME, blank=True)
    submission: models.CharField[str, str] = models.CharField(max_length=HASH, blank=True, db_index=True)

    class Meta:
        """The table."""

        db_table = "case_row"


class PaperRow(models.Model):
    """A number that a paper was given; made from the events. A number that was taken back stays used."""

    paper: models.CharField[str, str] = models.CharField(max_length=NAME)
    year: models.IntegerField[int, int] = models.IntegerField()
    number: models.IntegerField[int, int] = models.IntegerField()
    case: models.BigIntegerField[int, int] = models.BigIntegerField(db_index=True)
    event: models.IntegerField[int, int] = models.IntegerField()
    day: models.DateField[date, date] = models.DateField()
    void: models.BooleanField[bool, bool] = models.BooleanField(default=False)

    class Meta:
        """The table, and that no number is given twice."""

        db_table = "paper"
        constraints = (models.UniqueConstraint(fields=("paper", "year", "number"), name="paper_number"),)


class DesignatedRow(models.Model):
    """A designated facility, by credit code and site; made from the events of all its cases."""

    uscc: models.CharField[str, str] = models.CharField(max_length=KEY)
    site: models.CharField[str, str] = models.CharField(max_length=NAME)
    name: models.CharField[str, str] = models.CharField(max_length=NAME)
    kind: models.CharField[str, str] = models.CharField(max_length=KEY, blank=True)
    level: models.CharField[str, str] = models.CharField(max_length=KEY, blank=True)
    county: models.CharField[str, str] = models.CharField(max_length=KEY, blank=True)
    since: models.DateField[date | None, date | None] = models.DateField(null=True)
    until: models.DateField[date | None, date | None] = models.DateField(null=True)
    agreement: models.CharField[str, str] = models.CharField(max_length=NAME, blank=True)
    changes: models.TextField[str, str] = models.TextField(blank=True)
    reviews: models.TextField[str, str] = models.TextField(blank=True)
    ended: models.CharField[str, str] = models.CharField(max_length=NAME, blank=True)
    case: models.BigIntegerField[int, int] = models.BigIntegerField()

    class Meta:
        """The table, and that a site stands in the list once."""

        db_table = "designated"
        constraints = (models.UniqueConstraint(fields=("uscc", "site"), name="designated_site"),)


class Person(AbstractBaseUser):
    """Who works with the register, and in which roles; but for the password made from the events of case 0."""

    name: models.CharField[str, str] = models.CharField(max_length=NAME, unique=True)
    roles: models.CharField[str, str] = models.CharField(max_length=NAME)
    active: models.BooleanField[bool, bool] = models.BooleanField(default=True)

    USERNAME_FIELD = "name"

    class Meta:
        """The table."""

        db_table = "person"

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # a field of ours under Django's name
        """Return whether the person still works here, as Django asks it."""
        return self.active
