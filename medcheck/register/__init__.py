"""The store of cases: events that are only ever added, and rows made from them. The only door to Django's ORM.

It knows nothing of pages and of the command line. Importing the room sets Django up; `connect.connect` opens a database.
Start reading at `record.py`.
"""

from __future__ import annotations

import django
from django.conf import settings

if not settings.configured:  # pages bring settings of their own, which name this app beside theirs
    settings.configure(
        INSTALLED_APPS=["medcheck.register.apps.RegisterConfig"],
        AUTH_USER_MODEL="register.Person",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        TIME_ZONE="Asia/Shanghai",
        LANGUAGE_CODE="zh-hans",
    )
    django.setup()
