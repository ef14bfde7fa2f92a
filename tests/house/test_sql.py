"""Reads of the database stand in `queries.py` or `*_queries.py`, where each function says who may see what it returns."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from piccolo.table import Table

from coalition.piccolo_app import APP_CONFIG
from tests.house.imports import nodes_of
from tests.house.tree import modules, name_of

if TYPE_CHECKING:
    from collections.abc import Collection

READS = {"select", "objects", "exists", "count", "raw"}
READING_FUNCTIONS = {"one_row"}

ALLOWED = {
    "coalition/jobs/queue.py": "a worker claims a job in one statement; nobody is shown a row",
    "coalition/mail/sending.py": "the worker reads the letter that it sends; nobody is shown a row",
}


def reads(source: str, tables: Collection[str]) -> list[str]:
    """Return the reads of a module as `Table.method` or `one_row`."""
    findings = []
    for node in nodes_of(source):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        if isinstance(function, ast.Attribute) and function.attr in READS and isinstance(function.value, ast.Name) and function.value.id in tables:
            findings.append(f"{function.value.id}.{function.attr}")
        elif isinstance(function, ast.Name) and function.id in READING_FUNCTIONS:
            findings.append(function.id)
    return findings


def is_queries(name: str) -> bool:
    return name.endswith(("/queries.py", "_queries.py")) or name.startswith("coalition/database/")


def _tables() -> set[str]:
    assert all(issubclass(table, Table) for table in APP_CONFIG.table_classes)
    return {table.__name__ for table in APP_CONFIG.table_classes}


def test_reads_stand_in_queries() -> None:
    tables = _tables()
    found = {name_of(path): reads(path.read_text(), tables) for path in modules() if not is_queries(name_of(path))}
    assert {name for name, calls in found.items() if calls} == set(ALLOWED)


def test_a_read_elsewhere_is_found() -> None:
    tables = {"Forum", "Letter"}
    assert reads("rows = await Forum.select(Forum.id).where(Forum.slug == slug)", tables) == ["Forum.select"]
    assert reads("async def late():\n    return await Letter.exists()", tables) == ["Letter.exists"]
    assert reads("row = await one_row(Forum, Forum.id == 1)", tables) == ["one_row"]
    assert reads("await Forum.update(slug='a').where(Forum.id == 1)\nnames.count('a')", tables) == []
