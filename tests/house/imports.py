"""The imports of a module, read from its source without running it."""

from __future__ import annotations

import ast
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tests.house.tree import PACKAGE, modules

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Import(NamedTuple):
    """`from module import name as alias`; `name` is empty for `import module as alias`."""

    module: str
    name: str
    alias: str
    is_type_only: bool


@cache
def parsed(source: str) -> ast.Module:
    """Return the tree of a source; the rules read the same modules again and again, and none of them may change a tree."""
    return ast.parse(source)


@cache
def nodes_of(source: str) -> tuple[ast.AST, ...]:
    """Return every node of a source, as `ast.walk` does."""
    return tuple(ast.walk(parsed(source)))


@cache
def imports_in(source: str) -> list[Import]:
    """Return all imports of a source, those inside functions too; relative imports are not used here."""
    return list(_imports(parsed(source), is_type_only=False))


def _imports(node: ast.AST, *, is_type_only: bool) -> Iterator[Import]:
    if isinstance(node, ast.Import):
        yield from (Import(alias.name, "", alias.asname or alias.name, is_type_only) for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield from (Import(node.module or "", alias.name, alias.asname or alias.name, is_type_only) for alias in node.names)
    elif isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
        for child in node.body:
            yield from _imports(child, is_type_only=True)
    else:
        for child in ast.iter_child_nodes(node):
            yield from _imports(child, is_type_only=is_type_only)


def sources() -> dict[str, str]:
    """Return the sources of the package by name of module."""
    return {module_name(path.relative_to(PACKAGE.parent).with_suffix("").parts): path.read_text() for path in modules()}


def module_name(parts: tuple[str, ...]) -> str:
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def target_of(imported: Import, known: Mapping[str, object]) -> str:
    """Return the module that an import loads: a submodule, or the module that defines the name."""
    submodule = f"{imported.module}.{imported.name}"
    return submodule if submodule in known else imported.module
