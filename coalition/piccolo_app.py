"""The one Piccolo app: every table and the migrations folder."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from piccolo.conf.apps import AppConfig
from piccolo.table import Table

from coalition import resources

if TYPE_CHECKING:
    from types import ModuleType

DOMAINS = ("jobs", "mail", "notices", "people", "organisations", "forums", "memoranda", "signatures", "exchange")


def _tables(module: ModuleType) -> list[type[Table]]:
    return [
        value for value in vars(module).values() if isinstance(value, type) and issubclass(value, Table) and value.__module__ == module.__name__
    ]


APP_CONFIG = AppConfig(
    app_name="coalition",
    migrations_folder_path=str(resources.MIGRATIONS),
    table_classes=[table for domain in DOMAINS for table in _tables(import_module(f"coalition.{domain}.tables"))],
    migration_dependencies=[],
    commands=[],
)
