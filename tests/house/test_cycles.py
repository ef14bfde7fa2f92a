"""No module imports itself through others: neither at import time nor inside a function."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from tests.house.imports import imports_in, sources, target_of

if TYPE_CHECKING:
    from collections.abc import Mapping

Graph = dict[str, set[str]]


def graph_of(modules: Mapping[str, str], *, with_types: bool) -> Graph:
    """Return for each module the modules that it imports."""
    return {
        module: {
            target
            for imported in imports_in(source)
            if with_types or not imported.is_type_only
            for target in [target_of(imported, modules)]
            if target in modules and target != module
        }
        for module, source in modules.items()
    }


def cycles(graph: Graph) -> list[tuple[str, ...]]:
    """Return cycles; after each one an import is left out, so that the next is found."""
    remaining = {module: set(targets) for module, targets in graph.items()}
    findings = []
    while True:
        try:
            TopologicalSorter(remaining).prepare()
        except CycleError as error:
            cycle = tuple(reversed(error.args[1]))
            findings.append(cycle)
            remaining[cycle[0]].discard(cycle[1])
        else:
            return findings


def _as_sets(graph: Graph) -> set[frozenset[str]]:
    return {frozenset(cycle) for cycle in cycles(graph)}


def test_no_import_cycle() -> None:
    assert _as_sets(graph_of(sources(), with_types=False)) == set()


def test_no_cycle_through_type_checking() -> None:
    assert _as_sets(graph_of(sources(), with_types=True)) == set()


def test_a_cycle_is_found() -> None:
    at_import = {"p.a": "from p import b", "p.b": "from p.a import name"}
    in_function = {"p.a": "import p.b", "p.b": "def late():\n    from p.a import name"}
    for_types = {"p.a": "import p.b", "p.b": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from p.a import Name"}

    for modules in (at_import, in_function):
        assert [set(cycle) for cycle in cycles(graph_of(modules, with_types=False))] == [{"p.a", "p.b"}]
    assert cycles(graph_of(for_types, with_types=False)) == []
    assert [set(cycle) for cycle in cycles(graph_of(for_types, with_types=True))] == [{"p.a", "p.b"}]
