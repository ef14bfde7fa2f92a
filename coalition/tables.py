"""Every table of every domain, known to the engine once this module is imported."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from piccolo.table import Table

if TYPE_CHECKING:
    from types import ModuleType

DOMAINS = (
    *("trail", "clock_marks", "jobs", "host", "mail", "search", "notices", "people", "organisations", "forums", "partners", "memoranda"),
    *("drafting", "networks", "acts", "invitations", "rounds", "amendments", "signatures", "editions", "statements", "signing_requests"),
    *("reported_mistakes", "drafting_record", "articles", "deliveries", "appeals", "imports", "approvals", "api"),
    *("news", "deadlines"),
)


def _tables(module: ModuleType) -> list[type[Table]]:
    return [value for value in vars(module).values() if isinstance(value, type) and issubclass(value, Table) and value.__module__ == module.__name__]


TABLES = [table for domain in DOMAINS for table in _tables(import_module(f"coalition.{domain}.tables"))]

# What answers questions of packages below: it has to be known wherever rows are written.
for source in ("appeals.appeal_letters", "appeals.searched_appeals"):
    import_module(f"coalition.{source}")
