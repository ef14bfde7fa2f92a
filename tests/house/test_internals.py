"""Private parts of Piccolo are used in one module, which says what breaks when they change; those of Litestar are not used at all."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from tests.house.imports import parsed
from tests.house.tree import modules, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator

INTERNALS = {"coalition/database/piccolo_internals.py"}
LIBRARIES = ("piccolo", "litestar")
DOCUMENTED = {
    "piccolo.columns": None,
    "piccolo.columns.base": {"OnDelete", "OnUpdate"},
    "piccolo.columns.combination": {"And", "Or", "WhereRaw"},
    "piccolo.columns.defaults.uuid": {"UUID4"},
    "piccolo.conf.apps": {"AppConfig", "AppRegistry"},
    "piccolo.custom_types": {"Combinable"},
    "piccolo.engine.exceptions": {"TransactionError"},
    "piccolo.engine.postgres": {"PostgresEngine"},
    "piccolo.engine.sqlite": {"SQLiteEngine"},
    "piccolo.query": None,
    "piccolo.query.functions": None,
    "piccolo.querystring": {"QueryString"},
    "piccolo.table": {"Table"},
    "litestar": None,
    "litestar.background_tasks": None,
    "litestar.connection": None,
    "litestar.datastructures": None,
    "litestar.di": None,
    "litestar.enums": None,
    "litestar.exceptions": None,
    "litestar.handlers": None,
    "litestar.handlers.base": {"BaseRouteHandler"},
    "litestar.params": None,
    "litestar.response": {"Stream"},
    "litestar.types": None,
}  # None: every name of the module
UNDOCUMENTED = {  # attributes without an underscore that the documentation does not name
    "call_chain",
    "compile_string",
    "connection_kwargs",
    "current_transaction",
    "get_default_value",
    "get_full_name",
    "get_new_connection",
    "get_select_string",
    "querystrings",
    "transform_response_to_dicts",
}
PUBLIC_DESPITE_UNDERSCORE = {"_asdict", "_fields", "_make", "_replace", "_value_"}  # of named tuples and enums


def private_parts(source: str) -> set[str]:
    """Return the private parts that a module uses, as they are written."""
    tree = parsed(source)
    parts = {name for node in ast.walk(tree) for name in _imported(node) | _reached(node)}
    return parts | ({"SLF001"} if "SLF001" in source else set())


def _imported(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names if _of_library(alias.name) and alias.name not in DOCUMENTED}
    if isinstance(node, ast.ImportFrom) and _of_library(node.module or ""):
        names = DOCUMENTED.get(node.module or "", set())
        return set() if names is None else {f"{node.module}.{alias.name}" for alias in node.names if alias.name not in names}
    return set()


def _of_library(module: str) -> bool:
    return module.partition(".")[0] in LIBRARIES


def _reached(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Attribute) and _is_own(node.value):
        return set()
    return {name for name in _names_in(node) if name in UNDOCUMENTED or _is_private(name)}


def _names_in(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"getattr", "setattr", "hasattr"}:
        yield from (str(argument.value) for argument in node.args[1:2] if isinstance(argument, ast.Constant))
    elif isinstance(node, ast.Call):
        yield from (keyword.arg for keyword in node.keywords if keyword.arg)


def _is_own(node: ast.expr) -> bool:
    """Return whether an attribute belongs to the class that reads it; what it inherits from a library counts as its own."""
    return isinstance(node, ast.Name) and node.id in {"self", "cls"}


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__") and name not in PUBLIC_DESPITE_UNDERSCORE


def test_private_parts_are_used_in_one_module() -> None:
    found = {name_of(path): private_parts(path.read_text()) for path in modules()}
    assert {name: parts for name, parts in found.items() if parts and name not in INTERNALS} == {}


def test_the_module_of_private_parts_uses_some() -> None:
    found = {name_of(path): private_parts(path.read_text()) for path in modules() if name_of(path) in INTERNALS}
    assert found.keys() == INTERNALS
    assert all(found.values())


@pytest.mark.parametrize(
    ("source", "part"),
    [
        ("Table._meta.db = engine", "_meta"),
        ("name = getattr(row, '_exists_in_db')", "_exists_in_db"),
        ("row = Band(name='a', _exists_in_db=True)", "_exists_in_db"),
        ("sql = query.querystrings[0]", "querystrings"),
        ("engine.current_transaction.set(None)", "current_transaction"),
        ("from piccolo.table import TABLE_REGISTRY", "piccolo.table.TABLE_REGISTRY"),
        ("from piccolo.columns.combination import Where", "piccolo.columns.combination.Where"),
        ("from piccolo.apps.migrations.tables import Migration", "piccolo.apps.migrations.tables.Migration"),
        ("import piccolo.engine.base", "piccolo.engine.base"),
        ("from litestar.plugins.core import MsgspecDIPlugin", "litestar.plugins.core.MsgspecDIPlugin"),
        ("plugins = super()._get_default_plugins([])", "_get_default_plugins"),
        ("x = y.z  # noqa: SLF001 -- a name of Piccolo", "SLF001"),
    ],
)
def test_a_private_part_in_another_module_is_found(source: str, part: str) -> None:
    assert part in private_parts(source)


@pytest.mark.parametrize("source", ["self._rows = 1", "state = old._replace(kind=1)", "from piccolo.table import Table", "name = Band.__name__"])
def test_what_is_public_is_left_alone(source: str) -> None:
    assert private_parts(source) == set()


def test_forms_are_read_in_their_order() -> None:
    """`multi_items` of Litestar goes through a set of the names; `items` has every value as it was sent (findings/litestar_multi_items_order.sh)."""
    assert [name_of(path) for path in modules() if ".multi_items(" in path.read_text()] == []
