"""The tables of the code, the migrations and both engines say the same."""

from __future__ import annotations

from contextlib import asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from piccolo.apps.migrations.commands.new import AutoMigrationManager
from piccolo.columns import Integer, Varchar
from piccolo.table import Table, create_table_class

from coalition import database, migrating
from coalition.database import is_postgres
from coalition.piccolo_app import APP_CONFIG
from tests.engines import drop_database, postgres_url
from tests.house.tree import PACKAGE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from pathlib import Path

    from piccolo.conf.apps import AppConfig


class ColumnSeen(NamedTuple):
    """A column as a database keeps it."""

    table: str
    name: str
    nullable: bool


class Schema(NamedTuple):
    """What a database says of itself."""

    columns: set[ColumnSeen]
    foreign_keys: set[tuple[str, str, str, str]]
    indices: set[tuple[str, str]]


SQLITE_COLUMNS = """
SELECT m.name AS "table", c.name AS name, c."notnull" = 0 AND c.pk = 0 AS nullable
FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'"""
POSTGRES_COLUMNS = """
SELECT table_name AS "table", column_name AS name, is_nullable = 'YES' AS nullable
FROM information_schema.columns WHERE table_schema = 'public'"""
SQLITE_KEYS = """
SELECT m.name AS "table", k."from" AS name, k."table" AS target, lower(k.on_delete) AS deletion
FROM sqlite_master m, pragma_foreign_key_list(m.name) k WHERE m.type = 'table'"""
POSTGRES_KEYS = """
SELECT u.table_name AS "table", u.column_name AS name, t.table_name AS target, lower(r.delete_rule) AS deletion
FROM information_schema.referential_constraints r
JOIN information_schema.key_column_usage u ON u.constraint_name = r.constraint_name
JOIN information_schema.constraint_column_usage t ON t.constraint_name = r.constraint_name"""
SQLITE_INDICES = "SELECT tbl_name AS \"table\", name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
POSTGRES_INDICES = """
SELECT tablename AS "table", indexname AS name FROM pg_indexes
WHERE schemaname = 'public' AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = indexname)"""
OTHERS = ("migration", "sqlite_sequence")
OF_THE_ENGINE = "search_index"  # a virtual table of SQLite with the tables that hold it, an index of PostgreSQL


async def schema() -> Schema:
    """Read the schema of the engine that is open."""
    queries = (POSTGRES_COLUMNS, POSTGRES_KEYS, POSTGRES_INDICES) if is_postgres() else (SQLITE_COLUMNS, SQLITE_KEYS, SQLITE_INDICES)
    columns, keys, indices = [
        [row for row in await database.execute(query) if row["table"] not in OTHERS and not {row["table"][:12], row["name"]} & {OF_THE_ENGINE}]
        for query in queries
    ]
    return Schema(
        {ColumnSeen(row["table"], row["name"], bool(row["nullable"])) for row in columns},
        {(row["table"], row["name"], row["target"], row["deletion"]) for row in keys},
        {(row["table"], row["name"]) for row in indices},
    )


def columns_of(tables: Iterable[type[Table]]) -> set[ColumnSeen]:
    return {
        ColumnSeen(table._meta.tablename, column._meta.db_column_name, column._meta.null and not column._meta.primary_key)
        for table in tables
        for column in table._meta.columns
    }


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[None]:
    database.bind(database.engine_from_url(url))
    await database.open_engine()
    try:
        yield
    finally:
        await database.close_engine()


async def _schema_at(url: str) -> Schema:
    async with connected(url):
        return await schema()


async def changes(app_config: AppConfig) -> list[str]:
    """Return the statements that Piccolo would write into a new migration."""
    findings = await AutoMigrationManager().get_alter_statements(app_config=app_config)
    return [statement for alter in findings for statement in alter.statements]


def tables_in(package: Path) -> set[str]:
    findings = set()
    for file in package.glob("*/tables.py"):
        module = import_module(f"coalition.{file.parent.name}.tables")
        findings |= {value.__name__ for value in vars(module).values() if isinstance(value, type) and issubclass(value, Table) and value is not Table}
    return findings


def test_every_table_is_registered() -> None:
    assert {table.__name__ for table in APP_CONFIG.table_classes} == tables_in(PACKAGE)


async def test_the_migrations_make_the_tables_of_the_code(store: str) -> None:
    assert (await schema()).columns == columns_of(APP_CONFIG.table_classes)
    assert await changes(APP_CONFIG) == []


async def test_a_table_without_a_migration_is_found(store: str) -> None:
    stray = create_table_class("Stray", class_members={"size": Integer(null=False), "name": Varchar(null=True, default=None)})
    extended = type(APP_CONFIG)(
        app_name=APP_CONFIG.app_name,
        migrations_folder_path=APP_CONFIG.migrations_folder_path,
        table_classes=[*APP_CONFIG.table_classes, stray],
    )
    assert any("Stray" in statement for statement in await changes(extended))
    assert {column.name for column in columns_of([stray]) - (await schema()).columns} == {"id", "size", "name"}


async def test_the_migrations_can_be_taken_back_and_made_again(store: str) -> None:
    before = await schema()
    await migrating.unmigrate()
    assert await schema() == Schema(set(), set(), set())
    assert not await migrating.is_migrated()
    await migrating.migrate()
    assert await schema() == before
    assert await migrating.is_migrated()


async def test_both_engines_have_the_same_schema(migrated_file: Path, migrated_template: str) -> None:
    name = f"{migrated_template}_same"
    url = postgres_url(name, template=migrated_template)
    try:
        assert await _schema_at(f"sqlite:///{migrated_file}") == await _schema_at(url)
    finally:
        drop_database(name)
