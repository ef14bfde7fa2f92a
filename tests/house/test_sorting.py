"""People read lists in the order of their language: only files, rules and stored places use the order that is that of no language.

`name_key` is the key of files. `sorted()` by a name, a title or a word, and ORDER BY a name, are Python's and the database's own order.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from tests.house.imports import nodes_of
from tests.house.tree import modules, name_of, templates

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = {"name", "title", "text", "word", "description", "label", "country_name", "language_name", "own_language_name"}
COLUMNS = {"name", "title", "description", "organisation_name", "english_name"}
SORTING = {"sorted", "sort", "min", "max"}
JINJA = re.compile(r"\|\s*(sort|dictsort)\b")
# Who reads the order of files, or sorts what nobody reads in this order
ALLOWED = {
    "coalition/acts/effect.py": "the order of files; sentences sort the names again",
    "coalition/acts/standings.py": "the place in files",
    "coalition/acts/status.py": "the order of files; pages sort descriptions again",
    "coalition/acts/status_lines.py": "the place in files",
    "coalition/acts/status_queries.py": "the order of files; pages sort descriptions again",
    "coalition/forums/programme_queries.py": "the order of files; pages sort the organisations again",
    "coalition/forums/queries.py": "the order of files; pages sort the organisations again",
    "coalition/invitations/chase_rows.py": "the place in files",
    "coalition/organisations/event_queries.py": "the column is read",
    "coalition/organisations/queries.py": "the order of files, in which the API lists the organisations of a forum",
    "coalition/organisations/tables.py": "the column",
    "coalition/organisations/views.py": "the key of files",
    "coalition/organisations/writing_names.py": "the key is written",
    "coalition/search_keys.py": "the key of files",
    "coalition/statements/statement_numbers.py": "a rule: statements of one day are numbered in this order, once and for all readers",
}
DICTIONARIES = {"templates/desk/statements/show.html": "by the codes of languages"}


def orders(source: str) -> list[str]:
    """Return the places of a module where names are sorted by Python, by the database, or by the key of files."""
    return list(_orders(source))


def _orders(source: str) -> Iterator[str]:
    for node in nodes_of(source):
        if isinstance(node, ast.Attribute | ast.Name | ast.FunctionDef) and "name_key" in _called(node):
            yield "name_key"
        elif isinstance(node, ast.Call) and _called(node.func) in SORTING:
            named = [keyword.value for keyword in node.keywords if keyword.arg == "key"]
            if any(_called(part) in NAMES and not _is_collated(value) for value in named for part in ast.walk(value)):
                yield "sorted"
        elif isinstance(node, ast.Call) and _called(node.func) == "order_by" and any(_called(part) in COLUMNS for part in node.args):
            yield "order_by"


def _is_collated(value: ast.AST) -> bool:
    """Whether a key is that of the collation of a language."""
    return any(_called(part) in {"collation_key", "sort_key_of"} for part in ast.walk(value))


def _called(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else node.name if isinstance(node, ast.FunctionDef) else ""


def test_lists_for_people_are_sorted_by_the_collation_of_their_language() -> None:
    found = {name_of(path): orders(path.read_text()) for path in modules()}
    assert {name for name, places in found.items() if places} == set(ALLOWED)


def test_templates_sort_by_the_collation_too() -> None:
    assert {name_of(path) for path in templates() if JINJA.search(path.read_text())} == set(DICTIONARIES)


def test_other_orders_are_found() -> None:
    assert orders("menu = sorted(parties, key=lambda party: party.name_key)") == ["name_key"]
    assert orders("menu = sorted(parties, key=lambda party: party.primary.name)") == ["sorted"]
    assert orders("menu.sort(key=lambda code: language_name(code, language))") == ["sorted"]
    assert orders("rows = await Coordinator.objects().order_by(Coordinator.name)") == ["order_by"]
    assert orders("menu = sorted(parties, key=lambda party: collation_key(party.name, language))") == []
    assert orders("menu = in_order(parties, language, attrgetter('name'))") == []
    assert orders("rows = sorted(acts, key=lambda act: act.recorded_at)") == []
    assert JINJA.search("{% for member in members|sort(attribute='name') %}")
    assert not JINJA.search("{% for member in members|in_order('name') %}")
