"""The register as an app of Django: after every migration the triggers are laid again, which SQLite loses silently."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RegisterConfig(AppConfig):
    """The app of the register's tables."""

    name = "medcheck.register"
    label = "register"

    def ready(self) -> None:
        """Lay the triggers after each migration of this app."""
        post_migrate.connect(_lay_triggers, sender=self)


def _lay_triggers(**_: object) -> None:
    from medcheck.register.insert_only import lay_triggers

    lay_triggers()
