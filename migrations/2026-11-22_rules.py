"""What the tables must hold: compound uniqueness, indices of lists, acts that nothing changes, the row that counts publications."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder
from piccolo.table import Table

ID = "2026-11-22T02:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules"

UNIQUE = {
    "notification": "year, number",
    "kept_answer": "token, key",
    "organisation_name": "organisation, language",
    "contact": "organisation, email",
    "programme_text": "programme, language",
    "programme_organisation": "programme, organisation, role",
    "forum_text": "forum, language",
    "forum_country": "forum, country",
    "forum_organisation": "forum, organisation, role",
    "memorandum_note": "memorandum, language",
    "memorandum_member": "memorandum, coordinator",
    "edition": "memorandum, number",
    "wording": "edition, language",
    "provision": "edition, key",
    "placement": "wording, position",
    "invitation": "memorandum, organisation",
}
INDICES = {
    "act_memorandum_recorded": "act (memorandum, recorded_at)",
    "invitation_memorandum_answered": "invitation (memorandum, answered_at)",
    "letter_about_id": "letter (about, id)",
    "organisation_name_key_slug": "organisation (name_key, slug)",
}
APPEND_ONLY = ("act", "notification")


class Statement(Table):
    """Runs SQL on the engine of the migrations."""


def _postgres() -> bool:
    engine = engine_finder()
    return engine is not None and engine.engine_type != "sqlite"


async def _run(*statements: str) -> None:
    for statement in statements:
        await Statement.raw(statement.replace("{", "{{").replace("}", "}}"))


async def add() -> None:
    """Add indices, triggers and the first row of `publication`."""
    await _run(*(f'CREATE UNIQUE INDEX {table}_once ON "{table}" ({columns})' for table, columns in UNIQUE.items()))
    await _run(*(f"CREATE INDEX {name} ON {what}" for name, what in INDICES.items()))
    await _run("INSERT INTO publication (version) VALUES (0)")
    if _postgres():
        await _run(
            "CREATE FUNCTION coalition_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME; END $$"
        )
        await _run(
            *(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION coalition_refuse()"
                for table in APPEND_ONLY
            )
        )
        return
    await _run(
        *(
            f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed'); END"
            for table in APPEND_ONLY
            for event in ("UPDATE", "DELETE")
        )
    )


async def remove() -> None:
    """Take everything back."""
    if _postgres():
        await _run(*(f"DROP TRIGGER {table}_append_only ON {table}" for table in APPEND_ONLY), "DROP FUNCTION coalition_refuse()")
    else:
        await _run(*(f"DROP TRIGGER {table}_no_{event}" for table in APPEND_ONLY for event in ("update", "delete")))
    await _run("DELETE FROM publication")
    await _run(*(f"DROP INDEX {name}" for name in INDICES), *(f"DROP INDEX {table}_once" for table in UNIQUE))


async def forwards() -> MigrationManager:
    """Add the rules."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(add)
    manager.add_raw_backwards(remove)
    return manager
