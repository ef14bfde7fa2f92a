"""Importing the package changes nothing in the process, and importing a module of tests asks for no time."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.house.tree import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WATCH = """
import gc, importlib, json, logging, os, signal, sys, threading, warnings

def state():
    return {
        "collector": [gc.get_threshold(), gc.isenabled(), gc.get_freeze_count()],
        "environment": dict(os.environ),
        "hidden": sorted(name for name, module in sys.modules.items() if module is None),
        "modules": sorted(sys.modules),
        "path": sys.path,
        "signals": [str(signal.getsignal(signal.SIGTERM)), str(signal.getsignal(signal.SIGINT))],
        "logs": [str(handler) for handler in logging.getLogger().handlers],
        "threads": threading.active_count(),
        "warnings": len(warnings.filters),
    }

before = json.loads(json.dumps(state()))
importlib.import_module(sys.argv[1])
after = json.loads(json.dumps(state()))
print(json.dumps({name: after[name] for name in after if after[name] != before[name]}))
"""
GROWS = {"modules"}
# Piccolo looks for its configuration as soon as a query is written before an engine is bound, as one that stands in the condition of another
# is. An installed package has no such module beside it and does not start; and black comes along, a tenth of the start and of the memory.
OF_DEVELOPMENT = {"black", "piccolo.conf.apps", "piccolo_conf"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def effects(module: str, folder: Path) -> dict[str, Any]:
    """Return what the import of a module changes in a new process."""
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run([sys.executable, "-c", WATCH, module], cwd=folder, env=environment, capture_output=True, text=True, check=True)
    changed: dict[str, Any] = json.loads(done.stdout)
    return changed


def test_importing_the_package_loads_nothing_else() -> None:
    changed = effects("coalition", ROOT)
    assert changed.keys() == GROWS
    assert {name for name in changed["modules"] if name.partition(".")[0] in {"coalition", "litestar", "piccolo", "asyncpg"}} == {"coalition"}


@pytest.mark.parametrize("module", ["coalition.app", "coalition.commands", "coalition.job_kinds", "coalition.serving"])
def test_importing_an_entry_point_only_loads_modules(module: str) -> None:
    changed = effects(module, ROOT)
    assert changed.keys() - {"warnings"} == GROWS  # a library adds filters of its own warnings
    assert OF_DEVELOPMENT & set(changed["modules"]) == set()


@pytest.mark.parametrize(
    ("line", "effect"),
    [
        ("import gc; gc.set_threshold(200_000)", "collector"),
        ("import gc; gc.freeze()", "collector"),
        ("import sys; sys.modules['nowhere'] = None", "hidden"),
        ("import os; os.environ['MALLOC_ARENA_MAX'] = '2'", "environment"),
        ("import sys; sys.path.append('elsewhere')", "path"),
        ("import threading, time; threading.Thread(target=time.sleep, args=[1], daemon=True).start()", "threads"),
        ("import logging; logging.basicConfig()", "logs"),
        ("import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)", "signals"),
    ],
)
def test_a_side_effect_of_an_import_is_found(line: str, effect: str, tmp_path: Path) -> None:
    (tmp_path / "house_side_effect.py").write_text(line + "\n")
    assert effect in effects("house_side_effect", tmp_path)


CLOCKS = {"ago", "now", "today", "utcnow"}


def run_at_import(node: ast.AST) -> Iterator[ast.AST]:
    """Yield every node that runs while the module is imported: all but the bodies of functions."""
    yield node
    parts = (
        [*node.decorator_list, node.args]
        if isinstance(node, FUNCTIONS)
        else [node.args]
        if isinstance(node, ast.Lambda)
        else ast.iter_child_nodes(node)
    )
    for part in parts:
        yield from run_at_import(part)


def clocks_read(source: str) -> list[str]:
    """Return the calls that ask for the time while the module is imported."""
    calls = [node for node in run_at_import(ast.parse(source)) if isinstance(node, ast.Call)]
    return [ast.unparse(call) for call in calls if ast.unparse(call.func).rpartition(".")[2] in CLOCKS]


def test_no_test_asks_for_the_time_while_it_is_imported() -> None:
    """A day that a module of tests keeps is yesterday for the tests that run after midnight."""
    assert {str(path): calls for path in (ROOT / "tests").rglob("*.py") if (calls := clocks_read(path.read_text("utf-8")))} == {}


def test_a_clock_that_is_read_at_import_is_seen() -> None:
    source = "DAY = clock.today()\n@given(day=ago(1))\ndef test(now=datetime.now(UTC)):\n    clock.now()\n"
    assert sorted(clocks_read(source)) == ["ago(1)", "clock.today()", "datetime.now(UTC)"]
