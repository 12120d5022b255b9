"""The triggers that refuse to change or to delete an event, on both databases. They stop mistakes; the chain shows the rest."""

from __future__ import annotations

from django.db import connection

TABLE = "event"
_REFUSAL = "事件只能增加，不能修改、删除"
_SQLITE = {
    "event_no_update": f"BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
    "event_no_delete": f"BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
    # REPLACE INTO deletes without firing the trigger of a deletion.
    "event_no_replace": (
        f'BEFORE INSERT ON {TABLE} WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE number = NEW.number OR "key" = NEW."key"'
        f""" OR ("case" = NEW."case" AND seq = NEW.seq)) BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"""
    ),
}
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION medcheck_insert_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$
"""
_POSTGRES = {
    "event_insert_only": (
        f"BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION medcheck_insert_only()"
    ),
}


def lay_triggers() -> None:
    """Lay the triggers anew on the database that is open; does nothing before the table is there."""
    if TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for name, rule in _rules().items():
            on = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
            cursor.execute(f"CREATE TRIGGER {name} {rule}")


def missing_triggers() -> tuple[str, ...]:
    """Return the names of the triggers that do not stand, or stand otherwise than they were laid."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid WHERE tgrelid = %s::regclass"
                " AND tgenabled IN ('O', 'A') AND proname = 'medcheck_insert_only' AND prosrc LIKE %s",
                [TABLE, f"%RAISE EXCEPTION '{_REFUSAL}'%"],
            )
            standing = {row[0] for row in cursor.fetchall()}
            return tuple(name for name in _POSTGRES if name not in standing)
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [TABLE])
        laid = dict(cursor.fetchall())
    return tuple(name for name, rule in _SQLITE.items() if laid.get(name) != f"CREATE TRIGGER {name} {rule}")


def _rules() -> dict[str, str]:
    return _POSTGRES if connection.vendor == "postgresql" else _SQLITE
