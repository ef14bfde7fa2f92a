"""A kind of queued work has its handler, and a letter its templates: what is queued or written without them is found here."""

from __future__ import annotations

import ast
from collections import Counter
from typing import TYPE_CHECKING

from coalition import job_kinds, resources
from tests.house.imports import nodes_of, parsed, sources
from tests.house.tree import TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

QUEUING, HANDLING, WRITING = {"enqueue", "enqueue_request"}, {"handles", "handles_together"}, {"write_letter", "LetterToWrite"}
PARTS = ("subject.txt", "body.txt")


def first_arguments(source: str, functions: set[str]) -> list[str]:
    """Return the texts in the first argument of each call of some functions."""
    calls = [node for node in nodes_of(source) if isinstance(node, ast.Call) and node.args]
    return [text for call in calls if _name(call.func) in functions for text in _texts(call.args[0])]


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _texts(tree: ast.AST) -> Iterator[str]:
    yield from (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))


def problems_of_jobs(modules: Mapping[str, str], listed: Iterable[str]) -> list[str]:
    """Return which kinds of queued work nobody handles or queues, and which handlers the worker does not know."""
    handled = {kind: module for module, source in modules.items() for kind in first_arguments(source, HANDLING)}
    queued = {kind for source in modules.values() for kind in first_arguments(source, QUEUING)}
    texts = Counter(text for source in modules.values() for text in _texts(parsed(source)))
    known = {f"coalition.{name}" for name in listed}
    found = [f"{kind}: no function with @handles" for kind in sorted(queued - set(handled))]
    found += [f"{kind}: nothing queues it" for kind in sorted(handled) if texts[kind] == 1]
    return found + [f"{kind}: {module} is not in job_kinds.py" for kind, module in sorted(handled.items()) if module not in known]


def problems_of_letters(modules: Mapping[str, str], templates: set[str]) -> list[str]:
    """Return which templates a letter lacks, and which folders no letter is made from."""
    written = {kind for source in modules.values() for kind in first_arguments(source, WRITING)}
    texts = {text for source in modules.values() for text in _texts(parsed(source))}
    folders = {name.partition("/")[0] for name in templates}
    needed = {f"{kind}/{part}" for kind in written | folders for part in PARTS}
    found = [f"templates/mails/{name} is missing" for name in sorted(needed - templates)]
    return found + [f"templates/mails/{folder} is used by no letter" for folder in sorted(folders - texts)]


def _templates() -> set[str]:
    folder = TEMPLATES / "mails"
    return {path.relative_to(folder).as_posix() for path in folder.glob("*/*.txt")}


def test_every_kind_of_queued_work_has_a_handler_that_the_worker_knows() -> None:
    migrations = {path.stem: path.read_text() for path in resources.MIGRATIONS.glob("*.py")}  # some work is queued by an upgrade only
    assert problems_of_jobs(sources() | migrations, job_kinds.HANDLERS) == []


def test_every_letter_has_its_templates() -> None:
    assert problems_of_letters(sources(), _templates()) == []


def test_queued_work_that_was_added_in_part_is_found() -> None:
    """Mutated builds: work without a handler, a handler in a module that the worker does not import, and one for nothing."""
    queuing = 'async def ask():\n    await enqueue("tidy", {})\n'
    handling = '@handles("tidy")\nasync def tidy(payload): ...\n'
    assert problems_of_jobs({"coalition.a": queuing}, []) == ["tidy: no function with @handles"]
    assert problems_of_jobs({"coalition.a": queuing + handling}, []) == ["tidy: coalition.a is not in job_kinds.py"]
    assert problems_of_jobs({"coalition.a": handling}, ["a"]) == ["tidy: nothing queues it"]
    assert problems_of_jobs({"coalition.a": queuing + handling}, ["a"]) == []


def test_a_letter_that_was_added_in_part_is_found() -> None:
    writing = {"coalition.a": 'async def ask():\n    await write_letter("thanks", address="a@x")\n'}
    assert problems_of_letters(writing, {"thanks/body.txt"}) == ["templates/mails/thanks/subject.txt is missing"]
    assert problems_of_letters({}, {"thanks/body.txt", "thanks/subject.txt"}) == ["templates/mails/thanks is used by no letter"]
