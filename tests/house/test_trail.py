"""Every address of the desk and of the API that changes something reaches a call that records it in the trail."""

from __future__ import annotations

import ast
from functools import cache
from typing import TYPE_CHECKING

import pytest

from coalition.addresses import ROUTES
from coalition.desk.memoranda.deeds import OBJECTS
from coalition.trail import TrailAct
from tests.house.imports import imports_in, nodes_of, parsed, sources, target_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Function = ast.FunctionDef | ast.AsyncFunctionDef
SAFE = {"GET", "HEAD", "OPTIONS"}
RECORDING = {"record", "record_reading"}
# They show a form again with what the public will read, say whom a measure reaches, or hold what is typed and is no part of a text yet.
CHANGING_NOTHING = {"desk.act_review.create", "desk.chosen_review.create", "desk.record_correction.review"} | {
    "desk.unsaved_text.update",
    "desk.word_file.create",
}


class Code:
    """The functions of some modules, what each of them mentions, and which acts each of them records itself."""

    def __init__(self, modules: Mapping[str, str]) -> None:
        self.functions: dict[str, Function] = {}
        self.known: dict[str, dict[str, str]] = {}
        self._mentions: dict[str, set[str]] = {}
        for module, source in modules.items():
            own = [node for node in parsed(source).body if isinstance(node, Function)]
            self.functions |= {f"{module}.{node.name}": node for node in own}
            names = {node.name: f"{module}.{node.name}" for node in own}
            for imported in imports_in(source):
                target = target_of(imported, modules)
                names[imported.alias] = target if target != imported.module or not imported.name else f"{imported.module}.{imported.name}"
            self.known[module] = names

    def mentions(self, function: str) -> set[str]:
        """Return the functions that the body of a function names, called or handed on."""
        if function not in self._mentions:
            self._mentions[function] = set(self._mentioned_by(function))
        return self._mentions[function]

    def _mentioned_by(self, function: str) -> Iterator[str]:
        names = self.known[function.rpartition(".")[0]]
        for node in ast.walk(self.functions[function]):
            if isinstance(node, ast.Name) and node.id in names:
                yield names[node.id]
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names:
                yield f"{names[node.value.id]}.{node.attr}"

    def acts_of(self, function: str) -> set[str]:
        """Return the acts that a function records, by itself or through what it names."""
        seen, waiting, acts = set(), [function], set()
        while waiting:
            current = waiting.pop()
            if current in seen or current not in self.functions:
                continue
            seen.add(current)
            acts |= recorded_in(self.functions[current])
            waiting.extend(self.mentions(current))
        return acts


@cache
def recorded_in(function: Function) -> frozenset[str]:
    """Return the acts that the calls of `trail.record` in a function name."""
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call) and ast.unparse(node.func) == "trail.record"]
    names = {node.attr for node in ast.walk(function) if isinstance(node, ast.Attribute) and ast.unparse(node.value).endswith("TrailAct")}
    return frozenset(names if calls else ())


def handlers(modules: Mapping[str, str]) -> dict[str, str]:
    """Return the full name of the handler of each address."""
    found = {}
    for module, source in modules.items():
        for node in parsed(source).body:
            for decorator in node.decorator_list if isinstance(node, Function) else ():
                if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "route" and isinstance(decorator.args[0], ast.Constant):
                    found[str(decorator.args[0].value)] = f"{module}.{node.name}"
    return found


def unrecorded(modules: Mapping[str, str], routes: Mapping[str, str]) -> set[str]:
    """Return the addresses, given with their methods, that change something without recording it."""
    code, by_route = Code(modules), handlers(modules)
    return {name for name, method in routes.items() if method not in SAFE and not code.acts_of(by_route[name])}


def routes() -> dict[str, str]:
    return {name: row.method for name, row in ROUTES.items() if name.startswith(("desk.", "api."))}


def test_every_change_at_the_desk_and_through_the_api_is_recorded() -> None:
    assert unrecorded(sources(), routes()) == CHANGING_NOTHING


def test_every_act_of_the_trail_is_recorded_somewhere() -> None:
    texts = list(sources().values())
    mentioned = {name for act in TrailAct for name in [act.name] for source in texts if f"TrailAct.{name}" in source}
    assert {act.name for act in TrailAct} - mentioned == set()


SAMPLE = {
    "coalition.desk.forums": """
from coalition.forums import recording
@route("desk.forum.create")
async def create(request):
    return await _take(recording.record_forum)
async def _take(step):
    await step()
""",
    "coalition.forums.recording": """
from coalition import trail
from coalition.trail import TrailAct
async def record_forum():
    await _insert()
async def _insert():
    await trail.record(TrailAct.FORUM_ADDED)
""",
}


@pytest.mark.parametrize("fault", ["await trail.record(TrailAct.FORUM_ADDED)", "await _insert()", "recording.record_forum"])
def test_a_change_that_is_not_recorded_is_found(fault: str) -> None:
    asked = {"desk.forum.create": "POST"}
    assert unrecorded(SAMPLE, asked) == set()
    assert unrecorded({module: source.replace(fault, "pass" if "await" in fault else "None") for module, source in SAMPLE.items()}, asked) == {
        "desk.forum.create"
    }


def kinds_of_objects(modules: Mapping[str, str]) -> set[str]:
    """Return the kinds of things that entries are about, as the calls write them."""
    found = set()
    for source in modules.values():
        for node in nodes_of(source):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {f"trail.{name}" for name in RECORDING} and len(node.args) > 1:
                about = node.args[1]
                first = about.values[0] if isinstance(about, ast.JoinedStr) else about
                if isinstance(first, ast.Constant):
                    found.add(str(first.value).partition(":")[0])
    return found


def test_every_kind_of_object_has_its_words() -> None:
    assert kinds_of_objects(sources()) - set(OBJECTS) - {"organisation", "coordinator", "language"} == set()
    assert kinds_of_objects({"p": 'trail.record(TrailAct.OPENED, f"rocket:{row.id}", 1)'}) == {"rocket"}
