"""Handlers open no transaction: the operation that carries a rule out owns it."""

from __future__ import annotations

import ast

from tests.house.imports import nodes_of
from tests.house.tree import PACKAGE, modules, name_of

AUDIENCES = ("public", "signing", "desk", "api")
ALLOWED = {"coalition/api/idempotency.py"}  # an answer is stored with what it answers, whichever operation that is


def opens_transaction(source: str) -> bool:
    """Whether a module calls `transaction()`, by whichever name it is imported."""
    names = {"transaction"}
    for node in nodes_of(source):
        if isinstance(node, ast.ImportFrom):
            names |= {alias.asname for alias in node.names if alias.name == "transaction" and alias.asname}
    called = [node.func for node in nodes_of(source) if isinstance(node, ast.Call)]
    return any(
        (isinstance(function, ast.Attribute) and function.attr == "transaction") or (isinstance(function, ast.Name) and function.id in names)
        for function in called
    )


def test_no_handler_opens_a_transaction() -> None:
    found = {name_of(path) for path in modules() if path.relative_to(PACKAGE).parts[0] in AUDIENCES and opens_transaction(path.read_text())}
    assert found == ALLOWED


def test_a_transaction_of_a_handler_is_found() -> None:
    handler = "async def create():\n    async with {}():\n        await act()\n"
    assert opens_transaction("from coalition import database\n" + handler.format("database.transaction"))
    assert opens_transaction("from coalition.database import transaction\n" + handler.format("transaction"))
    assert opens_transaction("from coalition.database import transaction as all_or_nothing\n" + handler.format("all_or_nothing"))
    assert not opens_transaction("from coalition import database\n" + handler.format("database.reading"))
