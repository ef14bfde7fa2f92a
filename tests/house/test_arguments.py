"""No statement is given a list of arguments that grows with the data: engines refuse more than about 32,000, and every one is read.

Ids go into `among`, other values into `one_of` or `none_of`, which refuse many, or into a statement for each part of `in_parts`.
`is_in` and `not_in` are for queries, and for lists whose length the code fixes: members of an enum, constants.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.house.imports import nodes_of
from tests.house.tree import modules, name_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

Function = ast.FunctionDef | ast.AsyncFunctionDef
LISTS = {"is_in", "not_in"}
CONSTANT = re.compile(r"_*[A-Z][A-Z0-9_]*|[A-Z]\w*")  # a constant, or an enum
HELPERS = "coalition/database/query_shortcuts.py"


def unbounded(source: str, selects: Collection[str]) -> list[str]:
    """Return the conditions of a module whose list of arguments nothing bounds; `selects` are the functions that return a query."""
    found = []
    for function in _functions(source):
        scope = _Scope(function, selects)
        found += [ast.unparse(call) for call in _conditions(function) if not scope.bounds(call.args[0])]
    return found


def queries_in(source: str) -> set[str]:
    """Return the names of the functions that return a query."""
    return {node.name for node in _functions(source) if node.returns and _is_query(node.returns)}


def _functions(source: str) -> list[Function]:
    return [node for node in nodes_of(source) if isinstance(node, Function)]


def _conditions(function: Function) -> Iterator[ast.Call]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LISTS and node.args:
            yield node


def _is_query(annotation: ast.expr) -> bool:
    return ast.unparse(annotation).startswith("Select[")


class _Scope:
    """What is known inside a function: names that stand for queries, and names of parts of long lists."""

    def __init__(self, function: Function, selects: Collection[str]) -> None:
        self.selects = selects
        arguments = (*function.args.args, *function.args.kwonlyargs)
        self.queries = {argument.arg for argument in arguments if argument.annotation and _is_query(argument.annotation)}
        self.parts: set[str] = set()
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and self.is_query(node.value):
                self.queries.add(node.targets[0].id)
            elif isinstance(node, ast.For | ast.AsyncFor) and isinstance(node.target, ast.Name) and _name_called(node.iter) == "in_parts":
                self.parts.add(node.target.id)

    def bounds(self, given: ast.expr) -> bool:
        return self.is_query(given) or _is_fixed(given) or (isinstance(given, ast.Name) and given.id in self.parts)

    def is_query(self, given: ast.expr) -> bool:
        if isinstance(given, ast.Name):
            return given.id in self.queries
        if isinstance(given, ast.IfExp):
            return self.is_query(given.body) and self.is_query(given.orelse)
        if not isinstance(given, ast.Call):
            return False
        if _name_called(given) in self.selects | {"select"}:
            return True
        return isinstance(given.func, ast.Attribute) and self.is_query(given.func.value)


def _name_called(given: ast.expr) -> str:
    if not isinstance(given, ast.Call):
        return ""
    return given.func.attr if isinstance(given.func, ast.Attribute) else given.func.id if isinstance(given.func, ast.Name) else ""


def _is_fixed(given: ast.expr) -> bool:
    """Whether the code says how long a list is."""
    match given:
        case ast.Constant():
            return True
        case ast.Name():
            return bool(CONSTANT.fullmatch(given.id))
        case ast.List() | ast.Tuple() | ast.Set():
            return all(map(_is_fixed, given.elts))
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
            return all(_is_fixed(generator.iter) for generator in given.generators)
        case ast.Starred(value=only) | ast.Attribute(value=only) | ast.Call(func=ast.Name(id="list" | "sorted" | "tuple"), args=[only]):
            return _is_fixed(only)
        case _:
            return False


@cache
def _selects() -> frozenset[str]:
    return frozenset(name for path in modules() for name in queries_in(path.read_text()))


def test_every_list_of_arguments_is_bounded() -> None:
    found = {name_of(path): unbounded(path.read_text(), _selects()) for path in modules() if name_of(path) != HELPERS}
    assert {name: conditions for name, conditions in found.items() if conditions} == {}


BOUNDED = """
def of_kinds(memorandum_id):
    return Act.kind.is_in([kind.value for kind in STANDING_KINDS]) & Act.kind.not_in([*ENDING_KINDS, ActKind.DECLINE.value])

async def in_force(numbers):
    here = Standing.select(Standing.organisation).where(Standing.memorandum == 1)
    return await Organisation.select().where(Organisation.id.is_in(here) & Organisation.id.not_in(known(1)))

async def ids_by_slug(slugs):
    for some in in_parts(slugs):
        await Organisation.select(Organisation.id).where(Organisation.slug.is_in(some))

def given(query: Select[Act]):
    return Signer.act.is_in(query)
"""
FAULTS = {
    "a list from the data": ("in_parts(slugs)", "batches_of(slugs)", ["Organisation.slug.is_in(some)"]),
    "the whole list": (
        "Organisation.slug.is_in(some)",
        "Organisation.slug.is_in(sorted(slugs) or [''])",
        ["Organisation.slug.is_in(sorted(slugs) or [''])"],
    ),
    "rows that were read": (
        "here = Standing.select(Standing.organisation).where(Standing.memorandum == 1)",
        "here = await parties_of(1)",
        ["Organisation.id.is_in(here)"],
    ),
    "a function that returns rows": ("known(1)", "await ever_known(1)", ["Organisation.id.not_in(await ever_known(1))"]),
    "a parameter": ("query: Select[Act]", "query: Iterable[UUID]", ["Signer.act.is_in(query)"]),
    "an attribute": ("[kind.value for kind in STANDING_KINDS]", "sorted(self.kinds)", ["Act.kind.is_in(sorted(self.kinds))"]),
    "a list made of rows": (
        "[kind.value for kind in STANDING_KINDS]",
        "[row['kind'] for row in rows]",
        ["Act.kind.is_in([row['kind'] for row in rows])"],
    ),
}


def test_queries_constants_and_parts_are_bounded() -> None:
    assert unbounded(BOUNDED, {"known"}) == []
    assert queries_in("def known(text: int) -> Select[Standing]: ...\ndef rows() -> list[int]: ...") == {"known"}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_list_that_grows_with_the_data_is_found(fault: str) -> None:
    right, wrong, found = FAULTS[fault]
    assert right in BOUNDED
    assert unbounded(BOUNDED.replace(right, wrong), {"known"}) == found


def test_a_mutated_build_is_found() -> None:
    path = next(path for path in modules() if name_of(path) == "coalition/organisations/queries.py")
    source = path.read_text()
    mutated = source.replace("for some in in_parts(slugs):", "for some in [slugs]:", 1)
    assert mutated != source
    assert unbounded(mutated, _selects()) == ["Organisation.slug.is_in(some)"]
